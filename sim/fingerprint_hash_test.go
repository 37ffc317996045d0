package sim_test

import (
	"math/bits"
	"slices"
	"testing"

	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inner is the sum of the hashes of facts, before the last mix hides what is
// wrong with it.
func inner(facts ...[4]uint64) uint64 {
	var f sim.Fingerprint
	for _, x := range facts {
		f.Fact(x[0], x[1], x[2], x[3])
	}
	return f.Sum()
}

func TestEachBitOfAFactFlipsHalfTheBitsOfItsHash(t *testing.T) {
	const facts = 4000
	key := sim.NewKey(1, 0)
	for _, c := range []struct {
		says string
		fact func(i uint64) [4]uint64
	}{
		{"any numbers", func(i uint64) [4]uint64 {
			return [4]uint64{key.Uint64(4 * i), key.Uint64(4*i + 1), key.Uint64(4*i + 2), key.Uint64(4*i + 3)}
		}},
		{"users and instants that follow each other", func(i uint64) [4]uint64 {
			return [4]uint64{1 + i%3, 1<<56 | i<<24 | i%20<<8, i * 1_000_003, i*1_000_003 + 90_000_000}
		}},
	} {
		for bit := range 256 {
			flips, flipped := [64]float64{}, 0.0
			for i := range uint64(facts) {
				x := c.fact(i)
				before := inner(x)
				x[bit/64] ^= 1 << (bit % 64)
				d := before ^ inner(x)
				flipped += float64(bits.OnesCount64(d))
				for o := range flips {
					flips[o] += float64(d >> o & 1)
				}
			}
			assert.InDelta(t, 32, flipped/facts, 2, "%s: bit %d", c.says, bit)
			assert.Greater(t, slices.Min(flips[:])/facts, 0.2, "%s: bit %d leaves a bit as it is", c.says, bit)
			assert.Less(t, slices.Max(flips[:])/facts, 0.8, "%s: bit %d always flips a bit", c.says, bit)
		}
	}
}

func TestNearFactsHaveHashesOfTheirOwn(t *testing.T) {
	const each = 1 << 17
	var hashes []uint64
	for i := range uint64(each) {
		hashes = append(hashes,
			inner([4]uint64{1, i, 0, 0}), inner([4]uint64{1, 0, i + 1, 0}), inner([4]uint64{1, 0, 0, i + 1}), inner([4]uint64{i + 2, 0, 0, 0}),
			inner([4]uint64{2, i % 1024, i / 1024, 7}), inner([4]uint64{2, i % 1024, 9999, 10 + i/1024}), inner([4]uint64{3, 5, i % 1024, i/1024 + i%1024}),
			inner([4]uint64{4, i << 24, i * 1_000_000_000, i*1_000_000_000 + 90_000_000}))
	}
	slices.Sort(hashes)
	for i := range len(hashes) - 1 {
		require.NotEqual(t, hashes[i], hashes[i+1], "two of %d facts", len(hashes))
	}
	high, low := make([]float64, 1<<12), make([]float64, 1<<12)
	for _, h := range hashes {
		high[h>>52]++
		low[h&(1<<12-1)]++
	}
	assert.Less(t, chiSquare(high), chiSquareLimit(1<<12), "high bits")
	assert.Less(t, chiSquare(low), chiSquareLimit(1<<12), "low bits")
}

// Facts are summed: what two runs have swapped between two facts must show.
func TestSwappedNumbersDoNotCancel(t *testing.T) {
	const pairs = 200_000
	key := sim.NewKey(2, 0)
	for name, shape := range map[string]func(i uint64) [2][4]uint64{
		"requests of neighbouring instants": func(i uint64) [2][4]uint64 {
			return [2][4]uint64{{1, i << 24, i * 1000, i*1000 + 90}, {1, (i + 1) << 24, i*1000 + 1, i*1000 + 92}}
		},
		"facts that differ in one bit of each": func(i uint64) [2][4]uint64 {
			bit := func(n uint64) uint64 { return 1 << (key.Uint64(8*i+n) % 64) }
			x := [4]uint64{key.Uint64(8*i+4) % 8, i, i * i, key.Uint64(8*i + 5)}
			return [2][4]uint64{x, {x[0] ^ 1, x[1] ^ bit(0), x[2] ^ bit(1), x[3] ^ bit(2)}}
		},
	} {
		for i := range uint64(pairs) {
			p := shape(i)
			sum := inner(p[0], p[1])
			for field := range 4 {
				q := p
				q[0][field], q[1][field] = q[1][field], q[0][field]
				if q != p {
					require.NotEqual(t, sum, inner(q[0], q[1]), "%s: number %d of pair %d", name, field, i)
				}
			}
			x, later, earlier := p[0], p[0], p[0]
			later[3], earlier[3] = x[3]+1, x[3]-1
			require.NotEqual(t, inner(x, x), inner(later, earlier), "%s: two at once are not one sooner and one later, pair %d", name, i)
		}
	}
}
