package importer

import (
	"fmt"
	"strings"
	"time"

	"failsim/cmd/internal/config"
)

// blip is the time for which a drill has every server refuse.
const blip = 2 * time.Second

// busiest is how many times as much the trace has in its busiest minute as at the hour
// of the drills.
const busiest = 1.6

// drill is an incident of the scenario.
type drill struct {
	name, title, fault string
	lasts              time.Duration
}

// incidents are drills: what any service meets some day, and those that findings ask
// for.
func (w *writer) incidents(findings []Finding) {
	asked := map[string]bool{}
	for i := range findings {
		if f := &findings[i]; f.plan == nil || f.plan.pool == w.p.pool {
			asked[f.Drill], asked[f.Then], asked[f.Or], asked[f.other] = true, true, true, true
		}
	}
	w.line("incidents:   # drills: no file says what will fail")
	for _, d := range w.p.drills(asked) {
		w.line("  - incident: " + d.name)
		w.line("    title: " + d.title)
		w.value("    length: "+config.Span(settled+d.lasts+after), answer{From: fmt.Sprintf("assumption: %s in which all is well, the fault, and %s after it", config.Span(settled), config.Span(after))})
		w.value("    faults: [{"+at+d.fault+"}]", w.p.Failures)
	}
}

func (p *Plan) drills(asked map[string]bool) (list []drill) {
	all := p.Size()
	lasts := 10 * time.Minute
	add := func(is bool, name, title, format string, args ...any) {
		if is {
			list = append(list, drill{name, title, fmt.Sprintf(format, args...), lasts})
		}
	}
	const errs = "share: 100%%, error-after: 5ms, for: 10m}"
	add(all > 1 || asked["server-crashes"], "server-crashes", "one server's program dies, and its host refuses connections for 10 minutes", "fail: {on: %s, as: process, for: 10m}", p.some(1))
	add(all > 1, "host-vanishes", "one server's host is gone for 10 minutes, and nothing answers", "fail: {on: %s, as: machine, for: 10m}", p.some(1))
	add(all > 1, "server-slow", "one server takes ten times as long for 10 minutes", "fail: {on: %s, factor: 10, for: 10m}", p.some(1))
	add(asked["server-hangs"], "server-hangs", "one server takes a thousand times as long for 10 minutes", "fail: {on: %s, factor: 1000, for: 10m}", p.some(1))
	add(asked["server-errs"], "server-errs", "one server answers every request with an error for 10 minutes", "fail: {on: %s, "+errs, p.some(1))
	add(asked["half-errs"], "half-errs", "half of the servers answer every request with an error for 10 minutes", "%s", p.everywhere(fmt.Sprintf("fail: {on: {region: {}, backends: %d of %d}, "+errs, max(1, all/2), all)))
	add(asked["locality-errs"], "locality-errs", "the servers of the first locality answer every request with an error for 10 minutes", "fail: {on: %s, "+errs, p.some(p.firstLocality()))
	add(true, "blip", "every server refuses for two seconds, as at a roll-out without care", "%s", p.everywhere(fmt.Sprintf("fail: {on: {region: {}, backends: %d of %d}, as: process, for: %ds}", all, all, int(blip.Seconds()))))
	if p.outer != nil {
		lasts = 10 * time.Minute
		add(true, "proxy-down", "one host's LB answers no request for 10 minutes", "fail: {on: {service: site/h1/lbs}, for: 10m}")
		add(true, "host-lost", "one host, with its LB, is gone for 10 minutes", "lose-region: {region: site/h1, for: 10m}")
		add(asked["busy"], "busy", "for 3 minutes users ask for as much as all servers can do, and of the busiest minute of the day", "demand-surge: {population: users, factor: %.1f, for: 3m}", busiest*p.whole())
		add(asked["slow-when-busy"], "slow-when-busy", "for a minute all servers take ten times as long, in the busiest 10 minutes of the day", "%s}, {"+at+"demand-surge: {population: users, factor: %.1f, for: 10m}",
			p.everywhere(fmt.Sprintf("fail: {on: {region: {}, backends: %d of %d}, factor: 10, for: 1m}", all, all)), busiest)
	}
	for name := range asked {
		var n int
		if rest, is := strings.CutPrefix(name, "drain-to-"); is {
			fmt.Sscan(rest, &n)
			if away := (p.Servers - n) * all / p.Servers; away > 0 { // zones may have more than are in the files
				list = append(list, drill{name, fmt.Sprintf("a drain leaves %d of %d servers for 10 minutes", n, p.Servers), fmt.Sprintf("fail: {on: %s, as: process, for: 10m}", p.some(away)), lasts})
			}
		}
	}
	sortDrains(list)
	for i, n := range p.Needs { // the same share asks each of them: the first stands for those without a finding
		add(i == 0 || asked[n.name+"-down"], n.name+"-down", "a server of the pool "+n.name+" is down for 10 minutes, of one the whole pool", "fail: {on: {service: %s-1}, for: 10m}", n.name)
	}
	lasts = 20 * time.Minute
	add(p.Zones > 1, "zone-lost", "one zone is lost for 20 minutes", "lose-zone: {region: %s, zone: 1, for: 20m}", p.at())
	add(asked["zone-lost-when-busy"], "zone-lost-when-busy", "one zone is lost for 20 minutes, while each site has as much to do as one alone in the busiest minute of the day", "lose-zone: {region: %s, zone: 1, for: 20m}}, {"+at+"demand-surge: {population: users, factor: %.2g, for: 20m}", p.at(), busiest*float64(len(p.Sites)))
	lasts = p.longest()
	add(len(p.Sites) > 1 && p.outer == nil || asked["site-lost"], "site-lost", "site a is lost for "+config.Span(lasts), "lose-region: {region: site/a, for: %s}", config.Span(lasts))
	lasts = 30 * time.Minute
	resets := "demand-surge: {population: users, factor: 1.000001, for: 30m}" // next to nothing, as a drill has a fault
	if p.closes > 0 {
		resets = p.everywhere(fmt.Sprintf("fail: {on: {region: {}}, share: %.3g%%, error-after: 1ms, for: 30m}", 100*resetShare(p.closes)))
	}
	add(asked["idle-closes"], "idle-closes", "for 30 minutes connections are used about as often as the inside closes them", "%s", resets)
	add(asked["site-errs"], "site-errs", "every server of site a answers with errors for 30 minutes", "fail: {on: {region: site/a}, share: 100%%, error-after: 5ms, for: 30m}")
	return list
}

// sortDrains puts drains in order, which come out of a map.
func sortDrains(list []drill) {
	for i := range list {
		for j := i; j > 0 && strings.HasPrefix(list[j].name, "drain-") && strings.HasPrefix(list[j-1].name, "drain-") && list[j].name < list[j-1].name; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

// firstLocality is how many servers are in the locality that is asked first.
func (p *Plan) firstLocality() int {
	behind := 0
	if p.pool == nil {
		return p.PerZone()
	}
	for _, s := range p.pool.Servers {
		if v, ok := s.Values["priority"]; ok && v.Int() > 0 {
			behind++
		}
	}
	if behind > 0 {
		return p.Size() - behind
	}
	return p.PerZone()
}
