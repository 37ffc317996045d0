package sim_test

import (
	"slices"
	"testing"

	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// firing is one event as its handler saw it.
type firing struct {
	at    sim.Time
	owner sim.Owner
	event sim.Event
}

// scheduler is what a model needs of a kernel.
type scheduler interface {
	Schedule(at sim.Time, rank sim.Rank, owner sim.Owner, e sim.Event)
	Reserve(rank sim.Rank, owner sim.Owner, e sim.Event) sim.Slot
	Set(s sim.Slot, at sim.Time)
	Follow(s sim.Slot, at sim.Time) bool
}

// naive is the specification: a list, sorted by the total order in full.
type naive struct {
	pending  []filed
	sequence int
	slots    []filed
}

type filed struct {
	firing
	rank     sim.Rank
	sequence int
	slot     int // 1-based; 0: none
}

func (n *naive) Schedule(at sim.Time, rank sim.Rank, owner sim.Owner, e sim.Event) {
	n.sequence++
	n.pending = append(n.pending, filed{firing{at, owner, e}, rank, n.sequence, 0})
}

func (n *naive) Reserve(rank sim.Rank, owner sim.Owner, e sim.Event) sim.Slot {
	n.slots = append(n.slots, filed{firing{0, owner, e}, rank, 0, len(n.slots) + 1})
	return sim.Slot(len(n.slots) - 1)
}

func (n *naive) Set(s sim.Slot, at sim.Time) {
	f := n.slots[s]
	n.pending = slices.DeleteFunc(n.pending, func(g filed) bool { return g.slot == f.slot })
	f.at = at
	n.pending = append(n.pending, f)
}

func (n *naive) Follow(s sim.Slot, at sim.Time) bool {
	n.Set(s, at)
	return false
}

func (f filed) before(g filed) bool {
	switch {
	case f.at != g.at:
		return f.at < g.at
	case f.rank != g.rank:
		return f.rank < g.rank
	case f.owner != g.owner:
		return f.owner < g.owner
	case f.event.Kind != g.event.Kind:
		return f.event.Kind < g.event.Kind
	case f.event.Arg != g.event.Arg:
		return f.event.Arg < g.event.Arg
	}
	return f.sequence < g.sequence
}

func (n *naive) run(until sim.Time, handle func(firing)) {
	for {
		first := -1
		for i, f := range n.pending {
			if f.at <= until && (first < 0 || f.before(n.pending[first])) {
				first = i
			}
		}
		if first < 0 {
			return
		}
		f := n.pending[first]
		n.pending = slices.Delete(n.pending, first, first+1)
		handle(f.firing)
	}
}

// model answers each event with 0 to 3 others, by key, among few instants,
// owners and arguments, so that ties of every kind abound.
type model struct {
	key       sim.Key
	scheduler scheduler
	instants  int
	near      int // what follows is among so many times fewer instants
	left      int
	slotted   bool
	slots     []sim.Slot
	log       []firing
	cleared   int // followed without a look at all that waits
}

// fire handles an event, and those that follow upon it at once.
func (m *model) fire(f firing) {
	for follows := true; follows; {
		m.answer(f)
		f, follows = m.follow(f.at)
	}
}

// follow files the event of a slot, or has it follow.
func (m *model) follow(now sim.Time) (firing, bool) {
	k := m.key.At(uint64(len(m.log))).Named("follow")
	if len(m.slots) == 0 || m.left == 0 || k.IntN(0, 3) > 0 {
		return firing{}, false
	}
	m.left--
	i := k.IntN(1, len(m.slots))
	at := now + sim.Time(k.IntN(2, 1+m.instants/m.near))
	owner, e := m.holder(i)
	if quick, ok := m.scheduler.(interface{ Clear(at sim.Time) bool }); ok && k.IntN(3, 2) == 0 && quick.Clear(at) {
		m.cleared++
		return firing{at, owner, e}, true
	}
	return firing{at, owner, e}, m.scheduler.Follow(m.slots[i], at)
}

// holder returns whose event a slot holds, and which.
func (m *model) holder(slot int) (sim.Owner, sim.Event) {
	return sim.Owner(m.key.At(1<<45+uint64(slot)).IntN(2, 4)), sim.Event{Kind: 9, Arg: uint64(slot)}
}

func (m *model) answer(f firing) {
	m.log = append(m.log, f)
	k := m.key.At(uint64(len(m.log)))
	for i := range uint64(k.IntN(0, 4)) {
		if m.left == 0 {
			return
		}
		m.left--
		m.schedule(f.at, k.At(i))
	}
}

// reserve makes a few slots, if the model is to use them.
func (m *model) reserve() {
	if !m.slotted {
		return
	}
	for i := range m.key.IntN(1<<44, 4) {
		owner, e := m.holder(i)
		m.slots = append(m.slots, m.scheduler.Reserve(sim.Rank(m.key.At(1<<45+uint64(i)).IntN(1, 4)), owner, e))
	}
}

func (m *model) schedule(now sim.Time, k sim.Key) {
	if len(m.slots) > 0 && k.IntN(5, 3) == 0 {
		m.scheduler.Set(m.slots[k.IntN(6, len(m.slots))], now+sim.Time(k.IntN(0, m.instants)))
		return
	}
	m.scheduler.Schedule(now+sim.Time(k.IntN(0, m.instants)), sim.Rank(k.IntN(1, 4)), sim.Owner(k.IntN(2, 4)),
		sim.Event{Kind: uint8(k.IntN(3, 3)), Arg: uint64(k.IntN(4, 3)) * (sim.MaxArg / 2)})
}

// port is one registered handler of a model.
type port struct {
	owner sim.Owner
	model *model
}

func (p *port) Handle(now sim.Time, e sim.Event) { p.model.fire(firing{now, p.owner, e}) }

func newModel(key sim.Key) *model {
	return &model{key: key, instants: 1 + key.IntN(1<<40, 12), near: 1, left: 20 + key.IntN(1<<41, 200)}
}

// newSparse is a model in which what follows is often the very next of all.
func newSparse(key sim.Key) *model {
	m := newModel(key)
	m.instants, m.near = 100*m.instants, 100
	return m
}

// runKernel plays a model on a kernel, in steps up to each of untils.
func runKernel(m *model, untils []sim.Time) *sim.Kernel {
	k := &sim.Kernel{}
	for o := range sim.Owner(4) {
		p := &port{model: m}
		p.owner = k.Register(p)
		if p.owner != o {
			panic("owners are not numbered in order")
		}
	}
	m.scheduler = k
	m.reserve()
	for i := range uint64(m.key.IntN(1<<42, 40)) {
		m.schedule(0, m.key.At(1<<43+i))
	}
	for _, until := range untils {
		k.Run(until)
	}
	return k
}

func runNaive(m *model, untils []sim.Time) *naive {
	n := &naive{}
	m.scheduler = n
	m.reserve()
	for i := range uint64(m.key.IntN(1<<42, 40)) {
		m.schedule(0, m.key.At(1<<43+i))
	}
	for _, until := range untils {
		n.run(until, m.fire)
	}
	return n
}

func TestEventsFireInTheTotalOrderOfANaiveList(t *testing.T) {
	untils := []sim.Time{0, 1, 1, 7, 30, 1000, 9000}
	total, cleared := 0, 0
	for seed := range uint64(4000) {
		key := sim.NewKey(seed, 0)
		make := newModel
		if seed%4 == 3 {
			make = newSparse
		}
		kernelModel, naiveModel := make(key), make(key)
		kernelModel.slotted, naiveModel.slotted = seed%2 == 1, seed%2 == 1
		k := runKernel(kernelModel, untils)
		n := runNaive(naiveModel, untils)
		require.Equal(t, naiveModel.log, kernelModel.log, "seed %d", seed)
		require.Equal(t, len(n.pending), k.Pending(), "seed %d", seed)
		require.Equal(t, uint64(len(kernelModel.log)), k.Fired(), "seed %d", seed)
		require.Equal(t, sim.Time(9000), k.Now())
		total += len(kernelModel.log)
		cleared += kernelModel.cleared
	}
	require.Greater(t, total, 200_000, "the models are not trivial")
	require.Greater(t, cleared, 100, "what follows is often known to")
}

func TestASlotHoldsOneEventThatCanBeSetAgain(t *testing.T) {
	k, r := &sim.Kernel{}, &recorder{}
	o := k.Register(r)
	s := k.Reserve(sim.Arrival, o, sim.Event{Arg: 7})
	assert.Zero(t, k.Pending(), "an empty slot")
	k.Set(s, 5)
	k.Set(s, 3)
	assert.Equal(t, 1, k.Pending())
	k.Run(10)
	assert.Equal(t, []firing{{at: 3, event: sim.Event{Arg: 7}}}, r.log)
	assert.PanicsWithValue(t, "sim: event at 9 ns lies before now, 10 ns", func() { k.Set(s, 9) })
	assert.PanicsWithValue(t, "sim: event argument 17592186044416 is above 17592186044415", func() {
		k.Reserve(sim.Arrival, o, sim.Event{Arg: sim.MaxArg + 1})
	})
}

func TestNeverLeavesASlotEmpty(t *testing.T) {
	k, r := &sim.Kernel{}, &recorder{}
	s := k.Reserve(sim.Arrival, k.Register(r), sim.Event{})
	k.Set(s, 5)
	k.Set(s, sim.Never)
	assert.Zero(t, k.Pending())
	k.Set(s, 5)
	r.then = func(sim.Time, sim.Event) { assert.False(t, k.Follow(s, sim.Never)) }
	k.Run(sim.Never)
	assert.Len(t, r.log, 1)
	assert.Zero(t, k.Pending())
	assert.EqualValues(t, 1, k.Fired())
}
