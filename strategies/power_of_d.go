package strategies

import (
	"math/bits"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var powerOfDEntry = policy.Strategy{
	Name:   "power-of-d",
	Called: "jsq-d pod",
	Socket: policy.BalancingSocket,
	About:  "draws d healthy backends and takes one with the fewest requests outstanding at this LB",
	Hazard: "LBs do not see each other's requests; with a large d a backend that fails fast draws most of them",
	Used:   "Envoy's least request with choice_count, HAProxy's random(d)",
	Params: []policy.Param{
		{Name: "d", Kind: policy.CountKind, Default: "2", Least: "1", About: "how many are drawn; Mitzenmacher 2001"},
		{Name: "draw", Kind: policy.WordKind, Default: "any", Words: []string{"any", "distinct"},
			About: "any: a backend may be drawn twice; distinct: never"},
	},
	New: func(v policy.Values) any {
		return &powerOfD{d: v.Count("d"), distinct: v.Word("draw") == "distinct"}
	},
}

// powerOfD takes the first drawn of those with the fewest requests, which is
// one at random.
type powerOfD struct {
	d        int
	distinct bool
}

var _ policy.Balancing = (*powerOfD)(nil)

func (p *powerOfD) Pick(t *policy.Targets, u uint64) id.Member {
	n := len(t.Healthy)
	var room [16]int // as a rule enough; more are allocated
	drawn := room[:0]
	best := id.Member(0)
	for i := range min(p.d, maxDraws(n, p.distinct)) {
		from := n
		if p.distinct {
			from -= i
		}
		hi, _ := bits.Mul64(sim.Mix(u+uint64(i)), uint64(from))
		k := int(hi)
		if p.distinct {
			k, drawn = rank(k, drawn)
		}
		if b := t.Healthy[k]; i == 0 || t.InFlight[b] < t.InFlight[best] {
			best = b
		}
	}
	return best
}

// maxDraws returns how many draws there can be.
func maxDraws(n int, distinct bool) int {
	if distinct {
		return n
	}
	return 1 << 16
}

// rank returns number k, from 0, of those not drawn yet, and those drawn with
// it, in ascending order.
func rank(k int, drawn []int) (int, []int) {
	at := 0
	for at < len(drawn) && drawn[at] <= k {
		k++
		at++
	}
	drawn = append(drawn, 0)
	copy(drawn[at+1:], drawn[at:])
	drawn[at] = k
	return k, drawn
}
