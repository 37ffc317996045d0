package importer

import (
	"fmt"
	"strings"

	"failsim/cmd/internal/config"
	"failsim/results/tables"
	"failsim/results/words"
)

// MadeBy is how a scenario of import begins.
const MadeBy = "# Made by failsim import"

// Scenario returns the scenario's text.
func (p *Plan) Scenario(findings []Finding) string {
	w := &writer{p: p}
	w.line(MadeBy + ". A line that ends in file:line says what stands there; a question is an unconfirmed default.")
	for _, l := range p.apart() {
		w.line("# Not said here: " + l + ".")
	}
	for _, l := range byFile(p.silent) {
		w.line("# Read, and without a part in this scenario: " + l + ".")
	}
	for _, u := range p.reading.Unread {
		w.line("# Not understood: " + words.Line(fmt.Sprintf("%s: %s.", u.Place, u.Text)))
	}
	length := p.longest()
	w.line("scenario: " + p.Name)
	w.value("about: "+p.Name+", from its files of configuration", p.Layers)
	w.line("start: 2026-01-05T10:00:00Z   # assumption: a Monday morning")
	w.line("length: " + config.Span(length+settled+after) + "   # assumption: the drills and a margin")
	w.line("objectives:")
	w.value("  availability: ", p.Availability)
	w.value("  latency: ", p.Latency)
	w.value("  recovery: ", p.Recovery)
	w.value("  hold: ", p.Hold)
	w.line("workload:")
	w.line("  - population: users")
	w.line("    location: users")
	if p.Trace != "" {
		w.value(fmt.Sprintf("    trace: {file: %q}", p.Trace), answer{From: fmt.Sprintf("%s: %d requests, %s a second", p.log.Name, p.log.Requests, tables.Count(p.log.Rate))})
	} else {
		w.value("    trace: {name: nasa-1995-07-13, repeat: daily, rate: "+p.Rate.Text+"}", answer{"", p.Rate.From, p.Rate.Asked})
	}
	w.value("    users: ", p.Users)
	w.line("    names: 1   # that of the service; assumption")
	for i, n := range p.Needs {
		if i == 0 {
			w.line("    kinds:")
		}
		w.value(fmt.Sprintf("      - {kind: asks-%s, share: %s, needs: [%s]}", n.name, p.Share.Text, n.name), answer{"", p.Share.From, true})
	}
	w.line("clients:")
	w.value("  timeout: ", p.ClientTimeout)
	w.value("  patience: ", p.Patience)
	w.value("  resolvers: ", p.Resolvers)
	w.value("  next-address: {after: "+p.NextAddress.Text+"}", answer{"", p.NextAddress.From, p.NextAddress.Asked})
	if len(p.Overstay) > 0 {
		w.line("  overstay:")
		for _, o := range p.Overstay {
			w.value("    - ", o)
		}
	}
	w.line("service:")
	w.value("  time: ", p.Service)
	w.value("  answer: ", p.AnswerSize)
	w.world()
	w.incidents(findings)
	w.designs(findings)
	return w.String()
}

