package study

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
	"failsim/sim"
)

// What a study is of, if nothing is asked for: 20 replications as they come make
// the intervals of the embedded scenario's availability narrow enough to tell its
// designs apart. Chosen by their strata, 16 are as exact for most designs, and the
// fewest with an interval.
const (
	DefaultReplications = statistics.FewestSkewed
	DefaultExactness    = 20 // Options.AsExactAs
)

// Options says what to run of a scenario.
type Options struct {
	Designs      []string // empty: all
	Incidents    []string // empty: all
	Sampled      bool     // people's durations are drawn, not as published
	Replications int      // at least 1
	// AsExactAs, if above Replications, is of how many replications, taken as they
	// come, no design's errors may exceed those: one to whom its strata do not give
	// so much has so many replications.
	AsExactAs int
	Seed      uint64
	Jobs      int // runs at the same time; 0: one for each core
	// Abreast is how many runs each job makes side by side at most, which spares work
	// and takes memory; 0: as many as it likes. Results do not depend on it.
	Abreast int
	// Progress is told after each run how many are done. It may be nil, and is
	// never called concurrently.
	Progress func(done, total int)
	// Kept, if set, has runs that need not be made again, and is told of those that are.
	Kept Kept
	// Precision, if set, adds replications until it is reached.
	Precision *Precision
}

// Broken is an invariant that did not hold: an error in failsim, with what is
// needed to see it again.
type Broken struct {
	Design, Incident string
	Seed             uint64
	Replication      int
	What             any
	Stack            []byte
}

// Error implements error.
func (b *Broken) Error() string {
	return fmt.Sprintf("broken invariant in design %s, incident %s, seed %d, replication %d: %v", b.Design, b.Incident, b.Seed,
		b.Replication, b.What)
}

// Compare runs every design against every incident and gathers the results.
func Compare(ctx context.Context, s *scenario.Scenario, w *Workload, o Options) (*results.Study, error) {
	c, err := newComparison(s, w, o)
	if err != nil {
		return nil, err
	}
	if err := c.extend(ctx, o.Replications); err != nil {
		return nil, c.stopped(ctx, err)
	}
	if err := c.deepen(ctx); err != nil {
		return nil, c.stopped(ctx, err)
	}
	if o.Precision != nil {
		if err = c.refine(ctx); ctx.Err() != nil {
			return nil, c.stopped(ctx, err)
		}
	}
	for i := range c.samplers {
		c.study.Notes = append(c.study.Notes, c.samplers[i].notes(c.incidents[i].Name)...)
	}
	c.study.Notes = append(c.study.Notes, c.notesOfAlike()...)
	return c.study, err
}

// newComparison is a study without a run.
func newComparison(s *scenario.Scenario, w *Workload, o Options) (*comparison, error) {
	designs, err := Pick(s.Designs, o.Designs, "design", func(d *scenario.Design) string { return d.Name })
	if err != nil {
		return nil, err
	}
	incidents, err := Pick(s.Incidents, o.Incidents, "incident", func(i *scenario.Incident) string { return i.Name })
	if err != nil {
		return nil, err
	}
	c := &comparison{scenario: s, workload: w, options: o, designs: designs, incidents: incidents, twinsAgree: map[[2]int]bool{}}
	c.study = &results.Study{Scenario: s.Name, About: s.About, Seed: o.Seed, Replications: o.Replications, Inputs: w.Inputs,
		Cautions: slices.Concat(w.Notes, w.CautionsOfRuns(designs, incidents, o.Sampled)), Logged: w.Logged}
	c.study.Notes = slices.Clone(c.study.Cautions)
	for _, incident := range incidents {
		c.addIncident(incident)
	}
	return c, nil
}

// Growing is a study to which replications are added until they are enough.
type Growing struct{ of *comparison }

// Grow begins a study without a run; Options.Replications, AsExactAs and Precision
// say nothing here.
func Grow(s *scenario.Scenario, w *Workload, o Options) (*Growing, error) {
	o.Replications, o.AsExactAs, o.Precision = 0, 0, nil
	c, err := newComparison(s, w, o)
	return &Growing{c}, err
}

// To adds replications until there are n, and returns the study: the same as one
// that was asked for n from the start.
func (g *Growing) To(ctx context.Context, n int) (*results.Study, error) {
	if n > g.of.study.Replications {
		if err := g.of.extend(ctx, n); err != nil {
			return nil, err
		}
		g.of.study.Replications = n
	}
	return g.of.study, nil
}

// Study returns what there is so far, which may be no run at all.
func (g *Growing) Study() *results.Study { return g.of.study }

