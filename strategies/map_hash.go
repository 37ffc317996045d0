package strategies

import (
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var mapHashEntry = policy.Strategy{
	Name:   "map-hash",
	Socket: policy.BalancingSocket,
	About:  "takes the hash of the user, or of the object, modulo the number of backends: of the healthy ones, as HAProxy's map-based hash does, or of all, as nginx's hash without consistent",
	Hazard: "when one backend of ten is lost or back nine tenths of all keys move, and caches behind it are cold at once; blind to load",
	Used:   "HAProxy's default for hashes, nginx's hash",
	Params: []policy.Param{
		{Name: "over", Kind: policy.WordKind, Default: "healthy", Words: []string{"healthy", "all"},
			About: "healthy: HAProxy, where all keys are spread anew over those that are left; all: nginx, where only the keys of a backend that is out are hashed once more, up to 20 times, then it takes any"},
	},
	New: func(v policy.Values) any { return &mapHash{v.Word("over") == "all"} },
}

// mapHash is even but for chance, for as long as nothing changes.
type mapHash struct{ all bool }

var _ policy.Balancing = (*mapHash)(nil)

func (m *mapHash) Pick(t *policy.Targets, _ uint64) id.Member {
	if m.all {
		for again := range uint64(21) {
			b := id.Member(sim.Mix(t.Key+again) % uint64(t.Members))
			if _, healthy := slices.BinarySearch(t.Healthy, b); healthy {
				return b
			}
		}
	}
	return t.Healthy[sim.Mix(t.Key)%uint64(len(t.Healthy))]
}

// Fresh keeps nothing: an LB finds out who asks where a strategy remembers.
func (*mapHash) Fresh(*policy.Targets, sim.Key) any { return nil }
