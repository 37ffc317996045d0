package strategies

import (
	"math"
	"math/bits"

	"failsim/models/id"
	"failsim/models/policy"
)

var leastOutstandingEntry = policy.Strategy{
	Name:   "least-outstanding",
	Called: "least-connections least-conn leastconn least_conn jsq join-shortest-queue lor",
	Was:    "least-of-all",
	Socket: policy.BalancingSocket,
	About:  "sends each request to a backend with the fewest requests outstanding at this LB, of all healthy ones",
	Hazard: "a backend that fails fast looks idle, and draws everything while the others are busy",
	Used:   "nginx's least_conn, HAProxy's leastconn, AWS's ALB (least outstanding requests)",
	New:    func(policy.Values) any { return &leastOutstanding{} },
}

// leastOutstanding looks at every healthy backend; ties are drawn evenly.
type leastOutstanding struct{}

var _ policy.Balancing = (*leastOutstanding)(nil)

// Pick goes through a few backends from the last to the first, and keeps the
// numbers of those tied in a word, four bits each, behind a 1 that says how many
// they are. It takes no branch on who is busy: that looks random, and would be
// guessed wrong half the time. As a rule all are healthy, so that a place in
// t.Healthy is the number of the backend.
func (*leastOutstanding) Pick(t *policy.Targets, u uint64) id.Member {
	const fit = 15 // in a word, and a bit before them
	i := len(t.InFlight) - 1
	if uint(i) >= fit || len(t.InFlight) != len(t.Healthy) {
		return leastOfMany(t, u)
	}
	least, tied := t.InFlight[i], uint64(1<<4|i)
	for i > 0 {
		i--
		open := t.InFlight[i]
		if open < least {
			tied = 1
		}
		least = min(least, open)
		if with := tied<<4 | uint64(i); open == least {
			tied = with
		}
	}
	// A draw among all their bits is that of one of them, and of a bit in it.
	bit, _ := bits.Mul64(u, uint64(bits.Len64(tied)-1))
	first := bit &^ 3
	return id.Member((tied >> (first % 64)) & 15)
}

// leastOfMany counts those tied, and looks for the one drawn in a second scan.
func leastOfMany(t *policy.Targets, u uint64) id.Member {
	least, ties := int32(math.MaxInt32), uint64(0)
	for _, b := range t.Healthy {
		open := t.InFlight[b]
		if open < least {
			ties = 0
		}
		least = min(least, open)
		if open == least {
			ties++
		}
	}
	skip, _ := bits.Mul64(u, ties)
	for _, b := range t.Healthy {
		if t.InFlight[b] != least {
			continue
		}
		if skip == 0 {
			return b
		}
		skip--
	}
	panic("strategies: least-outstanding lost count of the backends that it had counted")
}
