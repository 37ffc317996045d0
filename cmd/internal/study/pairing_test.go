package study

import (
	"context"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results/counted"
	"failsim/sim"
)

// witness hashes who asked when, and how many records were lost.
type witness struct {
	*counted.Tally
	asked   sim.Fingerprint
	missing int
}

func (w *witness) Answered(batch []record.Answered) { oneByOne(w, batch) }

func (w *witness) Arrived(p request.Population, u request.User, at sim.Time) {
	w.asked.Fact(uint64(p), uint64(u), uint64(at), 0)
	w.Tally.Arrived(p, u, at)
}

func (w *witness) FleetChanged(at sim.Time, d record.Fleet) {
	w.missing = max(w.missing, d.MissingState)
	w.Tally.FleetChanged(at, d)
}

func TestEveryDesignMeetsTheSameUsersAndTheSameFaults(t *testing.T) {
	s := founding(t, 10)
	w, err := Prepare(s, 1, nil)
	require.NoError(t, err)
	var first witness
	for i := range s.Designs {
		x := witness{Tally: &counted.Tally{}}
		x.Reset(w.Layout(&s.Incidents[0]))
		in, closeInput, err := w.input(world.Root(7, 3))
		require.NoError(t, err)
		c := world.Choice{Design: &s.Designs[i], Incident: &s.Incidents[0], Seed: 7, Replication: 3}
		run, err := world.New(s, w.Fixed, c, in, &x)
		require.NoError(t, err)
		require.NoError(t, run.Run())
		require.NoError(t, x.Check())
		require.NoError(t, closeInput())
		if i == 0 {
			first = x
			continue
		}
		assert.Equal(t, first.asked, x.asked, "request k is the same request under %s", s.Designs[i].Name)
		assert.Equal(t, first.missing, x.missing, "the same records are lost under %s", s.Designs[i].Name)
	}
}

func fingerprints(t *testing.T, s *scenario.Scenario, o Options) map[string]string {
	t.Helper()
	w, err := Prepare(s, o.Seed, nil)
	require.NoError(t, err)
	st, err := Compare(context.Background(), s, w, o)
	require.NoError(t, err)
	prints := make(map[string]string)
	for _, in := range st.Incidents {
		for _, sample := range in.Samples {
			prints[in.Name+"/"+sample.Design.Name] = sample.Fingerprint().String()
		}
	}
	return prints
}

func TestResultsDependOnNothingButTheInput(t *testing.T) {
	o := Options{Designs: []string{"single-provider", "multi-provider-client"}, Replications: 3, Seed: 5}
	alone := func(jobs, procs int) map[string]string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		o.Jobs = jobs
		return fingerprints(t, founding(t, 20), o)
	}
	once := alone(1, 1)
	assert.Equal(t, once, alone(2, 2), "two runs at a time")
	assert.Equal(t, once, alone(7, 4), "more workers than cores")
}

func TestAddingAComponentShiftsNobodysNumbers(t *testing.T) {
	o := Options{Designs: []string{"single-provider"}, Incidents: []string{"elb-state-loss"}, Replications: 2, Seed: 5}
	before := fingerprints(t, founding(t, 20), o)

	withDesigns := o
	withDesigns.Designs = []string{"isthmus", "single-provider", "self-healing"}
	after := fingerprints(t, founding(t, 20), withDesigns)
	assert.Equal(t, before["elb-state-loss/single-provider"], after["elb-state-loss/single-provider"], "more designs")

	s := founding(t, 20)
	gcp := &s.World.Providers[1]
	gcp.Regions = append(gcp.Regions, scenario.Region{Name: "us-west1", Zones: 3, Fleet: 5000})
	for i := range s.World.Locations {
		s.World.Locations[i].RTT["gcp/us-west1"] = s.World.Locations[i].RTT["aws/us-west-2"]
	}
	assert.Equal(t, before, fingerprints(t, s, o), "another region")

	s = founding(t, 20)
	s.Incidents[0].Faults = append(s.Incidents[0].Faults, scenario.Fault{Kind: scenario.LoseRegion, At: s.Incidents[0].Faults[0].At,
		Region: "gcp/europe-west1"})
	a, b := compare(t, founding(t, 20), 2, "single-provider"), compare(t, s, 2, "single-provider")
	for k, r := range a["single-provider"].Runs() {
		q := b["single-provider"].Runs()[k]
		assert.Equal(t, r.Requests, q.Requests, "another fault, in a region that the design does not use")
		assert.Equal(t, r.Damage[0].LBMinutes, q.Damage[0].LBMinutes)
	}
}

func TestMoreStateLostLosesASuperset(t *testing.T) {
	s := founding(t, 20)
	little := compare(t, s, 3, "single-provider")["single-provider"]
	s.Incidents[0].Faults[0].Share = 0.5
	much := compare(t, s, 3, "single-provider")["single-provider"]
	for k := range little.Runs() {
		assert.Greater(t, us(much.Runs()[k]).LBMinutes, us(little.Runs()[k]).LBMinutes)
		assert.GreaterOrEqual(t, much.Runs()[k].Requests.Failed(), little.Runs()[k].Requests.Failed())
	}
}
