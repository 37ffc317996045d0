package strategies

import (
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var consistentHashEntry = policy.Strategy{
	Name:   "consistent-hash",
	Called: "ring-hash ring_hash ketama hashing",
	Socket: policy.BalancingSocket,
	About:  "each backend owns points of a ring, and takes what falls before them: the same user (in queue files, a request for the same object) goes to the same backend while that is healthy",
	Hazard: "blind to load: with few points a backend may own several times its share",
	Used:   "HAProxy's hash-type consistent, nginx's hash with consistent, Envoy's ring hash, clients of memcached (ketama)",
	Params: []policy.Param{
		{Name: "points", Kind: policy.CountKind, Default: "100", Least: "1", About: "points of each backend on the ring (virtual nodes); Karger et al. 1997"},
	},
	New: func(v policy.Values) any { return &consistentHash{points: v.Count("points")} },
}

// consistentHash is a ring of places from 0 to 2^64, which a backend owns from
// the point before one of its own up to that one.
type consistentHash struct{ points int }

var (
	_ policy.Balancing   = (*consistentHash)(nil)
	_ policy.Remembering = (*consistentHash)(nil)
)

func (c *consistentHash) Fresh(t *policy.Targets, key sim.Key) any {
	return newRing(key, len(t.InFlight), c.points)
}

// Pick takes the owner of the key's place, or the first healthy one behind it.
func (*consistentHash) Pick(t *policy.Targets, _ uint64) id.Member {
	r := t.Memory.(*Ring)
	i := r.at(t.Key)
	if len(t.Healthy) == r.backends {
		return r.points[i].backend
	}
	for {
		if _, healthy := slices.BinarySearch(t.Healthy, r.points[i].backend); healthy {
			return r.points[i].backend
		}
		if i++; i == len(r.points) {
			i = 0
		}
	}
}
