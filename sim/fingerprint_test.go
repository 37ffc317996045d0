package sim_test

import (
	"testing"

	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

func TestAFingerprintDoesNotDependOnTheOrderOfFacts(t *testing.T) {
	key := sim.NewKey(1, 0)
	const facts = 1000
	fact := func(f *sim.Fingerprint, i uint64) {
		k := key.At(i)
		f.Fact(k.Uint64(0)%3, k.Uint64(1), k.Uint64(2), k.Uint64(3))
	}
	var forward, backward, left, right sim.Fingerprint
	for i := range uint64(facts) {
		fact(&forward, i)
		fact(&backward, facts-1-i)
		if i%3 == 0 {
			fact(&left, i)
		} else {
			fact(&right, i)
		}
	}
	assert.Equal(t, forward, backward)
	right.Merge(left)
	assert.Equal(t, forward, right, "parts add up in any order")
	assert.Equal(t, forward.String(), backward.String())
	assert.Regexp(t, "^[0-9a-f]{16}$", forward.String())
}

func TestAFingerprintTellsFactsApart(t *testing.T) {
	of := func(facts ...[4]uint64) string {
		var f sim.Fingerprint
		for _, x := range facts {
			f.Fact(x[0], x[1], x[2], x[3])
		}
		return f.String()
	}
	seen := map[string]int{}
	for i, s := range []string{
		of(), of([4]uint64{}), of([4]uint64{}, [4]uint64{}),
		of([4]uint64{1, 2, 3, 4}), of([4]uint64{2, 1, 3, 4}), of([4]uint64{1, 3, 2, 4}), of([4]uint64{1, 2, 4, 3}),
		of([4]uint64{4, 3, 2, 1}), of([4]uint64{1, 0, 0, 0}), of([4]uint64{0, 1, 0, 0}), of([4]uint64{0, 0, 1, 0}),
		of([4]uint64{0, 0, 0, 1}), of([4]uint64{1, 2, 3, 4}, [4]uint64{1, 2, 3, 4}),
		of([4]uint64{1, 2, 3, 4}, [4]uint64{5, 6, 7, 8}), of([4]uint64{1, 2, 3, 8}, [4]uint64{5, 6, 7, 4}),
		of([4]uint64{1, 2, 7, 4}, [4]uint64{5, 6, 3, 8}), of([4]uint64{5, 2, 3, 4}, [4]uint64{1, 6, 7, 8}),
	} {
		assert.Zero(t, seen[s], "lists of facts %d and %d look the same", i, seen[s]-1)
		seen[s] = i + 1
	}
}

func TestAFactDoesNotAllocate(t *testing.T) {
	var f sim.Fingerprint
	assert.Zero(t, testing.AllocsPerRun(1000, func() { f.Fact(1, 2, 3, 4) }))
}