func (w *writer) world() {
	p := w.p
	w.line("world:")
	w.line("  providers:")
	w.line("    - provider: site")
	w.line("      regions:")
	var rtt []string
	for _, s := range p.regions() {
		zones, from := p.Zones, answer{"", p.zonesFrom.From, p.zonesFrom.Asked}
		if p.shared && s != "servers" {
			zones, from = 1, p.hostsFrom
		}
		w.value(fmt.Sprintf("        - {region: %s, zones: %d, fleet: 1}", s, zones), from)
		rtt = append(rtt, "site/"+s+": "+p.Distances.Text)
	}
	w.line("  locations:")
	w.value("    - {location: users, clock: 0h, rtt: {"+strings.Join(rtt, ", ")+"}}", answer{"", p.Distances.From, p.Distances.Asked})
	w.line("  load-balancers:")
	w.line("    nodes-at-peak: 1   # assumption: the LB itself is never short of capacity, and does not scale")
	w.line("    target: 50%   # assumption")
	w.line("    burst: 60s   # assumption")
	w.value("    surge-queue: ", p.Surge)
	w.line("    check:")
	w.value("      interval: ", p.CheckInterval)
	w.value("      timeout: ", p.CheckTimeout)
	w.value("      unhealthy: ", p.Fall)
	w.value("      healthy: ", p.Rise)
	for _, own := range []struct {
		key string
		answer
	}{{"spacing", p.Spacing}, {"fails", p.FailsOpen}} {
		if own.Text != "" {
			w.value("      "+own.key+": ", own.answer)
		}
	}
	for i, part := range strings.Split(p.Sight.Text, ", ") {
		a := p.Sight
		if a.Text = part; i > 0 && a.Asked {
			a.From, a.Asked = "as above", false
		}
		w.value("      ", a)
	}
	w.value(fmt.Sprintf("    backends-per-zone: %d", p.PerZone()), answer{"", p.serversFrom.From, p.serversFrom.Asked})
	w.value("    queue-capacity: ", p.QueueCapacity)
	w.line("  control-plane: {touches: 0/h, creations: 0/h, workers: 10, work: 90s, scaling: {every: 5m, window: 15m}, alarm: 2m, misread: 0%}   # assumption: LBs are not changed meanwhile")
	w.line("  state-store: {snapshots: 1h, retention: 7d}   # assumption")
	if len(p.Needs) == 0 {
		return
	}
	w.line("  services:   # pools to which requests go on")
	for _, n := range p.Needs {
		w.value("    - {service: "+n.name+"-1, needs: none}", answer{From: n.layer.Place.String()})
		w.value("    - {service: "+n.name+", needs: ["+n.name+"-1]}", answer{From: n.layer.Place.String()})
	}
}

func (w *writer) designs(findings []Finding) {
	p := w.p
	w.line("designs:")
	w.line("  - design: as-configured")
	w.line("    about: what the files say")
	w.line("    buyer: tenant")
	w.value("    serve: {users: ["+p.endpointsOf(p.Capacity.Text)+"]}", answer{"", p.Capacity.From, p.Capacity.Asked})
	w.value("    dns: {ttl: "+p.TTL.Text+", publish: "+p.Publish+"}", answer{"", p.TTL.From + "; publish, until a change is at all name servers: assumption", p.TTL.Asked})
	if p.Calls.Text != "" {
		w.value("    lb-calls: ", p.Calls)
	}
	w.line("    tenant: &configured")
	w.line("      sending: [dns-answer]")
	again := p.Again
	again.Text = list([]answer{again})
	w.value("      retrying: ", again)
	w.value("      balancing: ["+p.Balancing.Text+"]", answer{"", p.Balancing.From, p.Balancing.Asked})
	one := func(key string, entries ...answer) {
		if len(entries) > 0 && entries[0].Text != "" {
			w.value("      "+key+": "+list(entries), answer{"", sources(entries), false})
		}
	}
	one("filtering", p.Filtering...)
	if p.Calls.Text == "" {
		one("lb-retrying", p.Retrying...)
	}
	one("admitting", p.Admitting...)
	one("connecting", p.Connecting)
	one("steering", p.Steering)
	w.line("    providers: {site: {healing: [overwrite]}}")
	written := map[string]bool{"as-configured": true}
	design := func(name, about, from string, lines []string) {
		if written[name] || len(lines) == 0 {
			return
		}
		written[name] = true
		w.line("  - design: " + name)
		w.line("    about: " + about)
		w.line("    like: as-configured")
		for _, l := range lines {
			if !strings.Contains(l, "   # ") {
				l += "   # " + from
			}
			w.line("    " + l)
		}
	}
	for i := range findings {
		f := &findings[i]
		if f.plan != nil && (f.plan.pool != p.pool || !f.Priced()) {
			continue
		}
		design(f.Was, quoted("as it is: "+f.Kind), words.Line(f.At.String()), f.wasLines)
		design(f.Design, quoted("with the change: "+f.Change), words.Line("the change of "+f.At.String()), f.lines)
	}
}

// quoted makes a text one of YAML.
func quoted(text string) string { return fmt.Sprintf("%q", words.Line(text)) }
