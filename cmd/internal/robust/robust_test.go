package robust

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// By hand: A loses 0, 10 and 20, B 10, 5 and 5. On average A loses 10 and B 6.5; who
// knows the value takes A in the first case and loses 0, 5 and 5, which is 3.5.
func TestWhatANumberIsWorthIsWhatKnowingItSpares(t *testing.T) {
	at := func(a, b float64) *point { return &point{lost: map[string]float64{"A": a, "B": b}} }
	assert.InDelta(t, 3.0, worthOfThree(at(0, 10), at(10, 5), at(20, 5)), 1e-12)
	assert.Zero(t, worthOfThree(at(9, 10), at(10, 50), at(20, 50)), "whatever it is, A is best")
	assert.InDelta(t, worthOfThree(at(0, 10), at(10, 5), at(10, 5)), worthOfThree(at(0, 10), at(10, 5), nil), 1e-12, "an end that cannot be stands for nothing new")
	assert.Zero(t, worthOfThree(nil, &point{lost: map[string]float64{}}, nil), "the tenant has no choice")
}

func TestAConclusionTurnsOnlyBeyondNoise(t *testing.T) {
	k := key{"loss", Conclusion{A: "a", B: "b"}}
	at := func(margin float64, sure bool) *point { return &point{holds: map[key]verdict{k: {margin, sure}}} }
	assert.Equal(t, []key{k}, at(1, true).turned(at(-1, true)))
	assert.Empty(t, at(1, true).turned(at(-1, false)))
	assert.Empty(t, at(1, false).turned(at(-1, true)))
	assert.Empty(t, at(1, true).turned(at(2, true)))
	assert.Equal(t, "a loses less than b", k.Says(true))
	assert.Equal(t, "b loses less than a", k.Says(false))
	assert.Equal(t, "a misses the availability objective", Conclusion{A: "a"}.Says(false))
}
