package validate

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	queues "failsim/models/queue"
	"failsim/strategies"
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
		spec, err := queues.Read(c.ID, []byte(s.File), strategies.All())
		require.NoError(t, err, s.File)
		names := map[Figure]bool{}
		for _, f := range queues.Run(spec, Seed, 0).Figures {
			names[Figure{f.Of, f.Name}] = true
		}
		require.NotEmpty(t, s.Figures, c.ID)
		for metric, f := range s.Figures {
			assert.True(t, names[f], "%s %s: %v", c.ID, metric, f)
		}
	}
	assert.Positive(t, met)
}