// addIncident makes room for the runs of every design in an incident.
func (c *comparison) addIncident(incident *scenario.Incident) {
	p := newSampler(c.scenario, incident, c.workload.means, c.options.Sampled, c.options.Seed)
	in := results.Incident{Name: incident.Name, Title: incident.Title, Offered: c.workload.offered(min(incident.Length, c.workload.length)), Layout: c.workload.Layout(incident)}
	for _, design := range c.designs {
		describe := c.workload.Describe(design, incident)
		drawn, class := p.runsOf(c.workload.Fixed, design, describe.ErrorPasses)
		in.Samples = append(in.Samples, results.NewStratified(describe, in.Layout, drawn, class))
	}
	c.samplers, c.leaders = append(c.samplers, p), append(c.leaders, c.leadersOf(incident, in.Samples))
	c.study.Incidents = append(c.study.Incidents, in)
}

// comparison is a study in the making.
type comparison struct {
	scenario  *scenario.Scenario
	workload  *Workload
	options   Options
	designs   []*scenario.Design
	incidents []*scenario.Incident
	samplers  []*sampler // by incident
	leaders   [][]int    // by incident and design: see leadersOf
	// twinsAgree tells, by incident and design, whether the first runs are its leader's.
	twinsAgree map[[2]int]bool
	study      *results.Study
}

// Layout says what runs of an incident have in common.
func (w *Workload) Layout(i *scenario.Incident) counted.Layout {
	s := w.Scenario
	l := counted.Layout{Start: s.Start, Length: min(i.Length, w.length), Onset: sim.Never, Availability: s.Objectives.Availability,
		Recovery: s.Objectives.Recovery, Hold: s.Objectives.Hold, Latency: s.Objectives.Latency, Patience: s.LongestPatience(),
		Weight: s.Weight, LostRecords: s.Objectives.LostRecords, LostSpan: s.Objectives.LostSpan, Day: w.dayBefore()}
	for _, p := range s.Workload {
		l.Populations = append(l.Populations, p.Name)
		l.UsersPerPopulation = append(l.UsersPerPopulation, p.Users)
		l.NamesPerPopulation = append(l.NamesPerPopulation, p.Names)
	}
	for _, d := range s.World.Data {
		l.Data = append(l.Data, d.Name)
	}
	for _, r := range w.Fixed.Regions {
		l.Regions = append(l.Regions, r.Name)
	}
	for _, f := range i.Faults {
		l.Onset = min(l.Onset, sim.Time(f.At))
		if f.OperatorError() {
			l.Momentary = append(l.Momentary, sim.Time(f.At))
		}
	}
	return l
}

// Describe prices a design. What only a provider could do has no price.
func (w *Workload) Describe(d *scenario.Design, i *scenario.Incident) results.Design {
	r := results.Design{Name: d.Name, About: d.About, Buyer: string(d.Buyer), CostPerHour: math.NaN(), CostPerFailoverHour: math.NaN(),
		Priced: "not priced: only a provider could do it", ErrorPasses: world.ErrorPasses(w.Scenario, w.Fixed, d, i),
		Paper: w.onPaper(d, i)}
	r.OutOfReach = !(r.ErrorPasses < 1) && !world.CanTouch(w.Scenario, w.Fixed, d, i)
	pools := world.Postures(w.Scenario, w.Fixed, d, w.Peaks, w.burst)
	r.Headroom, r.Servers = results.Headroom(world.HeadroomOf(w.Scenario, d, i, w.loaded(pools, min(i.Length, w.length)))), servers(pools)
	r.ServesPerSecond = w.serves()
	if d.Buyer == policy.Tenant {
		bill := world.Cost(w.Scenario, w.Fixed, d, w.real(w.Peaks), w.real(w.means), w.burst*w.Scenario.Weight)
		r.CostPerHour, r.CostPerFailoverHour, r.Priced = bill.PerHour, bill.PerFailoverHour, ""
	}
	return r
}

func (w *Workload) real(simulated []float64) []float64 {
	list := make([]float64, len(simulated))
	for i, x := range simulated {
		list[i] = x * w.Scenario.Weight
	}
	return list
}

// Unknown is a name that a scenario does not have.
type Unknown struct {
	Kind, Name string
	Known      []string
}

// Error implements error.
func (u *Unknown) Error() string {
	if near, ok := file.Nearest(u.Name, u.Known); ok {
		return fmt.Sprintf("unknown %s %q; did you mean %q?", u.Kind, u.Name, near)
	}
	return fmt.Sprintf("unknown %s %q; there are %s", u.Kind, u.Name, strings.Join(u.Known, ", "))
}

// Pick returns the named elements in the order of the scenario, or all.
func Pick[T any](all []T, names []string, kind string, nameOf func(*T) string) ([]*T, error) {
	wanted := make(map[string]bool)
	for _, n := range names {
		wanted[n] = true
	}
	var picked []*T
	var known []string
	for i := range all {
		name := nameOf(&all[i])
		known = append(known, name)
		if len(names) == 0 || wanted[name] {
			picked = append(picked, &all[i])
		}
		delete(wanted, name)
	}
	for _, n := range names {
		if wanted[n] {
			return nil, &Unknown{kind, n, known}
		}
	}
	return picked, nil
}
