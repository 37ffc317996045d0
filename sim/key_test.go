package sim_test

import (
	"fmt"
	"math"
	"math/bits"
	"testing"

	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// These values are part of every published result: a change of them changes
// every run of every seed.
func TestDrawsAreWhatTheyHaveAlwaysBeen(t *testing.T) {
	root := sim.NewKey(1, 0)
	for name, key := range map[string]sim.Key{
		"NewKey(1, 0)": root, "NewKey(1, 1)": sim.NewKey(1, 1), "NewKey(2, 0)": sim.NewKey(2, 0),
		"Named(tv)": root.Named("tv"), "At(7)": root.At(7), "Named(tv).At(7)": root.Named("tv").At(7),
	} {
		got := fmt.Sprintf("%016x %016x %016x", key.Uint64(0), key.Uint64(1), key.Uint64(math.MaxUint64))
		assert.Equal(t, goldenDraws[name], got, name)
	}
	assert.Equal(t, uint64(0), sim.Mix(0))
	assert.Equal(t, "5692161d100b05e5", fmt.Sprintf("%016x", sim.Mix(1)))
}

var goldenDraws = map[string]string{
	"NewKey(1, 0)":    "72389a782e1adf67 eb49e0dbcb27522b 160a8b9c7e25f8ab",
	"NewKey(1, 1)":    "eb13ce403185aae1 9083a7044a8304ef dde6552496dfd182",
	"NewKey(2, 0)":    "edde546a260e28d7 9f60dbf17356f011 215028c5b78e49fb",
	"Named(tv)":       "8adc2859295a499b d50423fcd17a06b6 93f5ce591f86df9f",
	"At(7)":           "be9e7c586a70fbd9 92662bdf20e97dff fd60264b26e494cb",
	"Named(tv).At(7)": "f2d989974de6540a 57be70c4e575bbfb ddf3dcc56681958f",
}

// chiSquareLimit returns what a chi-square statistic of n-1 degrees of
// freedom exceeds about once in 30,000 tests (Wilson and Hilferty).
func chiSquareLimit(n int) float64 {
	k := float64(n - 1)
	x := 1 - 2/(9*k) + 4*math.Sqrt(2/(9*k))
	return k * x * x * x
}

func chiSquare(counts []float64) float64 {
	total, sum := 0.0, 0.0
	for _, c := range counts {
		total += c
	}
	expected := total / float64(len(counts))
	for _, c := range counts {
		sum += (c - expected) * (c - expected) / expected
	}
	return sum
}

// streams are ways to draw one number after another.
func streams() map[string]func(i uint64) sim.Key {
	root := sim.NewKey(1, 0)
	return map[string]func(i uint64) sim.Key{
		"indices of one key":         func(i uint64) sim.Key { return sim.Key(root.Named("a").Uint64(i)) },
		"first draws of entities":    func(i uint64) sim.Key { return sim.Key(root.At(i).Uint64(0)) },
		"first draws of names":       func(i uint64) sim.Key { return sim.Key(root.Named(fmt.Sprint("lb/", i)).Uint64(0)) },
		"first draws of seeds":       func(i uint64) sim.Key { return sim.Key(sim.NewKey(i, 0).Uint64(0)) },
		"replications of a seed":     func(i uint64) sim.Key { return sim.Key(sim.NewKey(1, int(i)).Uint64(0)) },
		"an entity of each seed":     func(i uint64) sim.Key { return sim.Key(sim.NewKey(i, 3).At(5).Uint64(9)) },
		"purposes of many entities":  func(i uint64) sim.Key { return sim.Key(root.At(i).Named("service").Uint64(0)) },
		"entities below entities":    func(i uint64) sim.Key { return sim.Key(root.At(i % 100).At(i / 100).Uint64(0)) },
		"draws far apart in a key":   func(i uint64) sim.Key { return sim.Key(root.Uint64(i << 40)) },
		"keys that are small counts": func(i uint64) sim.Key { return sim.Key(sim.Key(i).Uint64(0)) },
	}
}

func TestDrawsAreUniformHighBitsAndLow(t *testing.T) {
	const draws, cells = 64_000, 64
	for name, draw := range streams() {
		high, low := make([]float64, cells), make([]float64, cells)
		for i := range uint64(draws) {
			u := uint64(draw(i))
			high[u>>58]++
			low[u&63]++
		}
		assert.Less(t, chiSquare(high), chiSquareLimit(cells), "%s, high bits", name)
		assert.Less(t, chiSquare(low), chiSquareLimit(cells), "%s, low bits", name)
	}
}

func TestNeighbouringDrawsAreIndependent(t *testing.T) {
	const draws, cells = 64_000, 16
	for name, draw := range streams() {
		pairs := make([]float64, cells*cells)
		flipped := 0.0
		for i := range uint64(draws) {
			u, v := uint64(draw(i)), uint64(draw(i+1))
			pairs[u>>60*cells+v>>60]++
			flipped += float64(bits.OnesCount64(u ^ v))
		}
		assert.Less(t, chiSquare(pairs), chiSquareLimit(cells*cells), "%s, pairs", name)
		assert.InDelta(t, 32, flipped/draws, 4*4/math.Sqrt(draws)*1.5, "%s, half of the bits flip", name)
	}
}

func TestTheSameIndexOfNeighbouringKeysIsIndependent(t *testing.T) {
	const draws, cells = 64_000, 16
	root := sim.NewKey(1, 0)
	for name, pair := range map[string][2]sim.Key{
		"entities":     {root.At(0), root.At(1)},
		"names":        {root.Named("a"), root.Named("b")},
		"replications": {sim.NewKey(1, 0), sim.NewKey(1, 1)},
		"seeds":        {sim.NewKey(1, 0), sim.NewKey(2, 0)},
		"root, entity": {root, root.At(0)},
	} {
		pairs := make([]float64, cells*cells)
		for i := range uint64(draws) {
			pairs[pair[0].Uint64(i)>>60*cells+pair[1].Uint64(i)>>60]++
		}
		assert.Less(t, chiSquare(pairs), chiSquareLimit(cells*cells), name)
	}
}

func TestKeysOfDifferentNamesAndNumbersDiffer(t *testing.T) {
	seen := map[sim.Key]string{}
	add := func(k sim.Key, what string) {
		require.Empty(t, seen[k], "%s has the key of %s", what, seen[k])
		seen[k] = what
	}
	for seed := range uint64(20) {
		for replication := range 20 {
			root := sim.NewKey(seed, replication)
			add(root, fmt.Sprintf("%d/%d", seed, replication))
			for i := range uint64(50) {
				add(root.At(i), fmt.Sprintf("%d/%d At %d", seed, replication, i))
				add(root.Named(fmt.Sprint(i)), fmt.Sprintf("%d/%d Named %d", seed, replication, i))
			}
			add(root.Named("a").Named("b"), "a, b")
			add(root.Named("b").Named("a"), "b, a")
			add(root.Named("ab"), "ab")
			add(root.Named(""), "the empty name")
		}
	}
}

func TestFloatsLieStrictlyBetweenZeroAndOne(t *testing.T) {
	sum, least, most, key := 0.0, 1.0, 0.0, sim.NewKey(3, 0)
	const draws = 100_000
	for i := range uint64(draws) {
		u := key.Float64(i)
		sum, least, most = sum+u, min(least, u), max(most, u)
	}
	assert.Greater(t, least, 0.0)
	assert.Less(t, most, 1.0)
	assert.InDelta(t, 0.5, sum/draws, 4*math.Sqrt(1.0/12/draws))
	// Mixing can be undone, so the keys of the extremes can be found.
	for bits, want := range map[uint64]float64{0: 0x1p-53, math.MaxUint64: 1 - 0x1p-53} {
		extreme := sim.Key(unmix(bits))
		require.Equal(t, bits, extreme.Uint64(0))
		assert.Equal(t, want, extreme.Float64(0))
	}
}

// unmix returns the number that sim.Mix makes x of: it undoes each step, the
// multiplications by the inverse of their odd factors modulo 2^64.
func unmix(x uint64) uint64 {
	inverse := func(odd uint64) uint64 {
		y := odd
		for range 6 { // Newton: each round doubles the bits that are right
			y *= 2 - odd*y
		}
		return y
	}
	unshift := func(x, by uint64) uint64 { return x ^ x>>by ^ x>>(2*by) }
	x = unshift(x, 31) * inverse(0x94d049bb133111eb)
	x = unshift(x, 27) * inverse(0xbf58476d1ce4e5b9)
	return unshift(x, 30)
}

func TestWholeNumbersCoverTheirRangeEvenly(t *testing.T) {
	key := sim.NewKey(4, 0)
	for _, n := range []int{1, 2, 3, 7, 100} {
		counts := make([]float64, n)
		for i := range uint64(1000 * n) {
			counts[key.At(uint64(n)).IntN(i, n)]++
		}
		if n > 1 {
			assert.Less(t, chiSquare(counts), chiSquareLimit(n), "range %d", n)
		}
	}
	for i := range uint64(1000) {
		huge := key.IntN(i, math.MaxInt)
		require.GreaterOrEqual(t, huge, 0)
	}
	for _, n := range []int{0, -1} {
		assert.Panics(t, func() { key.IntN(0, n) }, "range %d", n)
	}
}

func TestDrawsDoNotAllocate(t *testing.T) {
	key, name, sink := sim.NewKey(1, 0), "population/tv", 0.0
	assert.Zero(t, testing.AllocsPerRun(1000, func() {
		sink += key.Named(name).At(3).Float64(5) + float64(key.IntN(4, 10))
	}))
}

func TestManyDrawsAreThoseOfOneByOne(t *testing.T) {
	many := make([]float64, 100)
	for _, first := range []uint64{0, 17, math.MaxUint64 - 50} {
		sim.Key(5).Exponentials(first, many)
		for i, u := range many {
			require.Equal(t, exponential(5, first+uint64(i)), u, "draw %d", first+uint64(i))
		}
	}
}
