package strategies

import (
	"failsim/models/id"
	"failsim/models/policy"
)

var leastRequestEntry = policy.Strategy{
	Name:   "least-request",
	Called: "p2c two-choices power-of-two power-of-two-choices least-loaded",
	Socket: policy.BalancingSocket,
	About:  "draws two healthy backends and takes the one with fewer requests outstanding at this LB: the power of two choices",
	Hazard: "a backend that fails fast looks idle and draws more than its share; LBs do not see each other's requests",
	Used:   "Envoy's least request, nginx's random two, HAProxy's random, Finagle",
	Params: []policy.Param{{
		Name: "pair", Kind: policy.WordKind, Default: "any", Words: []string{"any", "distinct"},
		About: "any: both draws may fall on one backend, as in Envoy's least_request; distinct: never, as in nginx's random two",
	}},
	New: func(v policy.Values) any { return &leastRequest{distinct: v.Word("pair") == "distinct"} },
}

// leastRequest compares two draws; the first keeps a tie.
type leastRequest struct{ distinct bool }

var _ policy.Balancing = (*leastRequest)(nil)

func (l *leastRequest) Pick(t *policy.Targets, u uint64) id.Member {
	n := uint64(len(t.Healthy))
	i := u >> 32 * n >> 32
	j := u & (1<<32 - 1)
	if l.distinct && n > 1 {
		j = j * (n - 1) >> 32
		if j >= i {
			j++
		}
	} else {
		j = j * n >> 32
	}
	a, b := t.Healthy[i], t.Healthy[j]
	if t.InFlight[b] < t.InFlight[a] {
		return b
	}
	return a
}
