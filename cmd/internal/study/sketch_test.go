package study

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

// sketch is a small scenario in numbers, easier to draw and to change than its
// text. Times are in seconds, rates a second.
type sketch struct {
	seed  uint64  // by which it was drawn
	unit  float64 // seconds in a unit of time, a whole number
	start string

	length                        float64
	weight                        float64
	availability, hold, objective float64 // objective: of latency

	regions     []sketchRegion
	places      []sketchPlace
	populations []sketchPopulation

	timeout, patience float64
	resolvers         int
	overstay          []sketchOverstay
	serviceLow        float64
	serviceHigh       float64
	service           string // a law instead of the uniform one

	nodes, surge, perZone, places_ int
	others                         int // LBs without clients of their own
	target, burst                  float64
	check                          sketchCheck

	touches, creations, misread float64
	workers                     int
	work                        [2]float64
	scaleEvery                  float64
	scaleSamples                int
	alarm                       float64
	snapshots                   float64
	common                      float64

	faults  []sketchFault
	people  *sketchPeople
	designs []sketchDesign
}

type sketchRegion struct {
	provider, name string
	zones, fleet   int
}

func (r sketchRegion) full() string { return r.provider + "/" + r.name }

type sketchPlace struct {
	name string
	rtt  []float64 // by region
}

type sketchPopulation struct {
	name, place  string
	users, names int
	rate         float64
	habits       sketchHabits
}

type sketchOverstay struct{ share, hold float64 }

type sketchCheck struct {
	interval, timeout  float64
	unhealthy, healthy int
	sees               string // further keys: what it asks for and sees
}

type sketchFault struct {
	at    float64
	kind  string
	what  string  // its fields that are no times
	hosts string  // of the region's backends, as 1 of 3: fail on these; empty: the whole
	as    string  // how these are lost; empty: unsaid
	after float64 // until an error; 0: as long as the work
	lasts float64
}

type sketchPeople struct {
	teams                              int // 0: as many as the format's default, one
	notice, misdiagnose, find, contain float64
	mend                               float64 // a second
	restores                           []sketchRestore
	merge, majority, all, watch        float64
	playbook                           []string // instead of all that: its steps
}

type sketchRestore struct {
	takes float64
	works float64
}

type sketchDesign struct {
	name         string
	serve        map[string][]sketchEndpoint // by place
	ttl, publish float64
	choosing     string
	beside       string  // what goes beside it
	admitting    string  // at backends, if anything
	probeAfter   float64 // of ranked-list
	retrying     string
	base         float64 // of backoff, wait of fixed
	balancing    string
	steering     string                  // "", "name" or "region"
	steers       string                  // which strategy does, with its own parameters before those of probes; "": dns-failover
	clients      map[string]sketchHabits // by population
	around       bool
	probes       sketchCheck
	healing      string // of every provider
	extras       string // further strategies of every provider
	period       float64
}

type sketchEndpoint struct {
	region   string
	capacity float64
	rank     int
	weight   float64
	growsTo  float64
	growsIn  float64
	backends string
}

// time writes seconds as a duration.
func (s *sketch) time(seconds float64) string {
	return strconv.FormatInt(int64(seconds*1e9+0.5)*int64(s.unit), 10) + "ns"
}

// rate writes a rate a second.
func (s *sketch) rate(perSecond float64) string { return decimal(perSecond/s.unit) + "/s" }

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func percent(x float64) string { return strconv.FormatFloat(x*100, 'f', -1, 64) + "%" }

func (s *sketch) probing(c sketchCheck) string {
	return fmt.Sprintf("{interval: %s, timeout: %s, unhealthy: %d, healthy: %d%s}", s.time(c.interval), s.time(c.timeout), c.unhealthy, c.healthy, c.sees)
}

