package study

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/models/id"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
	"failsim/sim"
)

// A relation holds between runs of scenarios that differ in a known way,
// whatever the scenario: it needs no known answer. Each is tried on scenarios
// drawn at random; a broken one says the seed and the scenario.
type relation struct {
	name  string
	few   int // scenarios to try in every test run
	holds func(r *trial)
}

// trial is one relation on one scenario.
type trial struct {
	t    *testing.T
	name string
	dice dice
	*sketch
}

func relations(t *testing.T, list []relation) { try(t, list, false) }

// relationsOfAnybody are those that hold whatever habits populations have: half of
// the scenarios draw some.
func relationsOfAnybody(t *testing.T, list []relation) { try(t, list, true) }

func try(t *testing.T, list []relation, habits bool) {
	for _, rel := range list {
		t.Run(rel.name, func(t *testing.T) {
			for k := range scenarios(t, rel.few) {
				seed := sim.NewKey(0, 0).Named(rel.name).Uint64(k) >> 40
				r := &trial{t: t, name: rel.name, dice: dice{key: sim.NewKey(seed, 1)}, sketch: draw(seed)}
				if habits && k%2 == 1 {
					r.drawHabits()
				}
				rel.holds(r)
			}
		})
	}
}

func (r *trial) check(holds bool, format string, args ...any) {
	r.t.Helper()
	if !holds {
		r.t.Logf("%s is broken by the scenario of seed %d:\n%s", r.name, r.seed, r.yaml())
		require.FailNowf(r.t, r.name, format, args...)
	}
}

// played is a run: every fact of it, and its figures.
type run struct {
	*tape
	*counted.Run
	layout   counted.Layout
	workload *Workload
	sample   *results.Sample
}

// both keeps facts and counts them.
type both struct {
	*counted.Tally
	tape *tape
}

func (b both) Answered(batch []record.Answered) {
	b.tape.Answered(batch)
	b.Tally.Answered(batch)
}
func (b both) Settled(s *record.Settlement) { b.tape.Settled(s); b.Tally.Settled(s) }
func (b both) Arrived(p request.Population, u request.User, at sim.Time) {
	b.tape.Arrived(p, u, at)
	b.Tally.Arrived(p, u, at)
}
func (b both) FleetChanged(at sim.Time, d record.Fleet) {
	b.tape.FleetChanged(at, d)
	b.Tally.FleetChanged(at, d)
}
func (b both) Alarmed(at sim.Time, a record.Raised) { b.tape.Alarmed(at, a); b.Tally.Alarmed(at, a) }
func (b both) Marked(at sim.Time, m record.Mark, region id.Region) {
	b.tape.Marked(at, m, region)
	b.Tally.Marked(at, m, region)
}

// run makes the run of a design of a sketch, after changes of what was read.
func (r *trial) run(s *sketch, design int, changes ...func(*Workload)) *run {
	r.t.Helper()
	read, w := s.read(r.t)
	for _, change := range changes {
		change(w)
	}
	c := world.Choice{Design: &read.Designs[design], Incident: &read.Incidents[0], Seed: r.seed}
	l := w.Layout(c.Incident)
	l.ServedFrom = w.servedFrom(c.Design)
	sink := both{&counted.Tally{}, &tape{}}
	sink.Reset(l)
	in, closeInput, err := w.input(world.Root(c.Seed, c.Replication))
	require.NoError(r.t, err)
	made, err := world.New(read, w.Fixed, c, in, sink)
	require.NoError(r.t, err)
	require.NoError(r.t, made.Run())
	require.NoError(r.t, closeInput())
	r.check(sink.Check() == nil, "%v", sink.Check())
	slices.SortFunc(sink.tape.settled, byArrival)
	figures := sink.Run()
	sample := results.NewSample(results.Design{}, l, 1)
	sample.Add(0, figures)
	return &run{tape: sink.tape, Run: figures, layout: l, workload: w, sample: sample}
}

