package study

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
)

// one makes a single run of the founding scenario and returns its requests.
func one(t testing.TB, w *Workload, c world.Choice, tally *results.Tally) (requests int64, events uint64) {
	l := w.layout(c.Incident)
	tally.Reset(l)
	in, closeInput, err := w.input(world.Root(c.Seed, c.Replication))
	require.NoError(t, err)
	run, err := world.New(w.scenario, w.fixed, c, in, tally)
	require.NoError(t, err)
	require.NoError(t, run.Run())
	require.NoError(t, closeInput())
	return tally.Run().Requests.Arrived, run.Events()
}

// BenchmarkRequest is the whole path of a request, client to record, with DNS,
// retries, health checks, control planes and state stores running: elb-2012 on
// one core, with its faults and without.
func BenchmarkRequest(b *testing.B) {
	for _, design := range []string{"single-provider", "multi-provider-client"} {
		for _, faults := range []string{"calm", "faults"} {
			b.Run(design+"/"+faults, func(b *testing.B) {
				s := founding(b, 1)
				if faults == "calm" {
					s.Incidents[0].Faults, s.Incidents[0].People = nil, scenario.People{}
				}
				w, err := Prepare(s, 1, nil)
				require.NoError(b, err)
				tally := &results.Tally{}
				c := world.Choice{Design: designOf(s, design), Incident: &s.Incidents[0], Seed: 1}
				_, wanted := one(b, w, c, tally)
				requests := int64(0)
				for b.Loop() {
					n, events := one(b, w, c, tally)
					requests += n
					require.Equal(b, wanted, events, "the same run fires the same events")
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(requests), "ns/request")
				b.ReportMetric(float64(wanted)/(float64(requests)/float64(b.N)), "events/request")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

func designOf(s *scenario.Scenario, name string) *scenario.Design {
	for i := range s.Designs {
		if s.Designs[i].Name == name {
			return &s.Designs[i]
		}
	}
	panic("no design " + name)
}

// TestARequestAllocatesNothing doubles the traffic and counts allocations: what
// they grow by is that of requests.
func TestARequestAllocatesNothing(t *testing.T) {
	count := func(thin float64) (requests int64, mallocs uint64) {
		s := founding(t, thin)
		s.Incidents[0].Length = 8 * time.Hour
		w, err := Prepare(s, 1, nil)
		require.NoError(t, err)
		tally := &results.Tally{}
		c := world.Choice{Design: designOf(s, "multi-provider-client"), Incident: &s.Incidents[0], Seed: 1}
		l := w.layout(c.Incident)
		tally.Reset(l)
		in, closeInput, err := w.input(world.Root(1, 0))
		require.NoError(t, err)
		run, err := world.New(s, w.fixed, c, in, tally)
		require.NoError(t, err)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		require.NoError(t, run.Run())
		runtime.ReadMemStats(&after)
		require.NoError(t, closeInput())
		return tally.Run().Requests.Arrived, after.Mallocs - before.Mallocs
	}
	few, fewAllocations := count(8)
	many, manyAllocations := count(1)
	perRequest := (float64(manyAllocations) - float64(fewAllocations)) / float64(many-few)
	require.Greater(t, many, 6*few)
	require.Less(t, perRequest, 0.001, "allocations a request: %d for %d requests, %d for %d", fewAllocations, few, manyAllocations, many)
}
