package study

import (
	"fmt"
	"strings"
)

type printer func(format string, args ...any)

func (s *sketch) writeWorld(p printer) {
	p("world:\n  providers:")
	for i, r := range s.regions {
		if i == 0 || s.regions[i-1].provider != r.provider {
			p("    - provider: %s\n      regions:", r.provider)
		}
		p("        - {region: %s, zones: %d, fleet: %d}", r.name, r.zones, r.fleet)
	}
	p("  locations:")
	for _, place := range s.places {
		var trips []string
		for i, r := range s.regions {
			trips = append(trips, r.full()+": "+s.time(place.rtt[i]))
		}
		p("    - {location: %s, rtt: {%s}}", place.name, strings.Join(trips, ", "))
	}
	p("  load-balancers: {other: %d, nodes-at-peak: %d, target: %s, burst: %s, surge-queue: %d, backends-per-zone: %d, queue-capacity: %d, check: %s}",
		s.others, s.nodes, percent(s.target), s.time(s.burst), s.surge, s.perZone, s.queueCapacity, s.probing(s.check))
	p("  control-plane:\n    {touches: %s, creations: %s, workers: %d, work: {uniform: {low: %s, high: %s}},", s.rate(s.touches), s.rate(s.creations),
		s.workers, s.time(s.work[0]), s.time(s.work[1]))
	p("     scaling: {every: %s, window: %s}, alarm: %s, misread: %s}", s.time(s.scaleEvery), s.time(s.scaleEvery*(float64(s.scaleSamples)+0.5)),
		s.time(s.alarm), percent(s.misread))
	p("  state-store: {snapshots: %s, retention: %s}", s.time(s.snapshots), s.time(100*s.snapshots))
	if s.common > 0 {
		p("  common-mode: {share: %s, for: %s}", percent(s.common), s.time(s.length/5))
	}
	p("prices: {load-balancer-hour: 0.025, load-balancer-gb: 0.008, server-hour: 0.096, egress-gb: 0.09, between-regions-gb: 0.02, " +
		"dns-million: 0.4, dns-check-month: 0.75, dns-ttl-queries: 1}")
}

func (s *sketch) writePeople(p printer) {
	q := s.people
	if q == nil {
		return
	}
	p("    people:")
	if q.teams > 0 {
		p("      teams: %d", q.teams)
	}
	if len(q.playbook) > 0 {
		p("      playbook:")
		for _, step := range q.playbook {
			p("        - {%s}", step)
		}
		return
	}
	p("      published:\n        {notice: %s, misdiagnose: %s, find: %s, contain: %s, mend: %s, watch: %s,", s.time(q.notice), s.time(q.misdiagnose),
		s.time(q.find), s.time(q.contain), s.rate(q.mend), s.time(q.watch))
	var restores []string
	for _, r := range q.restores {
		restores = append(restores, fmt.Sprintf("{takes: %s, works: %s}", s.time(r.takes), percent(r.works)))
	}
	p("         restore: [%s], merge: %s, re-enable: {majority: %s, all: %s}}", strings.Join(restores, ", "), s.time(q.merge), s.time(q.majority),
		s.time(q.all))
}

func (s *sketch) writeDesign(p printer, d *sketchDesign) {
	p("  - design: %s\n    buyer: tenant\n    serve:", d.name)
	for _, place := range s.places {
		var list []string
		for _, e := range d.serve[place.name] {
			list = append(list, e.write(s))
		}
		p("      %s: [%s]", place.name, strings.Join(list, ", "))
	}
	choosing := "dns-answer"
	if d.choosing != "" {
		choosing = fmt.Sprintf("{ranked-list: {%s, probe-after: %s}}", d.choosing, s.time(d.probeAfter))
	}
	retrying := "never"
	switch {
	case strings.HasPrefix(d.retrying, "fixed"):
		retrying = fmt.Sprintf("{fixed: {%s, wait: %s}}", strings.TrimPrefix(d.retrying, "fixed "), s.time(d.base))
	case d.retrying != "":
		retrying = fmt.Sprintf("{backoff: {%s, base: %s, cap: %s}}", d.retrying, s.time(d.base), s.time(8*d.base))
	}
	if len(d.clients) > 0 {
		p("    clients:")
		for _, q := range s.populations {
			if h, ok := d.clients[q.name]; ok {
				p("      %s: {%s}", q.name, h.write(s))
			}
		}
	}
	addresses := ""
	if d.addresses > 0 {
		addresses = fmt.Sprintf(", addresses: %d", d.addresses)
	}
	if d.calls != "" {
		p("    lb-calls: %s", d.calls)
	}
	p("    dns: {ttl: %s, publish: %s%s}\n    tenant:", s.time(d.ttl), s.time(d.publish), addresses)
	if s.decides(d, func(h sketchHabits) string { return h.choosing }) {
		p("      choosing: [%s%s]", choosing, d.beside)
	}
	if s.decides(d, func(h sketchHabits) string { return h.retrying }) {
		p("      retrying: [%s]", retrying)
	}
	p("      balancing: [%s]", d.balancing)
	if d.admitting != "" {
		p("      admitting: [%s]", d.admitting)
	}
	if d.atLBs != "" {
		p("      lb-admitting: [%s]", d.atLBs)
	}
	if d.steering != "" {
		around := "through-lb"
		if d.around {
			around = "around-lb"
		}
		c := d.probes
		how := d.steers
		if how == "" {
			how = "dns-failover: {scope: " + d.steering
		}
		p("      steering: [{%s, probe: %s, interval: %s, timeout: %s, threshold: %d, back: %d%s}}]", how, around,
			s.time(c.interval), s.time(c.timeout), c.unhealthy, c.healthy, c.sees)
	}
	healing := d.healing
	switch healing {
	case "reconcile":
		healing = fmt.Sprintf("{reconcile: {scan: %s, pace: %s}}", s.time(d.period), s.rate(1))
	case "kill-switch":
		healing = fmt.Sprintf("{kill-switch: {calls: 3, misconfigured: 2, resume: steady, period: %s}}, overwrite", s.time(d.period))
	}
	var owners []string
	for i, r := range s.regions {
		if i == 0 || s.regions[i-1].provider != r.provider {
			owners = append(owners, fmt.Sprintf("%s: {healing: [%s]%s}", r.provider, healing, d.extras))
		}
	}
	p("    providers: {%s}", strings.Join(owners, ", "))
}

func (e sketchEndpoint) write(s *sketch) string {
	text := fmt.Sprintf("{region: %s, rank: %d, weight: %s", e.region, e.rank, decimal(e.weight))
	if e.backends != "" {
		return text + ", backends: " + e.backends + "}"
	}
	text += ", capacity: " + percent(e.capacity)
	if e.growsTo > 0 {
		text += ", grows-to: " + percent(e.growsTo) + ", grows-in: " + s.time(e.growsIn)
	}
	return text + "}"
}
