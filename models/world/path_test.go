package world_test

import (
	"runtime"
	"testing"
	"time"

	"failsim/models/client"
	"failsim/models/id"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
	"failsim/strategies"
	"failsim/traces"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// counts is a sink that counts, and sums up who asked.
type counts struct {
	record.Sink
	arrived, settled, good, attempts int
	who                              sim.Fingerprint
	marked                           [record.Marks]int
}

func (c *counts) Arrived(p request.Population, u request.User, at sim.Time) {
	c.arrived++
	c.who.Fact(0, uint64(p), uint64(u), uint64(at))
}

func (c *counts) Answered(batch []record.Answered) { answered(c, batch) }

// answered reports answered requests to a sink one by one.
func answered(sink record.Sink, batch []record.Answered) {
	for i := range batch {
		s := batch[i].Settlement()
		sink.Arrived(s.Population, s.User, s.Arrived)
		sink.Settled(&s)
	}
}

func (c *counts) Settled(s *record.Settlement) {
	c.settled++
	c.attempts += s.Attempts
	if s.Good() {
		c.good++
	}
}

func (c *counts) Wasted(request.Population, int64)                {}
func (c *counts) ZonesLost(sim.Time, id.Region, int, int)         {}
func (c *counts) Alarmed(sim.Time, record.Raised)                 {}
func (c *counts) FleetChanged(sim.Time, record.Fleet)             {}
func (c *counts) Called([]sim.Time, id.Region, record.Call, bool) {}
func (c *counts) Marked(_ sim.Time, m record.Mark, _ id.Region)   { c.marked[m]++ }
func (c *counts) Narrate(sim.Time, string)                        {}
func (c *counts) Follows() bool                                   { return false }

func read(t testing.TB, name string) *scenario.Scenario {
	t.Helper()
	s, err := scenario.ReadFile("../../cmd/failsim/scenarios/"+name+".yaml", strategies.All(), traces.Names()...)
	require.NoError(t, err)
	return s
}

// steady is a workload at one rate a population.
func steady(s *scenario.Scenario, key sim.Key, perSecond float64, length time.Duration) world.Input {
	in := world.Input{End: sim.Time(length), Surge: func(_ int, key sim.Key, factor float64) request.Arrivals {
		return traces.Steady().Poisson(key, 0, perSecond*(factor-1), sim.Time(length))
	}}
	for i, p := range s.Workload {
		k := key.Named("workload").Named(p.Name)
		in.PeakPerSecond = append(in.PeakPerSecond, perSecond)
		in.Streams = append(in.Streams, client.Stream{Key: k, Populations: []int{i}, Shares: []float64{1},
			Arrivals: traces.Steady().Poisson(k.Named("arrivals"), 0, perSecond, sim.Time(length))})
	}
	return in
}

func build(t testing.TB, s *scenario.Scenario, design, incident int, perSecond float64, length time.Duration, sink record.Sink) *world.World {
	t.Helper()
	c := world.Choice{Design: &s.Designs[design], Incident: &s.Incidents[incident], Seed: 1}
	w, err := world.New(s, world.Fixed(s), c, steady(s, world.Root(1, 0), perSecond, length), sink)
	require.NoError(t, err)
	return w
}

func TestTheSameUsersAskTheSameWhateverTheDesignAndTheIncident(t *testing.T) {
	s := read(t, "drills")
	var first *counts
	for d := range s.Designs {
		for i := range s.Incidents {
			if s.Incidents[i].Faults[0].Kind == scenario.DemandSurge {
				continue
			}
			c := &counts{}
			w := build(t, s, d, i, 5, time.Hour, c)
			require.NoError(t, w.Run())
			assert.Equal(t, c.arrived, c.settled+w.InFlight())
			if first == nil {
				first = c
			}
			assert.Equal(t, first.who, c.who, "design %s, incident %s", s.Designs[d].Name, s.Incidents[i].Name)
		}
	}
	assert.Greater(t, first.arrived, 70_000)
}

// A standby that is smaller than the load is overloaded until it has grown.
func TestASmallStandbyIsOverloadedUntilItHasGrown(t *testing.T) {
	s := read(t, "drills")
	design, incident := index(t, s, "active-passive", "region-loss")
	var c course
	require.NoError(t, build(t, s, design, incident, 5, s.Length, &c).Run())
	lost := func(from, until time.Duration) float64 {
		var failed, all float64
		for m := from / time.Minute; m < until/time.Minute; m++ {
			failed, all = failed+c.failed[m], all+c.all[m]
		}
		return failed / all
	}
	assert.Zero(t, lost(0, 23*time.Minute))
	assert.Greater(t, lost(24*time.Minute, 25*time.Minute), 0.4, "nothing answers until DNS moves")
	assert.Greater(t, lost(35*time.Minute, 55*time.Minute), 0.25, "40 % of the peak meets all of it")
	assert.Less(t, lost(65*time.Minute, 84*time.Minute), 0.02, "once it has grown, only stale addresses are left")
	assert.Less(t, lost(95*time.Minute, 180*time.Minute), 0.001)
	assert.Greater(t, c.survivor, 1000.0)
	assert.NotZero(t, c.marked[record.PromotedReady])
}

// course counts outcomes by minute of arrival, of the populations in the
// Americas: half of all.
type course struct {
	counts
	all, failed [240]float64
	survivor    float64
}

func (c *course) Answered(batch []record.Answered) { answered(c, batch) }

func (c *course) Settled(s *record.Settlement) {
	m := s.Arrived / sim.Time(time.Minute)
	c.all[m]++
	if !s.Good() {
		c.failed[m]++
	}
	if s.Cause == request.OverloadSurvivor {
		c.survivor++
	}
}

func index(t testing.TB, s *scenario.Scenario, design, incident string) (d, i int) {
	t.Helper()
	d, i = -1, -1
	for n := range s.Designs {
		if s.Designs[n].Name == design {
			d = n
		}
	}
	for n := range s.Incidents {
		if s.Incidents[n].Name == incident {
			i = n
		}
	}
	require.True(t, d >= 0 && i >= 0, "%s, %s", design, incident)
	return d, i
}

// BenchmarkRequestPath runs the whole path: arrivals, DNS, choosing, LBs and
// their health checks, backends, retries, steering, control planes and faults.
// It fails if a request allocates.
func BenchmarkRequestPath(b *testing.B) {
	for _, c := range []struct{ scenario, design, incident string }{
		{"elb-2012", "single-provider", "elb-state-loss"},
		{"elb-2012", "active-passive", "elb-state-loss"},
		{"elb-2012", "multi-provider-client", "elb-state-loss"},
		{"drills", "active-passive", "region-loss"},
		{"drills", "multi-provider-client", "gray-errors"},
	} {
		b.Run(c.scenario+"/"+c.incident+"/"+c.design, func(b *testing.B) {
			s := read(b, c.scenario)
			design, incident := index(b, s, c.design, c.incident)
			const perSecond, length = 50, 3 * time.Hour // four populations: two million requests
			var before, after runtime.MemStats
			requests, events, mallocs, spent := 0, uint64(0), uint64(0), time.Duration(0)
			for b.Loop() {
				sink := &counts{}
				w := build(b, s, design, incident, perSecond, length, sink)
				runtime.ReadMemStats(&before)
				began := time.Now()
				if err := w.Run(); err != nil {
					b.Fatal(err)
				}
				spent += time.Since(began)
				runtime.ReadMemStats(&after)
				requests += sink.arrived
				events += w.Events()
				mallocs += after.Mallocs - before.Mallocs
			}
			perRequest := float64(mallocs) / float64(requests)
			if perRequest > 0.005 { // what grows to its working size, DNS answers, lists of healthy backends
				b.Fatalf("%.4f allocations a request", perRequest)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(spent)/float64(requests), "ns/request")
			b.ReportMetric(float64(events)/float64(requests), "events/request")
			b.ReportMetric(perRequest, "allocs/request")
		})
	}
}