// yaml writes the scenario.
func (s *sketch) yaml() string {
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	p("scenario: drawn\nstart: %s\nlength: %s\nweight: %s", s.start, s.time(s.length), decimal(s.weight))
	p("objectives: {availability: %s, latency: %s, recovery: 10m, hold: %s}", percent(s.availability), s.time(s.objective), s.time(s.hold))
	p("workload:")
	for _, q := range s.populations {
		rate := ""
		if q.rate > 0 { // else its own, request by request
			rate = ", rate: " + s.rate(q.rate)
		}
		habits := q.habits.write(s)
		if habits != "" {
			habits = ", clients: {" + habits + "}"
		}
		p("  - {population: %s, place: %s, users: %d, names: %d, trace: {name: nasa-1995-07-13%s}%s} # relations play it at a steady rate",
			q.name, q.place, q.users, q.names, rate, habits)
	}
	p("clients:\n  timeout: %s\n  patience: %s\n  resolvers: %d", s.time(s.timeout), s.time(s.patience), s.resolvers)
	if len(s.overstay) > 0 {
		p("  overstay: %s", s.staying(s.overstay))
	}
	service := s.service
	if service == "" {
		service = fmt.Sprintf("uniform: {low: %s, high: %s}", s.time(s.serviceLow), s.time(s.serviceHigh))
	}
	p("service: {time: {%s}, answer: 60KB}", service)
	s.writeWorld(p)
	p("incidents:\n  - incident: it\n    faults:")
	for _, f := range s.faults {
		after, lasts := "", ""
		if f.after > 0 {
			after = ", error-after: " + s.time(f.after)
		}
		if f.lasts > 0 {
			lasts = ", for: " + s.time(f.lasts)
		}
		if f.hosts != "" {
			where, rest, _ := strings.Cut(f.what, ", share")
			if rest != "" {
				rest = ", share" + rest
			}
			if f.as != "" {
				rest += ", as: " + f.as
			}
			p("      - {at: %s, fail: {on: {%s, backends: %s}%s%s%s}}", s.time(f.at), where, f.hosts, rest, after, lasts)
			continue
		}
		p("      - {at: %s, %s: {%s%s%s}}", s.time(f.at), f.kind, f.what, after, lasts)
	}
	s.writePeople(p)
	p("designs:")
	for i := range s.designs {
		s.writeDesign(p, &s.designs[i])
	}
	return b.String()
}

type printer func(format string, args ...any)

func (s *sketch) writeWorld(p printer) {
	p("world:\n  providers:")
	for i, r := range s.regions {
		if i == 0 || s.regions[i-1].provider != r.provider {
			p("    - provider: %s\n      regions:", r.provider)
		}
		p("        - {region: %s, zones: %d, fleet: %d}", r.name, r.zones, r.fleet)
	}
	p("  places:")
	for _, place := range s.places {
		var trips []string
		for i, r := range s.regions {
			trips = append(trips, r.full()+": "+s.time(place.rtt[i]))
		}
		p("    - {place: %s, rtt: {%s}}", place.name, strings.Join(trips, ", "))
	}
	p("  load-balancers: {other: %d, nodes-at-peak: %d, target: %s, burst: %s, surge-queue: %d, backends-per-zone: %d, places: %d, check: %s}",
		s.others, s.nodes, percent(s.target), s.time(s.burst), s.surge, s.perZone, s.places_, s.probing(s.check))
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
	p("    dns: {ttl: %s, publish: %s}\n    tenant:", s.time(d.ttl), s.time(d.publish))
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
		healing = fmt.Sprintf("{kill-switch: {calls: 3, damaged: 2, resume: calm, period: %s}}, overwrite", s.time(d.period))
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

// read turns the sketch into a scenario, and its demand into Poisson arrivals
// at steady rates.
func (s *sketch) read(t testing.TB) (*scenario.Scenario, *Workload) {
	t.Helper()
	read, err := scenario.Read("drawn.yaml", []byte(s.yaml()), strategies.All(), traces.Names()...)
	require.NoError(t, err, s.yaml())
	return read, steady(read)
}
