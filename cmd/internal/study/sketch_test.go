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
	service           string // a distribution instead of the uniform one

	nodes, surge, perZone, queueCapacity int
	others                               int // LBs without clients of their own
	target, burst                        float64
	check                                sketchCheck

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
	orders       float64 // share of its requests that are not idempotent
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
	lb    string  // of the region, the LBs of whom: fail on these
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
	addresses    int // in an answer; 0: one a zone
	choosing     string
	beside       string  // what goes beside it
	admitting    string  // at backends, if anything
	atLBs        string  // at LBs' own queues
	calls        string  // how LBs call backends
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
		if q.orders > 0 {
			habits += ", kinds: [{kind: orders, share: " + percent(q.orders) + ", idempotent: false}]"
		}
		p("  - {population: %s, location: %s, users: %d, names: %d, trace: {name: nasa-1995-07-13%s}%s} # relations play it at a steady rate",
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
		if f.hosts != "" || f.lb != "" {
			where, rest, _ := strings.Cut(f.what, ", share")
			if rest != "" {
				rest = ", share" + rest
			}
			if f.as != "" {
				rest += ", as: " + f.as
			}
			part := "backends: " + f.hosts
			if f.lb != "" {
				part = "lb: " + f.lb
			}
			p("      - {at: %s, fail: {on: {%s, %s}%s%s%s}}", s.time(f.at), where, part, rest, after, lasts)
			continue
		}
		if f.as != "" {
			lasts += ", as: " + f.as
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

// read turns the sketch into a scenario, and its demand into Poisson arrivals
// at steady rates.
func (s *sketch) read(t testing.TB) (*scenario.Scenario, *Workload) {
	t.Helper()
	read, err := scenario.Read("drawn.yaml", []byte(s.yaml()), strategies.All(), traces.Names()...)
	require.NoError(t, err, s.yaml())
	return read, steady(read)
}