// scenario leaves a workload to a change of its scenario.
func faultless(w *Workload) { w.Scenario.Incidents[0].Faults = nil }

// byWhom maps outcomes by who asked when.
func (r *run) byObserver() map[[3]int64]record.Settlement {
	list := make(map[[3]int64]record.Settlement, len(r.settled))
	for _, s := range r.settled {
		list[[3]int64{int64(s.Population), int64(s.User), int64(s.Arrived)}] = s
	}
	return list
}

// sameOutcomes checks that two runs end every request alike.
func (r *trial) sameOutcomes(a, b *run) {
	r.t.Helper()
	for i := range min(len(a.settled), len(b.settled)) {
		r.check(a.settled[i] == b.settled[i], "outcome %d: %+v and %+v", i, a.settled[i], b.settled[i])
	}
	r.check(len(a.settled) == len(b.settled), "%d and %d outcomes", len(a.settled), len(b.settled))
	r.check(slices.Equal(a.damage, b.damage), "damage of fleets: %v and %v", a.damage, b.damage)
}

// lostAlso checks that every request that is lost in one run is lost, or has
// no outcome yet, in another.
func (r *trial) lostAlso(little, much *run) {
	r.t.Helper()
	other := much.byObserver()
	for who, s := range little.byObserver() {
		o, ended := other[who]
		r.check(s.Good() || !ended || !o.Good(), "%+v is lost, but not %+v", s, o)
	}
}

// misconfiguredNoMore checks that at no time more LBs are misconfigured in one run than in
// another, in any region.
func (r *trial) allMended(few, many *run) {
	r.t.Helper()
	changes := slices.Concat(few.damage, many.damage)
	for _, c := range changes {
		a, b := few.misconfiguredAt(c.region, c.at), many.misconfiguredAt(c.region, c.at)
		r.check(a <= b, "at %d ns %d LBs of region %d are misconfigured instead of at most %d", c.at, a, c.region, b)
	}
}

func (t *tape) misconfiguredAt(region id.Region, at sim.Time) (lbs int) {
	for _, c := range t.damage {
		if c.region == region && c.at <= at {
			lbs = c.lbs
		}
	}
	return lbs
}

// steady gives everything more than enough of everything, but keeps what
// happens.
func (s *sketch) steady() *sketch {
	c := s.clone()
	c.queueCapacity, c.target, c.burst, c.surge = 1000, 0.05, 60, 1000
	c.timeout, c.patience = c.serviceHigh*5+4, c.serviceHigh*6+6
	c.eachHabits(func(h *sketchHabits) { h.timeout, h.patience = 0, 0 })
	for i := range c.designs {
		for _, list := range c.designs[i].serve {
			for j := range list {
				if list[j].backends == "" {
					list[j].capacity, list[j].growsTo = 20, 0
				}
			}
		}
	}
	return c
}

// only leaves one fault.
func (s *sketch) only(f sketchFault) *sketch {
	c := s.clone()
	c.faults, c.people, c.common = []sketchFault{f}, nil, 0
	return c
}

// plain has a design use one region, DNS and no retries.
func (s *sketch) plain(design int) *sketch {
	c := s.clone()
	c.eachHabits(func(h *sketchHabits) { h.choosing, h.retrying = "", "" })
	d := &c.designs[design]
	d.choosing, d.retrying, d.steering, d.serve = "", "", "", maps.Clone(d.serve)
	for place := range d.serve {
		d.serve[place] = []sketchEndpoint{{region: c.regions[0].full(), capacity: 20, rank: 1, weight: 1}}
	}
	return c
}

func (s *sketch) lose(region id.Region, at, lasts float64) sketchFault {
	return sketchFault{at: at, kind: scenario.LoseRegion, what: "region: " + s.regions[region].full(), lasts: lasts}
}

func (s *sketch) deleteState(region id.Region, at, share float64) sketchFault {
	return sketchFault{at: at, kind: scenario.DeleteState, what: "region: " + s.regions[region].full() + ", share: " + percent(share)}
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }
