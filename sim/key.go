package sim

import (
	"math"
	"math/bits"
)

// Key names a stream of random draws: who draws, and for what. Draw number i
// of a key is a pure function of (key, i), so the order in which draws are
// made, and who else draws, changes nothing.
//
// Keys are derived by name or by number from the key of a replication:
//
//	root := sim.NewKey(seed, replication)
//	service := root.Named("population/tv").Named("service")
//	u := service.Float64(17) // the 18th request's service time
//
// The mixing function is the finaliser of SplitMix64 (Steele, Lea and Flood,
// OOPSLA 2014, constants of David Stafford's variant 13) over a Weyl sequence
// that begins at the key. Sequences of two keys may overlap, shifted, as any
// numbers of 64 bits may collide: for a thousand keys of 10^8 draws each the
// chance is one in 100,000.
type Key uint64

const (
	golden = 0x9e3779b97f4a7c15 // 2^64 divided by the golden ratio, odd
	fnvMul = 0x100000001b3      // FNV-1a's 64-bit prime
	fnvOff = 0xcbf29ce484222325 // FNV-1a's 64-bit offset basis
)

// NewKey returns the root key of one replication of one seed.
func NewKey(seed uint64, replication int) Key {
	return Key(mix(mix(seed^0x6661696c73696d31) + uint64(replication)*golden))
}

// Named returns the key of the entity or purpose called name below k.
func (k Key) Named(name string) Key {
	h := uint64(fnvOff)
	for i := 0; i < len(name); i++ {
		h = (h ^ uint64(name[i])) * fnvMul
	}
	return Key(mix(uint64(k) + mix(h)))
}

// At returns the key of entity number i below k.
func (k Key) At(i uint64) Key { return Key(mix(uint64(k)^golden) + mix(i+golden)) }

// Uint64 returns draw number i: 64 uniform bits.
func (k Key) Uint64(i uint64) uint64 {
	return mix(uint64(k) + i*golden)
}

// Float64 returns draw number i, uniform on the open interval (0, 1), so that
// logarithms of it are finite. It has 52 bits: with 53, the half that keeps it
// from 0 would round the largest up to 1.
func (k Key) Float64(i uint64) float64 { return unit(k.Uint64(i)) }

// unit puts 52 bits behind a 1 and takes all but half of the last of them away.
func unit(bits uint64) float64 { return math.Float64frombits(bits>>12|1023<<52) - (1 - 0x1p-53) }

// IntN returns draw number i, uniform on 0..n-1, with a bias below n/2^64.
// It panics if n is not positive.
func (k Key) IntN(i uint64, n int) int {
	if n <= 0 {
		panic("sim: Key.IntN of a range that is not positive")
	}
	hi, _ := bits.Mul64(k.Uint64(i), uint64(n))
	return int(hi)
}

// Mix hashes one number to 64 well-spread bits.
func Mix(x uint64) uint64 { return mix(x) }

func mix(x uint64) uint64 {
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb
	return x ^ (x >> 31)
}
