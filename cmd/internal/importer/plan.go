package importer

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"failsim/cmd/internal/config"
	"failsim/results/words"
)

// answer is a value of the scenario: from a file, or a default with a question.
type answer struct {
	Text  string
	From  string // haproxy.cfg:12, or why it is so
	Asked bool   // no file says it
}

func said(v config.Value, text string) answer { return answer{Text: text, From: v.Place.String()} }

func asked(text, why string) answer { return answer{text, why, true} }

// Plan is a scenario in the making, of one pool: what its clients meet.
type Plan struct {
	Name    string
	Trace   string // a log to replay, if one was given
	reading *config.Reading
	pool    *config.Layer // the balancer; nil if no file has one
	service bool          // it is what the name leads to
	outer   *config.Layer // the balancer before it, its client; nil if there is none
	shared  bool          // what stands on the outer's servers shares this pool
	Sites   []string      // an address of the name each, at least one
	Standby bool          // there is one site, and a second to which the name can be moved

	Servers, Zones                                       int
	serversFrom, zonesFrom, hostsFrom                    answer
	CheckInterval, CheckTimeout, Fall, Rise, Sight       answer
	checked                                              bool
	Balancing, TTL, QueueCapacity, Surge                 answer
	Publish                                              string
	closes                                               time.Duration // idle connections inside, which the outside keeps for longer; 0: it does not
	Filtering, Retrying                                  []answer      // entries of lists
	Steering, Connecting, Again                          answer        // strategies of names and of clients; none if there is no text
	ClientTimeout, Patience, Service, Rate, Share        answer
	Capacity, Availability, Recovery, Latency, Distances answer
	NextAddress                                          answer
	Overstay                                             []answer
	Needs                                                []need         // other pools that its servers ask
	Left                                                 []string       // what a file says and the scenario does not
	order                                                map[string]int // of questions, once it has been found out
}

// need is a pool that the service's servers ask.
type need struct {
	name  string // as scenarios have names
	layer *config.Layer
}

// programs say how a program's pools run, one each.
var programs = map[string]func(*Plan){"haproxy": (*Plan).haproxy, "nginx": (*Plan).nginx, "envoy": (*Plan).envoy, "istio": (*Plan).istio, "kube-proxy": (*Plan).kubeProxy,
	"ingress-nginx": (*Plan).ingressNginx, "ingress": (*Plan).unknownProxy, "gateway": (*Plan).unknownProxy, "aws-alb": (*Plan).awsALB, "aws-nlb": (*Plan).awsNLB, "aws-elb": (*Plan).awsClassic,
	"google-alb": (*Plan).googleALB, "google-nlb": (*Plan).googleNLB}

// Make plans the scenario of a pool, or of the service if no pool is named.
func Make(name string, r *config.Reading, trace, pool string) (*Plan, error) {
	r = merged(r)
	p := &Plan{Name: plainName(name), Trace: trace, reading: r}
	pools := p.pools()
	p.service = true
	if len(pools) > 0 {
		p.pool = pools[0]
	}
	if pool != "" {
		i := slices.IndexFunc(pools, func(l *config.Layer) bool { return l.Name == pool })
		if i < 0 {
			return nil, fmt.Errorf("%s", words.Unknown("pool", pool, namesOf(pools)))
		}
		p.service = i == 0
		p.pool = pools[i]
	}
	if p.pool != nil {
		p.outer = p.outerOf(p.pool)
	}
	p.fill()
	if p.service {
		p.others(pools)
	}
	return p, nil
}

// fill reads what stands around the pool.
func (p *Plan) fill() {
	p.askDefaults()
	p.names()
	p.servers()
	if p.pool != nil {
		programs[p.pool.Program](p)
	}
	if p.outer == nil {
		p.grpc()
	}
	if !p.checked {
		p.readiness()
	}
	p.resolvers()
	p.scaled()
	if p.outer != nil {
		p.behindAnother()
	}
}

// Plans are the service's plan and those of the other pools.
func Plans(name string, r *config.Reading, trace, pool string) (all []*Plan, err error) {
	first, err := Make(name, r, trace, pool)
	if err != nil || pool != "" {
		return []*Plan{first}, err
	}
	all = append(all, first)
	for i, l := range first.pools() {
		if i > 0 {
			p, err := Make(l.Name, r, trace, l.Name)
			if err != nil {
				return nil, err
			}
			all = append(all, p)
		}
	}
	return all, nil
}

func namesOf(layers []*config.Layer) (list []string) {
	for _, l := range layers {
		list = append(list, l.Name)
	}
	return list
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

// size is how many servers are simulated.
func (p *Plan) size() int { return p.PerZone() * p.Zones }

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

// list joins the entries of a YAML list.
func list(entries []answer) string {
	var texts []string
	for _, e := range entries {
		text := e.Text
		if strings.Contains(text, ":") {
			text = "{" + text + "}"
		}
		texts = append(texts, text)
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

// sources joins where the entries of a list come from.
func sources(entries []answer) string {
	var from []string
	for _, e := range entries {
		if e.From != "" && !slices.Contains(from, e.From) {
			from = append(from, e.From)
		}
	}
	return strings.Join(from, "; ")
}
