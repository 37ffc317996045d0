package strategies

import (
	"math/bits"
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var maglevEntry = policy.Strategy{
	Name:   "maglev",
	Socket: policy.BalancingSocket,
	About:  "looks the user, or the object, up in a table that healthy backends fill in turns, each in an order of its own: nearly even, and few move when a backend is lost, as Google's Maglev and Envoy do",
	Hazard: "blind to load: the heaviest user decides which backend is busiest; a lost backend moves some of the others' keys too",
	Used:   "Google's network load balancers, Envoy, Cilium, Facebook's Katran",
	Params: []policy.Param{
		{Name: "table", Kind: policy.CountKind, Default: "65537", Least: "2", About: "size of the table, rounded up to a prime; Envoy's and the paper's (Eisenbud et al., NSDI 2016, Google)"},
	},
	New: func(v policy.Values) any { return &maglev{places: nextPrime(v.Count("table"))} },
}

// maglev keeps the last tables that it has made, each of some healthy backends: LBs
// with the same backends share them.
type maglev struct {
	places int
	made   []*maglevTable
}

var (
	_ policy.Balancing   = (*maglev)(nil)
	_ policy.Remembering = (*maglev)(nil)
)

// maglevTable is who has each place while those are healthy.
type maglevTable struct {
	healthy []id.Member
	owners  []id.Member
}

// maglevView is the table in use at an LB.
type maglevView struct{ table *maglevTable }

func (*maglev) Fresh(*policy.Targets, sim.Key) any { return &maglevView{} }

func (m *maglev) Pick(t *policy.Targets, _ uint64) id.Member {
	v := t.Memory.(*maglevView)
	if v.table == nil || !slices.Equal(v.table.healthy, t.Healthy) {
		v.table = m.of(t.Healthy)
	}
	at, _ := bits.Mul64(t.Key, uint64(m.places))
	return v.table.owners[at]
}

// of returns the table of some healthy backends, a new one if there is none.
func (m *maglev) of(healthy []id.Member) *maglevTable {
	for _, t := range m.made {
		if slices.Equal(t.healthy, healthy) {
			return t
		}
	}
	t := &maglevTable{slices.Clone(healthy), m.fill(healthy)}
	if len(m.made) == 16 {
		m.made = slices.Delete(m.made, 0, 1)
	}
	m.made = append(m.made, t)
	return t
}

// fill has each backend in turn take the next place of its order that is free.
func (m *maglev) fill(healthy []id.Member) []id.Member {
	places := uint64(m.places)
	owners, taken := make([]id.Member, places), make([]bool, places)
	at, skip := make([]uint64, len(healthy)), make([]uint64, len(healthy))
	for i, b := range healthy {
		h := sim.Mix(uint64(b) + 1)
		at[i], skip[i] = h%places, 1
		if places > 2 {
			skip[i] = sim.Mix(h)%(places-1) + 1
		}
	}
	for left := m.places; left > 0; {
		for i, b := range healthy {
			for taken[at[i]] {
				at[i] = (at[i] + skip[i]) % places
			}
			taken[at[i]], owners[at[i]] = true, b
			if left--; left == 0 {
				break
			}
		}
	}
	return owners
}
