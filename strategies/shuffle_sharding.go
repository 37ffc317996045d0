package strategies

import (
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var shuffleShardingEntry = policy.Strategy{
	Name:   "shuffle-sharding",
	Socket: policy.BalancingSocket,
	About:  "each user has a few backends of all, picked by a hash of its identity, and goes to the one of them with the fewest outstanding requests: of 8 taken 2 by 2 there are 28 pairs",
	Hazard: "when all of a user's backends are out, its requests go to the others, and a poisonous request fells those too; a shard is a small pool, whose queues are longer than those of one large pool",
	Used:   "AWS's Route 53 and its lab on fault isolation",
	Params: []policy.Param{
		{Name: "size", Kind: policy.CountKind, Default: "2", Least: "1", Most: "16", About: "backends of a user; AWS's lab has 2 of 8"},
	},
	New: func(v policy.Values) any { return shuffleSharding(v.Count("size")) },
}

// shuffleSharding is how many backends a user has.
type shuffleSharding int

var _ policy.Balancing = shuffleSharding(0)

// Pick draws as many of all backends as a user has, each set as likely as any other
// (Floyd's sampling), and looks which of them are healthy.
func (s shuffleSharding) Pick(t *policy.Targets, u uint64) id.Member {
	var own [16]id.Member
	size := min(int(s), t.Members)
	best, ties := id.Member(0), uint64(0)
	for i := range size {
		last := t.Members - size + i
		b := id.Member(sim.Mix(t.Key+uint64(i)) % uint64(last+1))
		if slices.Contains(own[:i], b) {
			b = id.Member(last)
		}
		own[i] = b
		if _, healthy := slices.BinarySearch(t.Healthy, b); !healthy {
			continue
		}
		switch {
		case ties == 0 || t.InFlight[b] < t.InFlight[best]:
			best, ties = b, 1
		case t.InFlight[b] == t.InFlight[best]:
			if ties++; sim.Mix(u+ties)%ties == 0 { // each of those that are alike as likely
				best = b
			}
		}
	}
	if ties == 0 {
		return t.Healthy[u%uint64(len(t.Healthy))]
	}
	return best
}

// Fresh keeps nothing: an LB finds out who asks where a strategy remembers.
func (shuffleSharding) Fresh(*policy.Targets, sim.Key) any { return nil }
