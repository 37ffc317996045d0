package scenario

import (
	"testing"

	"failsim/models/file"
	"failsim/strategies"

	"github.com/stretchr/testify/assert"
)

// Who reads what a key means asks next what holds if it is left out.
func TestEveryKeyThatMayBeLeftOutSaysWhatHoldsWithoutIt(t *testing.T) {
	optional := 0
	everyKey(Describe(nil, strategies.All()), "", map[*file.Shape]bool{}, func(path string, k *file.Key) {
		if k.Optional && !k.Declared() {
			optional++
			assert.True(t, k.SaysWithout(), "%s may be left out: what holds then? It says %q", path, k.Sentence())
		}
	})
	assert.Greater(t, optional, 300)
}
