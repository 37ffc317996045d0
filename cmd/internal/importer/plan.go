package importer

import (
	"fmt"
	"slices"
	"strings"

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

// Plan is a scenario in the making.
type Plan struct {
	Name    string
	Trace   string // a log to replay, if one was given
	reading *config.Reading
	pool    *config.Layer // the service's balancer; nil if no file has one
	Sites   []string      // an address of the name each, at least one

	Servers, Zones                            int
	serversFrom, zonesFrom                    answer
	CheckInterval, CheckTimeout, Fall, Rise   answer
	checked                                   bool
	Balancing, TTL, QueueCapacity, Surge      answer
	Filtering, Retrying                       []answer // entries of lists
	ClientTimeout, Patience, Service, Rate    answer
	Capacity, Availability, Recovery, Latency answer
	Overstay                                  []answer
	Left                                      []string // what a file says and the scenario does not
}

// Make plans a scenario.
func Make(name string, r *config.Reading, trace string) *Plan {
	p := &Plan{Name: name, Trace: trace, reading: r}
	p.pool = p.choosePool()
	p.askDefaults()
	p.names()
	p.servers()
	if p.pool != nil {
		switch p.pool.Program {
		case "haproxy":
			p.haproxy()
		case "nginx":
			p.nginx()
		}
	}
	if !p.checked {
		p.readiness()
	}
	p.resolvers()
	return p
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

// choosePool takes the pool with the most servers; of equals the first.
func (p *Plan) choosePool() (pool *config.Layer) {
	for _, l := range p.of(config.Balancer) {
		if pool == nil || len(l.Servers) > len(pool.Servers) {
			pool = l
		}
	}
	return pool
}

func (p *Plan) askDefaults() {
	p.CheckInterval, p.CheckTimeout = asked("24h", "no file has a health check: none is modelled"), asked("1s", "of no check")
	p.Fall, p.Rise = asked("1000", "of no check"), asked("1", "of no check")
	p.Balancing = asked("weighted-round-robin", "no file says how servers are chosen; assumption")
	p.TTL = asked("60s", "no zone file; assumption")
	p.QueueCapacity, p.Surge = asked("64", "requests that wait at one server; assumption"), asked("1024", "requests that wait at the LB; assumption")
	p.ClientTimeout = asked("30s", "for how long does a client wait for one answer? assumption")
	p.Patience = asked("60s", "and a user, in all? assumption")
	p.Service = asked("{lognormal: {median: 100ms, sigma: 0.5}}", "for how long does a server work on a request? A log with durations tells; assumption")
	p.Rate = asked("20/s", "how many requests a second, as a mean of the day? --trace LOG tells; assumption")
	p.Capacity = asked("150%", "of the peak that the servers can serve: what does a load test say? assumption")
	p.Availability, p.Recovery = asked("99.95%", "your objective; assumption"), asked("10m", "your objective; assumption")
	p.Latency = asked("5s", "your objective; assumption")
}

// names reads the service's name: the one with the most addresses, an address a site.
func (p *Plan) names() {
	p.Sites = []string{"a"}
	var name *config.Layer
	for _, l := range p.of(config.Name) {
		if strings.HasPrefix(l.Name, "ns") {
			continue
		}
		if name == nil || len(l.Servers) > len(name.Servers) {
			name = l
		}
	}
	if name == nil {
		return
	}
	if v, ok := name.Get("ttl"); ok {
		p.TTL = said(v, config.Span(v.Duration()))
	}
	for i := 1; i < len(name.Servers) && i < 8; i++ {
		p.Sites = append(p.Sites, string(rune('a'+i)))
	}
}

// servers counts the pool, or the copies of a deployment, and how many zones they
// are in.
func (p *Plan) servers() {
	p.Servers, p.serversFrom = 3, asked("3", "no file tells how many servers there are; assumption")
	deployments := p.of(config.Deployment)
	switch {
	case p.pool != nil:
		p.Servers, p.serversFrom = 0, answer{From: p.pool.String()}
		for _, s := range p.pool.Servers {
			if _, backup := s.Values["backup"]; !backup {
				p.Servers++
			}
		}
		p.Servers = max(p.Servers, 1)
	case len(deployments) > 0:
		v, _ := deployments[0].Get("replicas")
		p.Servers, p.serversFrom = max(v.Int(), 1), said(v, v.Text)
	}
	p.Zones, p.zonesFrom = 1, asked("1", "no file tells of zones")
	for _, d := range deployments {
		if v, ok := d.Get("spread-over-zones"); ok {
			p.Zones, p.zonesFrom = 3, answer{"3", "spread over zones as of " + v.Place.String() + ", which does not say how many; assumption", true}
		}
	}
	if p.Servers%p.Zones != 0 {
		p.left("%d servers are not the same number in each of %d zones: %d in each are simulated", p.Servers, p.Zones, (p.Servers+p.Zones-1)/p.Zones)
	}
}

func (p *Plan) left(format string, args ...any) {
	p.Left = append(p.Left, fmt.Sprintf(format, args...))
}

// PerZone is how many servers a zone of a site has.
func (p *Plan) PerZone() int { return (p.Servers + p.Zones - 1) / p.Zones }

// first returns a value of the pool's servers: the first that has one.
func (p *Plan) first(key string) (config.Value, bool) {
	for _, s := range p.pool.Servers {
		if v, ok := s.Values[key]; ok {
			return v, true
		}
	}
	return config.Value{}, false
}

// backups tells of servers that stand in for others.
func (p *Plan) backups(use string) {
	var at config.Value
	n := 0
	for _, s := range p.pool.Servers {
		if v, ok := s.Values["backup"]; ok {
			at, n = v, n+1
		}
	}
	switch {
	case n == 0:
	case p.Zones > 1:
		p.left("%s: %s, in no zone, not simulated", at.Place, words.Plural(int64(n), "backup server"))
	default:
		p.Servers += n
		p.Filtering = append(p.Filtering, said(at, fmt.Sprintf("backups: {last: %d, use: %s}", n, use)))
	}
}

// slowStart tells of servers whose weight grows when they are back.
func (p *Plan) slowStart(key string) {
	v, ok := p.first(key)
	if !ok {
		return
	}
	if p.Balancing.Text != "weighted-round-robin" {
		p.left("%s: a slow start acts by weights, which %s does not look at", v.Place, p.Balancing.Text)
		return
	}
	p.Filtering = append(p.Filtering, said(v, fmt.Sprintf("slow-start: {over: %s}", v.Text)))
}

// readiness takes checks from a deployment where no balancer has any.
func (p *Plan) readiness() {
	for _, d := range p.of(config.Deployment) {
		interval, ok := d.Get("check.interval")
		if !ok {
			continue
		}
		timeout, _ := d.Get("check.timeout")
		fall, _ := d.Get("check.fall")
		rise, _ := d.Get("check.rise")
		p.CheckInterval, p.CheckTimeout = said(interval, interval.Text), said(timeout, timeout.Text)
		p.Fall, p.Rise, p.checked = said(fall, fall.Text), said(rise, rise.Text), true
		return
	}
}

// resolvers says who keeps answers for longer than their TTL.
func (p *Plan) resolvers() {
	ttl := config.Value{Text: p.TTL.Text}.Duration()
	for _, l := range p.of(config.Resolver) {
		if v, ok := l.Get("min-ttl"); ok && v.Duration() > ttl {
			p.Overstay = append(p.Overstay, answer{fmt.Sprintf("{share: 10%%, hold: %s}", config.Span(v.Duration()-ttl)),
				v.Place.String() + "; how many clients ask this resolver? assumption", true})
		}
	}
}

// questions lists what no file says, the most decisive first: what a server can
// take and how much is asked of it before how clients behave, and names last.
func (p *Plan) questions() []string {
	var list []string
	for _, q := range []struct {
		key string
		a   answer
	}{
		{"capacity of the servers", p.Capacity}, {"rate", p.Rate}, {"service time", p.Service}, {"zones", p.zonesFrom}, {"servers", p.serversFrom},
		{"TTL", p.TTL}, {"time-out of clients", p.ClientTimeout}, {"patience", p.Patience}, {"health check", p.CheckInterval}, {"balancing", p.Balancing},
		{"queue at the LB", p.Surge}, {"queue at a server", p.QueueCapacity}, {"availability", p.Availability}, {"recovery", p.Recovery}, {"latency", p.Latency},
	} {
		if q.a.Asked && !(q.key == "rate" && p.Trace != "") {
			list = append(list, fmt.Sprintf("%s: %s (%s)", q.key, q.a.Text, q.a.From))
		}
	}
	for _, o := range p.Overstay {
		list = append(list, fmt.Sprintf("clients of a resolver: %s (%s)", o.Text, o.From))
	}
	return list
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
		if !slices.Contains(from, e.From) {
			from = append(from, e.From)
		}
	}
	return strings.Join(from, "; ")
}
