package study

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/written"
	"failsim/strategies"
	"failsim/traces"
)

// withSurges is a scenario whose first incident adds demand of its own, some of it for
// good, and whose designs' gates stop some operator errors: the requests of a replication are
// then not the same in all of its runs.
func withSurges(t *testing.T) *scenario.Scenario {
	s := founding(t, 100)
	drills, err := scenario.ReadFile("../../failsim/scenarios/drills.yaml", strategies.All(), traces.Names()...)
	require.NoError(t, err)
	for _, i := range drills.Incidents {
		for _, f := range i.Faults {
			if f.Kind == scenario.DemandSurge {
				s.Incidents[0].Faults = append(s.Incidents[0].Faults, f)
				f.At, f.For = f.At+time.Hour, nil
				s.Incidents[0].Faults = append(s.Incidents[0].Faults, f)
			}
		}
	}
	require.Greater(t, len(s.Incidents[0].Faults), 2)
	return s
}

// A run beside others over a tape is the run that it is alone, with streams of its
// own: the tape would show in any figure if it gave a design another's requests,
// lost some between two blocks, or drew work that is not the request's.
func TestRunsAbreastAreWhatTheyAreAlone(t *testing.T) {
	s := withSurges(t)
	study := func(o Options) (*results.Study, string) {
		w, err := Prepare(s, 1, nil)
		require.NoError(t, err)
		o.Seed, o.Replications = 1, 4
		st, err := Compare(context.Background(), s, w, o)
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, written.WriteReplications(&b, st))
		sum, err := st.Summary()
		require.NoError(t, err)
		text, err := sum.JSON()
		require.NoError(t, err)
		return st, string(text) + b.String()
	}
	st, alone := study(Options{Jobs: 2, Abreast: 1})
	for _, o := range []Options{{Jobs: 1}, {Jobs: 3}, {Jobs: 1, Abreast: 3}, {Jobs: 2, Loads: true}} {
		_, abreast := study(o)
		assert.Equal(t, alone, abreast, "%d jobs, at most %d abreast", o.Jobs, o.Abreast)
	}
	// One run each by itself, as failsim run makes it.
	w, err := Prepare(s, 1, nil)
	require.NoError(t, err)
	for d, sample := range st.Incidents[0].Samples {
		replication, stopped := sample.Drawn(2)
		tally := &counted.Tally{}
		l := &lane{choice: world.Choice{Design: &s.Designs[d], Incident: &s.Incidents[0], Seed: 1, Replication: replication, Spared: stopped}, layout: w.Layout(&s.Incidents[0]), tally: tally}
		require.NoError(t, w.abreast([]*lane{l}))
		assert.Equal(t, tally.Run().Fingerprint, sample.Runs()[2].Fingerprint, sample.Design.Name)
	}
}

func TestRunsGoAbreastOnlyIfTheyMeetTheSameRequests(t *testing.T) {
	s := withSurges(t)
	quiet, surge := &s.Incidents[1], &s.Incidents[0]
	a := world.Choice{Design: &s.Designs[0], Incident: quiet, Seed: 1, Replication: 3}
	same := func(change func(c *world.Choice)) bool {
		b := a
		change(&b)
		return a.Demand() == b.Demand()
	}
	assert.True(t, same(func(c *world.Choice) { c.Design = &s.Designs[1] }))
	assert.True(t, same(func(c *world.Choice) { c.Spared = true }), "nothing of the incident happens, but it adds no demand")
	assert.False(t, same(func(c *world.Choice) { c.Replication = 4 }))
	assert.False(t, same(func(c *world.Choice) { c.Incident = surge }))
	assert.True(t, same(func(c *world.Choice) { c.Incident, c.Spared = surge, true }), "there is no surge in a run that is spared it")
}
