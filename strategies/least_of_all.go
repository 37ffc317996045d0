package strategies

import (
	"math"
	"math/bits"

	"failsim/models/policy"
)

var leastOfAllEntry = policy.Strategy{
	Name:   "least-of-all",
	Socket: policy.BalancingSocket,
	About:  "sends each request to a backend with the fewest requests open at this LB, of all healthy ones",
	Hazard: "a backend that fails fast looks idle and draws everything; looking at all costs time in large groups",
	New:    func(policy.Values) any { return &leastOfAll{} },
}

// leastOfAll scans every healthy backend; ties are drawn evenly.
type leastOfAll struct{}

// fewTies bounds how many tied backends one scan remembers. Groups are seldom
// larger; a second scan finds the others.
const fewTies = 16

var _ policy.Balancing = (*leastOfAll)(nil)

// Pick notes every backend behind those tied so far, and keeps it by counting
// it if it is tied too: who is busy looks random, and a branch on it would be
// guessed wrong half the time.
func (*leastOfAll) Pick(t *policy.Targets, u uint64) uint16 {
	var tied [fewTies]uint16
	least, ties := int32(math.MaxInt32), uint64(0)
	inFlight := t.InFlight
	for _, b := range t.Healthy {
		open := inFlight[b]
		if open < least {
			ties = 0
		}
		least = min(least, open)
		tied[ties%fewTies] = b
		if open == least {
			ties++
		}
	}
	skip, _ := bits.Mul64(u, ties)
	if ties < fewTies {
		return tied[skip%fewTies]
	}
	for _, b := range t.Healthy {
		if t.InFlight[b] != least {
			continue
		}
		if skip == 0 {
			return b
		}
		skip--
	}
	panic("strategies: least-of-all lost count of the backends that it had counted")
}
