package importer

import (
	"fmt"
	"time"

	"failsim/cmd/internal/config"
	"failsim/results/words"
)

func (p *Plan) askDefaults() {
	p.CheckInterval, p.CheckTimeout = asked("10s", "no file has a health check: none ever acts"), asked("5s", "until a dead server is given up; assumption")
	p.Fall, p.Rise = asked("1000000", "of no check"), asked("1", "of no check")
	p.Sight = asked("work: aside, sees-errors: 0%, sees-slow: 0%", "of no check")
	p.Balancing = asked("weighted-round-robin", "no file says how servers are chosen; assumption")
	p.TTL = asked("60s", "no zone file; assumption")
	p.Publish = "5s"
	p.QueueCapacity, p.Surge = asked("64", "requests that wait at one server, for each that it works on; assumption"), asked("1024", "requests that wait at the LB; assumption")
	p.ClientTimeout = asked("30s", "for how long does a client wait for one answer? assumption")
	p.Patience = asked("60s", "and a user, in all? assumption")
	p.Again = asked("never", "do clients try again by themselves? assumption: no")
	p.Service = asked("{lognormal: {median: 100ms, sigma: 0.5}}", "for how long does a server work on a request? A log with durations answers it; assumption")
	p.Rate = asked("10/s", "how many requests a second, as a mean of the day? --trace LOG answers it; assumption")
	p.Capacity = asked("150%", "of the peak that the servers can serve: what does a load test say? assumption")
	p.Availability = asked("99.95%", "your objective: what share of requests must be answered? assumption")
	p.Recovery, p.Hold = asked("10m", "your objective: within what time must a failure be over? assumption"), asked("2m", "for how long must all be well before it is over? assumption")
	p.Latency = asked("5s", "your objective: how long may an answer take? assumption")
	p.Users, p.Resolvers = asked("10000", "how many users are there? assumption"), asked("1000", "behind how many resolvers? assumption")
	p.AnswerSize = asked("20KB", "how large is an answer? assumption")
	p.NextAddress = asked("250ms", "after how long does a client try the next address of a name? RFC 8305, as browsers do; Go: 15s, curl and Python: 134s, Java: never; assumption")
	p.Failures = asked("", "which failures do you prepare for, of how much, and of what length? assumption: these drills, as long as the objective to recover in, and what outlasts a TTL or a scaler longer")
	p.Distances = asked("30ms", "no file has distances; assumption")
}

// deepCheck is what a check sees that asks for a page: whether that page fails when
// requests do is in no file.
func (p *Plan) deepCheck(v config.Value) {
	p.checked = true
	p.Sight = asked("work: '0', sees-errors: 100%, sees-slow: 100%", fmt.Sprintf("does what is asked (%s) fail when requests do? assumption: always", v.Place))
}

// portCheck is what a check sees that only connects.
func (p *Plan) portCheck(from string) {
	p.checked = true
	p.Sight = answer{Text: "work: aside, sees-errors: 0%, sees-slow: 0%", From: from + ": a port that opens says nothing of errors"}
}

// names reads the service's name: the one with the most addresses, an address a site.
func (p *Plan) names() {
	p.Sites, p.Standby = []string{"a"}, true
	var name *config.Layer
	for _, l := range p.of(config.Name) {
		if _, server := l.Get("nameserver"); server || !p.service {
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
		p.Sites, p.Standby = append(p.Sites, string(rune('a'+i))), false
	}
	p.siteRanks(name)
	if v, ok := name.Get("steering"); ok && len(p.Sites) > 1 {
		interval, threshold := "30s", "3" // Route 53's, and the interval of Traffic Manager
		from := []answer{said(v, "")}
		if c, ok := name.Get("check.interval"); ok {
			interval, from = c.Text, append(from, said(c, ""))
		}
		if c, ok := name.Get("check.fall"); ok {
			threshold, from = c.Text, append(from, said(c, ""))
		}
		p.Steering = answer{Text: fmt.Sprintf("dns-failover: {interval: %s, threshold: %s}", interval, threshold), From: sources(from)}
	}
	if v, ok := name.Get("policy"); ok {
		p.left("%s: %s routing: all sites are of one rank here", v.Place, v.Text)
	}
}

// backups reports servers that stand in for others.
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
		p.bought(p.Servers+n, p.Servers)
		p.Servers += n
		p.Filtering = append(p.Filtering, said(at, fmt.Sprintf("backups: {last: %d, use: %s}", n, use)))
	}
}

// bought has those that serve as a rule be able to serve what all are thought to be able
// to without standbys: a backup is no capacity.
func (p *Plan) bought(all, regular int) {
	p.Capacity = asked(fmt.Sprintf("%d%%", 150*all/max(1, regular)), "of the peak that all servers can serve, so that those that are no backups can serve 150 %: what does a load test say? assumption")
}

// slowStart reports servers whose weight grows when they are back.
func (p *Plan) slowStart(v config.Value) {
	switch {
	case v.Duration() == 0:
	case p.Balancing.Text != "weighted-round-robin":
		p.left("%s: a slow start acts by weights, which %s does not look at", v.Place, p.Balancing.Text)
	default:
		p.Filtering = append(p.Filtering, said(v, fmt.Sprintf("slow-start: {over: %s}", v.Text)))
	}
}

// readiness takes checks from the deployment where no balancer has any.
func (p *Plan) readiness() {
	d := p.deployment()
	if d == nil {
		return
	}
	interval, ok := d.Get("check.interval")
	if !ok {
		return
	}
	timeout, _ := d.Get("check.timeout")
	fall, _ := d.Get("check.fall")
	rise, _ := d.Get("check.rise")
	p.CheckInterval, p.CheckTimeout = said(interval, interval.Text), said(timeout, timeout.Text)
	p.Fall, p.Rise = said(fall, fall.Text), said(rise, rise.Text)
	if path, ok := d.Get("check.path"); ok {
		p.deepCheck(path)
		return
	}
	p.portCheck(interval.Place.String())
}

// scaled asks for the capacity that a scaler keeps.
func (p *Plan) scaled() {
	d := p.deployment()
	for _, s := range p.of(config.Scaler) {
		v, ok := s.Get("target")
		if !ok || d == nil || s.Of != d.Name || v.Int() <= 0 {
			continue
		}
		p.Capacity = asked(fmt.Sprintf("%d%%", 10000/v.Int()), fmt.Sprintf("of the peak that the servers can serve: %s adds copies above %d %% of what they request, which need not be what they can do; what does a load test say? assumption", v.Place, v.Int()))
	}
}

// resolvers says who keeps answers for longer than their TTL.
func (p *Plan) resolvers() {
	ttl := config.Value{Text: p.TTL.Text}.Duration()
	for _, l := range p.of(config.Resolver) {
		if v, ok := l.Get("min-ttl"); ok && v.Duration() > ttl {
			p.Overstay = append(p.Overstay, answer{fmt.Sprintf("{share: 10%%, hold: %s}", config.Span(v.Duration())),
				v.Place.String() + "; how many clients ask this resolver? assumption", true})
		}
	}
}

// longest is for how long a lost site stays away: for as long as names may be held.
func (p *Plan) longest() time.Duration {
	held := config.Value{Text: p.TTL.Text}.Duration()
	for _, l := range p.of(config.Resolver) {
		if v, ok := l.Get("min-ttl"); ok {
			held = max(held, v.Duration())
		}
	}
	return min(max(30*time.Minute, held+10*time.Minute), 4*time.Hour)
}
