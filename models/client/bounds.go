package client

import (
	"sort"

	"failsim/sim"
)

// bounds say which share of a stream a client belongs to. A client's draw is
// looked up in a guide table (Chen and Asau 1974): where none of the bounds
// between shares lies near, as a rule, it is found at once, and no branch is
// taken that could not be foretold.
type bounds struct {
	from  []uint64 // by share: the least draw behind it
	guide [256]int // by a draw's highest bits: the share of the least such draw
}

const drawBits = 53

func newBounds(shares []float64) bounds {
	var b bounds
	for i := range shares {
		b.from = append(b.from, uint64(sort.Search(1<<drawBits, func(draw int) bool { return chosen(shares, draw) > i })))
	}
	for i := range b.guide {
		b.guide[i] = chosen(shares, i<<(drawBits-8))
	}
	return b
}

// chosen returns which share a draw falls into.
func chosen(shares []float64, draw int) int {
	u := float64(draw) / (1 << drawBits)
	for i, share := range shares {
		if u < share {
			return i
		}
		u -= share
	}
	return len(shares) - 1
}

// share returns a client's.
func (b *bounds) share(client uint64) int {
	return b.of(sim.Mix(client^0x706f70) >> (64 - drawBits))
}

// of returns the share that chosen finds for a draw.
func (b *bounds) of(draw uint64) int {
	i := b.guide[draw>>(drawBits-8)%256]
	for draw >= b.from[i] {
		i++
	}
	return i
}
