package validate

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/validate/oracle"
)

// Every file can be read, says all parameters of its case, and every figure
// that it promises is in the reports of a short run.
func TestSystemsSayTheirCases(t *testing.T) {
	kinds := map[string]Kind{}
	for _, k := range Kinds() {
		kinds[k.Name] = k
	}
	met := 0
	for _, c := range embedded(t) {
		k := kinds[c.Kind]
		if k.System == nil {
			continue
		}
		met++
		var s System
		require.NoError(t, c.Try(func() { s = k.System(c, 2000) }), c.ID)
		m, err := s.measure(t.Context(), Seed, 2) // panics on a figure that is not there
		require.NoError(t, err, s.File)
		assert.NotEmpty(t, m.estimates, c.ID)
		for metric := range m.omitted {
			assert.NotContains(t, m.estimates, metric, c.ID)
		}
	}
	assert.Greater(t, met, 90)
}

// A file that cannot be read makes its case inexpressible, with the reason.
func TestAFileThatIsRefusedIsSaid(t *testing.T) {
	s := System{File: "queueing: x\nlength: 1s\nwarm-up: 1s\narrivals: [{stream: a, rate: 5/s, to: b}]\nstations: [{station: b, servers: 1, service: 1s}]\n"}
	_, err := s.measure(t.Context(), Seed, 2)
	assert.ErrorContains(t, err, "has no steady state")
	assert.ErrorAs(t, err, &oracle.Inexpressible{})
}
