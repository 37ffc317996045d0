package main

import (
	"fmt"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/distribution"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var key = sim.NewKey(1, 0)

func constant(d time.Duration) distribution.Distribution { return distribution.Constant(d) }

// hashFacts are what a strategy does with keys when one of some backends is taken
// away: the share of those that move although their backend is still there.
func hashFacts(strategy, text string, backends, keys int, given ...string) []fact {
	const many = 20000
	s := rig.Make[policy.Balancing](strategy, given...)
	t := &policy.Targets{Cursor: new(uint32), InFlight: make([]int32, backends), Members: backends}
	if r, ok := s.(policy.Remembering); ok {
		t.Memory = r.Fresh(t, key)
	}
	for i := range backends {
		t.Healthy = append(t.Healthy, id.Member(i))
	}
	before := make([]id.Member, many)
	for k := range before {
		t.Key = key.Named("keys").Uint64(uint64(k))
		before[k] = s.Pick(t, 0)
	}
	t.Healthy = t.Healthy[1:]
	moved, stay := 0, 0
	for k, was := range before {
		t.Key = key.Named("keys").Uint64(uint64(k))
		if is := s.Pick(t, 0); was != 0 {
			if stay++; is != was {
				moved++
			}
		}
	}
	f := figure{unit: share, value: float64(moved) / float64(stay), of: keys}
	return []fact{{strategy, fmt.Sprintf("%s, one of %d servers is taken away: keys of the other servers that move", text, backends), f}}
}

// hashFigures asks for each key, takes a server away, and asks again.
func hashFigures(b *rig.Bench, url string, keys int, without func()) []figure {
	ask := func() []rig.Result {
		return b.Send(&rig.Load{URL: url, At: rig.Every(b.Now(), 8*ms, keys), Limit: 10 * second})
	}
	before := ask()
	without()
	b.Sleep(b.Now() + second)
	moved, stay := 0, 0
	for i, r := range ask() {
		if was := before[i].From; was != "s0" {
			if stay++; r.From != was {
				moved++
			}
		}
	}
	return []figure{part(moved, stay)}
}
