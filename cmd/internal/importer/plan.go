package importer

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"failsim/cmd/internal/config"
	"failsim/results/words"
)

// Plan is a scenario in the making, of one pool: what its clients meet.
type Plan struct {
	Name        string
	Trace       string // a log to replay, if one was given
	log         *Log
	files       *config.Reading // as readers have it
	only        string          // the pool that was named, if one was
	reading     *config.Reading // with one layer for what several say together
	pool        *config.Layer   // the balancer; nil if no file has one
	service     bool            // it is what the name leads to
	outer       *config.Layer   // the balancer before it, its client; nil if there is none
	shared      bool            // what stands on the outer's servers shares this pool
	Sites       []string        // an address of the name each, at least one
	Standby     bool            // there is one site, and a second to which the name can be moved
	ranks       []int           // of sites, where the files have some stand by for others; none: all are alike
	siteServers []config.Server // addresses of the name, those first that others stand by for
	sizes       []float64       // of sites, as a share of the pool's servers; none: all are alike

	Servers, Zones                                       int
	serversFrom, zonesFrom, hostsFrom                    answer
	CheckInterval, CheckTimeout, Fall, Rise, Sight       answer
	checked                                              bool
	Balancing, TTL, QueueCapacity, Surge                 answer
	Publish                                              string
	closes                                               time.Duration // idle connections inside, which the outside keeps for longer; 0: it does not
	Filtering, Retrying, Admitting                       []answer      // entries of lists
	Calls                                                answer        // how the LB calls, in the place of Retrying; none if there is no text
	busy                                                 float64       // servers at the peak, once that is known
	limits                                               string        // where atOnce is from, if from more than its line
	atOnce, queued                                       config.Value  // how many requests a server gets, and how many wait for it; none if there is no text
	Steering, Connecting, Again                          answer        // strategies of names and of clients; none if there is no text
	ClientTimeout, Patience, Service, Rate, Share        answer
	Capacity, Availability, Recovery, Latency, Distances answer
	NextAddress, Hold, Users, Resolvers, AnswerSize      answer
	Failures                                             answer // what fails in drills, and for how long
	Spacing, FailsOpen                                   answer // of checks, where the program has its own; none if there is no text
	Overstay                                             []answer
	Layers                                               answer          // which pool stands before which, where no file shows it
	Needs                                                []need          // other pools to which its requests go on
	needed                                               bool            // the service has it among those
	Left                                                 []string        // what a file says and the scenario does not
	silent                                               []config.Unread // and what readers took that nothing names
	order                                                map[string]int  // of questions, once it has been found out
	moves                                                map[string]float64
}

// need is a pool that the service's servers ask.
type need struct {
	name  string // as scenarios have names
	layer *config.Layer
}

// plainName makes a name that scenarios may have of any other.
func plainName(name string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, name), "-")
	for strings.Contains(name, "--") {
		name = strings.ReplaceAll(name, "--", "-")
	}
	if name == "" || name[0] < 'a' {
		name = strings.TrimSuffix("imported-"+name, "-")
	}
	return name
}

// of returns the layers of a kind.
func (p *Plan) of(kind config.Kind) []*config.Layer {
	var list []*config.Layer
	for i := range p.reading.Layers {
		if p.reading.Layers[i].Kind == kind {
			list = append(list, &p.reading.Layers[i])
		}
	}
	return list
}

func (p *Plan) left(format string, args ...any) {
	p.Left = append(p.Left, words.Line(fmt.Sprintf(format, args...)))
}

// PerZone is how many servers a zone of a site has.
func (p *Plan) PerZone() int { return (p.Servers + p.Zones - 1) / p.Zones }

// Size is how many servers are simulated.
func (p *Plan) Size() int { return p.PerZone() * p.Zones }

// first returns a value of the pool's servers: the first that has one.
func (p *Plan) first(key string) (config.Value, bool) {
	for _, s := range p.pool.Servers {
		if v, ok := s.Values[key]; ok {
			return v, true
		}
	}
	return config.Value{}, false
}

// get returns a value of the pool, or a default with where it is from.
func (p *Plan) get(key, otherwise, from string) answer {
	if v, ok := p.pool.Get(key); ok {
		return said(v, v.Text)
	}
	return answer{Text: otherwise, From: from}
}

// capacity is what the servers can do, as a share of the peak; 1 if the text is no share.
func (p *Plan) capacity() float64 {
	c, err := strconv.ParseFloat(strings.TrimSuffix(p.Capacity.Text, "%"), 64)
	if err != nil {
		return 1
	}
	return c / 100
}
