package conform_test

import (
	"slices"
	"sync"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// lb is what a real proxy keeps so that failsim's strategies can choose for it.
type lb struct {
	mu        sync.Mutex
	now       func() sim.Time
	balancing policy.Balancing
	filters   []policy.Filtering
	targets   policy.Targets
	healthy   []id.Member
	weights   []float64
	memory    any
	memories  []any
}

func newLB(p *plan, now func() sim.Time) *lb {
	l := &lb{now: now, balancing: p.balancing.make().(policy.Balancing), filters: p.makeFilters()}
	l.targets = policy.Targets{Members: p.backends, InFlight: make([]int32, p.backends), Cursor: new(uint32),
		Since: slices.Repeat([]sim.Time{-1 << 61}, p.backends), Zones: make([]id.Zone, p.backends), LBs: 1}
	for i := range p.backends {
		l.healthy = append(l.healthy, id.Member(i))
		l.weights = append(l.weights, float64(p.serversOf(i)))
	}
	l.restore()
	key := p.key.Named("plane").Named("balance")
	if b, ok := l.balancing.(policy.Remembering); ok {
		l.memory = b.Fresh(&l.targets, key.Named("memory").At(0))
	}
	l.memories = make([]any, len(l.filters))
	for i, f := range l.filters {
		if f, ok := f.(policy.Remembering); ok {
			l.memories[i] = f.Fresh(&l.targets, key.Named("filter").At(uint64(i)).At(0))
		}
	}
	return l
}

// restore gives the view back what filters may have changed.
func (l *lb) restore() {
	l.targets.Healthy, l.targets.Weights = slices.Clone(l.healthy), slices.Clone(l.weights)
}

// pick chooses a backend, if any is left.
func (l *lb) pick(u, client uint64) (id.Member, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := &l.targets
	l.restore()
	t.Now, t.Key = l.now(), client
	for i, f := range l.filters {
		t.Memory = l.memories[i]
		f.Filter(t)
	}
	if len(t.Healthy) == 0 {
		return 0, false
	}
	t.Memory = l.memory
	b := l.balancing.Pick(t, u)
	t.InFlight[b]++
	return b, true
}

// ended tells strategies that an attempt has ended.
func (l *lb) ended(e *policy.Ending) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := &l.targets
	l.restore()
	t.InFlight[e.Backend]--
	e.Ended = l.now()
	t.Now = e.Ended
	if s, ok := l.balancing.(policy.Learning); ok {
		t.Memory = l.memory
		s.Learn(t, e)
	}
	for i, f := range l.filters {
		if s, ok := f.(policy.Learning); ok {
			t.Memory = l.memories[i]
			s.Learn(t, e)
		}
	}
}

// believe has the LB take a backend for healthy, or not.
func (l *lb) believe(b id.Member, healthy bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.healthy = slices.DeleteFunc(l.healthy, func(c id.Member) bool { return c == b })
	if healthy {
		l.healthy = append(l.healthy, b)
		slices.Sort(l.healthy)
		l.targets.Since[b] = l.now()
	}
}
