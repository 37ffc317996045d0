package validate

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/validate/data"
	"failsim/cmd/internal/validate/oracle"
)

func embedded(t *testing.T) []*oracle.Case {
	t.Helper()
	cases, err := oracle.Load(data.Files, "embedded")
	require.NoError(t, err)
	return cases
}

func TestTheVectorsThatTravelWithTheToolAreAllThere(t *testing.T) {
	cases := embedded(t)
	kinds, values := map[string]bool{}, 0
	for _, c := range cases {
		kinds[c.Kind] = true
		values += len(c.Expected)
	}
	assert.Len(t, cases, 145)
	assert.Len(t, kinds, 59)
	assert.Equal(t, 891, values)
}

// Every value that has a formula is computed, and agrees.
func TestTheoryAgreesWithEveryVector(t *testing.T) {
	results, err := Run(t.Context(), embedded(t), Options{ComputedOnly: true, Jobs: 2})
	require.NoError(t, err)
	for _, r := range results {
		for _, v := range r.Verdicts {
			assert.True(t, v.OK, "%s %s: expected %v, got %v: off by %.3g %s", r.Case.ID, v.Metric, v.Expected, v.Got, v.Error, v.Why)
		}
		for _, g := range r.Gaps {
			assert.Equal(t, whyNotSimulated, g.Why, "%s %s", r.Case.ID, g.Metric)
		}
	}
}
