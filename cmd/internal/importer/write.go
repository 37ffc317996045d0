package importer

import (
	"fmt"
	"strings"
)

// Scenario returns the scenario's text.
func (p *Plan) Scenario(findings []Finding) string {
	var b strings.Builder
	line := func(text, from string, ask bool) {
		switch {
		case from == "":
			b.WriteString(text + "\n")
		case ask:
			fmt.Fprintf(&b, "%s   # question: %s\n", text, from)
		default:
			fmt.Fprintf(&b, "%s   # %s\n", text, from)
		}
	}
	value := func(text string, a answer) { line(text+a.Text, a.From, a.Asked) }
	section := func(text string) { b.WriteString(text + "\n") }

	section("# Made by failsim import. A line that ends in file:line says what stands there; a question is a default that nobody has confirmed.")
	for _, l := range p.Left {
		section("# Not said here: " + l + ".")
	}
	for _, u := range p.reading.Unread {
		section(fmt.Sprintf("# Not understood: %s: %s.", u.Place, u.Text))
	}
	section("scenario: " + p.Name)
	section("about: " + p.Name + ", from its files of configuration")
	section("start: 2026-01-05T10:00:00Z   # assumption: a Monday morning")
	section("length: 1h   # assumption: the drills and a margin")
	section("objectives:")
	value("  availability: ", p.Availability)
	value("  latency: ", p.Latency)
	value("  recovery: ", p.Recovery)
	section("  hold: 2m   # assumption")
	section("workload:")
	section("  - population: users")
	section("    place: users")
	if p.Trace != "" {
		section(fmt.Sprintf("    trace: {file: %q}", p.Trace))
	} else {
		value("    trace: {name: nasa-1995-07-13, repeat: daily, rate: "+p.Rate.Text+"}", answer{"", p.Rate.From, p.Rate.Asked})
	}
	section("    users: 10000   # assumption")
	section("    names: 1")
	section("clients:")
	value("  timeout: ", p.ClientTimeout)
	value("  patience: ", p.Patience)
	section("  resolvers: 1000   # assumption")
	if len(p.Overstay) > 0 {
		section("  overstay:")
		for _, o := range p.Overstay {
			value("    - ", o)
		}
	}
	section("service:")
	value("  time: ", p.Service)
	section("  answer: 20KB   # assumption")
	p.world(value, section)
	p.incidents(section)
	p.designs(value, section, findings)
	return b.String()
}

func (p *Plan) world(value func(string, answer), section func(string)) {
	section("world:")
	section("  providers:")
	section("    - provider: site")
	section("      regions:")
	for _, s := range p.Sites {
		value(fmt.Sprintf("        - {region: %s, zones: %d, fleet: 1}", s, p.Zones), answer{"", p.zonesFrom.From, p.zonesFrom.Asked})
	}
	section("  places:")
	var rtt []string
	for _, s := range p.Sites {
		rtt = append(rtt, "site/"+s+": 30ms")
	}
	section("    - {place: users, clock: 0h, rtt: {" + strings.Join(rtt, ", ") + "}}   # assumption: no file tells distances")
	section("  load-balancers:")
	section("    nodes-at-peak: 1   # assumption: the LB itself is never short of capacity, and does not scale")
	section("    target: 50%   # assumption")
	section("    burst: 60s   # assumption")
	value("    surge-queue: ", p.Surge)
	value(fmt.Sprintf("    check: {interval: %s, timeout: %s, unhealthy: %s, healthy: %s}", p.CheckInterval.Text, p.CheckTimeout.Text, p.Fall.Text, p.Rise.Text),
		answer{"", sources([]answer{p.CheckInterval, p.CheckTimeout, p.Fall, p.Rise}), p.CheckInterval.Asked})
	value(fmt.Sprintf("    backends-per-zone: %d", p.PerZone()), answer{"", p.serversFrom.From, p.serversFrom.Asked})
	value("    places: ", p.QueueCapacity)
	section("  control-plane: {touches: 0/h, creations: 0/h, workers: 10, work: 90s, scaling: {every: 5m, window: 15m}, alarm: 2m, misread: 0%}   # assumption: nobody changes LBs meanwhile")
	section("  state-store: {snapshots: 1h, retention: 7d}   # assumption")
}

// incidents are drills: what any service meets some day.
func (p *Plan) incidents(section func(string)) {
	pool := p.PerZone() * p.Zones
	section("incidents:   # drills, each of them an assumption")
	drill := func(name, title, fault string) {
		section("  - incident: " + name)
		section("    title: " + title)
		section("    faults: [{at: 10m, " + fault + "}]")
	}
	one := fmt.Sprintf("region: site/a, backends: 1 of %d", pool)
	if pool > 1 {
		drill("server-crashes", "one server's program dies, and its host refuses connections for 10 minutes", "fail: {on: {"+one+"}, as: process, for: 10m}")
		drill("host-vanishes", "one server's host is gone for 10 minutes, and nothing answers", "fail: {on: {"+one+"}, as: machine, for: 10m}")
		drill("server-slow", "one server takes ten times as long for 10 minutes", "fail: {on: {"+one+"}, share: 100%, factor: 10, for: 10m}")
	}
	drill("blip", "every server refuses for two seconds, as at a roll-out without care",
		fmt.Sprintf("fail: {on: {region: site/a, backends: %d of %d}, as: process, for: %ds}", pool, pool, int(blip.Seconds())))
	if p.Zones > 1 {
		drill("zone-lost", "one zone of site a is lost for 20 minutes", "lose-zone: {region: site/a, zone: 1, for: 20m}")
	}
	if len(p.Sites) > 1 {
		drill("site-lost", "site a is lost for 30 minutes", "lose-region: {region: site/a, for: 30m}")
	}
}

func (p *Plan) designs(value func(string, answer), section func(string), findings []Finding) {
	section("designs:")
	section("  - design: as-configured")
	section("    about: what the files say")
	section("    buyer: tenant")
	var serve []string
	for _, s := range p.Sites {
		more := ""
		if len(p.Sites) > 1 {
			more = ", rank: 1, weight: 1"
		}
		serve = append(serve, fmt.Sprintf("{region: site/%s, capacity: %s%s}", s, p.Capacity.Text, more))
	}
	value("    serve: {users: ["+strings.Join(serve, ", ")+"]}", answer{"", p.Capacity.From, p.Capacity.Asked})
	value("    dns: {ttl: "+p.TTL.Text+", publish: 5s}", answer{"", p.TTL.From, p.TTL.Asked})
	section("    tenant: &configured")
	section("      sending: [dns-answer]")
	section("      retrying: [never]   # question: do clients try again by themselves? assumption: no")
	value("      balancing: ["+p.Balancing.Text+"]", answer{"", p.Balancing.From, p.Balancing.Asked})
	if len(p.Filtering) > 0 {
		value("      filtering: "+list(p.Filtering), answer{"", sources(p.Filtering), false})
	}
	if len(p.Retrying) > 0 {
		value("      lb-retrying: "+list(p.Retrying), answer{"", sources(p.Retrying), false})
	}
	section("    providers: {site: {healing: [overwrite]}}")
	for i := range findings {
		f := &findings[i]
		if f.Design == "" {
			continue
		}
		section("  - design: " + f.Design)
		section("    about: " + f.Change)
		section("    like: as-configured")
		for _, l := range f.lines {
			section("    " + l)
		}
	}
}
