package study

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReplicationsAreAddedUntilAPrecisionIsReached(t *testing.T) {
	s := founding(t, 200)
	w, err := Prepare(s, 1, nil)
	require.NoError(t, err)
	foreseen := 0
	o := Options{Designs: []string{"single-provider", "self-healing"}, Incidents: []string{"elb-state-loss"}, Replications: 16, Seed: 1,
		Precision: &Precision{Metric: "lost", Relative: 0.03, Limit: 400, Foresee: func(n int) { foreseen = n }}}
	st, err := Compare(context.Background(), s, w, o)
	require.NoError(t, err)
	n := st.Replications
	assert.Greater(t, n, 16)
	assert.Less(t, n, 400)
	assert.Greater(t, 3*foreseen, n, "the first estimate is of the right size")
	assert.Less(t, foreseen, 3*n, "the first estimate is of the right size")
	sum, err := st.Summary()
	require.NoError(t, err)
	lost := 1 - float64(sum.Designs[0].Availability.Mean)
	half := float64(sum.Designs[0].Availability.CI95[1]-sum.Designs[0].Availability.CI95[0]) / 2
	assert.LessOrEqual(t, half/lost, 0.03)

	straight := o
	straight.Precision, straight.Replications = nil, n
	again, err := Compare(context.Background(), s, w, straight)
	require.NoError(t, err)
	for i := range st.Incidents[0].Samples {
		assert.Equal(t, again.Incidents[0].Samples[i].Fingerprint(), st.Incidents[0].Samples[i].Fingerprint(), "as if asked for %d from the start", n)
	}
}

func TestAPrecisionBeyondItsLimitIsRefusedWithTheReason(t *testing.T) {
	s := founding(t, 20)
	w, err := Prepare(s, 1, nil)
	require.NoError(t, err)
	_, err = Compare(context.Background(), s, w, Options{Designs: []string{"single-provider"}, Incidents: []string{"elb-state-loss"},
		Replications: 16, Seed: 1, Precision: &Precision{Metric: "lost", Relative: 1e-6, Limit: 18}})
	var short *NotReached
	require.ErrorAs(t, err, &short)
	assert.Contains(t, err.Error(), "precision of 0.0001 % of lost not reached in 18 replications: single-provider in elb-state-loss has")
}
