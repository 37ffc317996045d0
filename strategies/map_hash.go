package strategies

import (
	"failsim/models/policy"
	"failsim/sim"
)

var mapHashEntry = policy.Strategy{
	Name:   "map-hash",
	Socket: policy.BalancingSocket,
	About:  "takes the hash of the user, or of the object, modulo the number of healthy backends, as HAProxy's map-based hash and nginx's hash without consistent do",
	Hazard: "when one backend of ten is lost or back nine tenths of all keys move, and caches behind it are cold at once; blind to load",
	Used:   "HAProxy's default for hashes, nginx's hash",
	New:    func(policy.Values) any { return &mapHash{} },
}

// mapHash is even but for chance, for as long as nothing changes.
type mapHash struct{}

var _ policy.Balancing = (*mapHash)(nil)

func (*mapHash) Pick(t *policy.Targets, _ uint64) uint16 {
	return t.Healthy[sim.Mix(t.Key)%uint64(len(t.Healthy))]
}

// Fresh keeps nothing: an LB finds out who asks where a strategy remembers.
func (*mapHash) Fresh(*policy.Targets, sim.Key) any { return nil }
