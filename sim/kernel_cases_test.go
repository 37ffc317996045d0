package sim_test

import (
	"fmt"
	"slices"
	"testing"

	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recorder logs what it is given; then, if set, decides what follows.
type recorder struct {
	log  []firing
	then func(now sim.Time, e sim.Event)
}

func (r *recorder) Handle(now sim.Time, e sim.Event) {
	r.log = append(r.log, firing{at: now, event: e})
	if r.then != nil {
		r.then(now, e)
	}
}

func (r *recorder) args() []uint64 {
	var args []uint64
	for _, f := range r.log {
		args = append(args, f.event.Arg)
	}
	return args
}

func TestEventsOfOneInstantFireByRankThenOwnerThenKindThenArgument(t *testing.T) {
	k, r := &sim.Kernel{}, &recorder{}
	first, second := k.Register(r), k.Register(r)
	for _, f := range []struct {
		rank  sim.Rank
		owner sim.Owner
		kind  uint8
		arg   uint64
	}{
		{sim.Probe, first, 0, 8}, {sim.Arrival, second, 0, 7}, {sim.Arrival, first, 1, 6}, {sim.Arrival, first, 0, 5},
		{sim.Arrival, first, 0, 4}, {sim.Change, second, 1, 3}, {sim.Completion, second, 255, 2}, {sim.Completion, first, 255, sim.MaxArg},
	} {
		k.Schedule(5, f.rank, f.owner, sim.Event{Kind: f.kind, Arg: f.arg})
	}
	k.Run(5)
	assert.Equal(t, []uint64{sim.MaxArg, 2, 3, 4, 5, 6, 7, 8}, r.args())
	assert.Equal(t, uint8(255), r.log[0].event.Kind)
}

func TestAHandlerMayScheduleForItsOwnInstant(t *testing.T) {
	k, r := &sim.Kernel{}, &recorder{}
	owner := k.Register(r)
	r.then = func(now sim.Time, e sim.Event) {
		if e.Arg == 2 {
			k.Schedule(now, sim.Probe, owner, sim.Event{Arg: 9})
			k.Schedule(now, sim.Completion, owner, sim.Event{Arg: 1}) // of a rank that has had its turn
		}
	}
	k.Schedule(5, sim.Arrival, owner, sim.Event{Arg: 3})
	k.Schedule(5, sim.Arrival, owner, sim.Event{Arg: 2})
	k.Schedule(6, sim.Completion, owner, sim.Event{Arg: 10})
	k.Run(6)
	assert.Equal(t, []uint64{2, 1, 3, 9, 10}, r.args())
}

func TestRunHandlesEventsUpToAndIncludingItsInstant(t *testing.T) {
	k, r := &sim.Kernel{}, &recorder{}
	owner := k.Register(r)
	for _, at := range []sim.Time{20, 10, 30, sim.Never} {
		k.Schedule(at, sim.Change, owner, sim.Event{Arg: uint64(at) % 100})
	}
	k.Run(-1)
	assert.Zero(t, k.Now(), "nothing lies before the start")
	k.Run(9)
	assert.Empty(t, r.log)
	assert.Equal(t, sim.Time(9), k.Now(), "the clock stands where it was sent")
	k.Run(10)
	assert.Equal(t, []uint64{10}, r.args())
	k.Run(10)
	assert.Len(t, r.log, 1, "running to now again does nothing")
	k.Run(5)
	assert.Equal(t, sim.Time(10), k.Now(), "the clock never goes back")
	k.Schedule(10, sim.Change, owner, sim.Event{Arg: 11})
	k.Run(25)
	assert.Equal(t, []uint64{10, 11, 20}, r.args())
	assert.Equal(t, 2, k.Pending())
	assert.Equal(t, uint64(3), k.Fired())
	k.Run(sim.Never)
	assert.Zero(t, k.Pending(), "an event at Never fires when the run goes so far")
	assert.Len(t, r.log, 5)
}

func TestErrorsOfAModelPanic(t *testing.T) {
	k, r := &sim.Kernel{}, &recorder{}
	owner := k.Register(r)
	k.Run(10)
	assert.PanicsWithValue(t, "sim: event at 9 ns lies before now, 10 ns", func() {
		k.Schedule(9, sim.Change, owner, sim.Event{})
	})
	assert.PanicsWithValue(t, "sim: event argument 17592186044416 is above 17592186044415", func() {
		k.Schedule(10, sim.Change, owner, sim.Event{Arg: sim.MaxArg + 1})
	})
	assert.Zero(t, k.Pending())
	for range 255 {
		k.Register(r)
	}
	assert.PanicsWithValue(t, "sim: more than 256 handlers", func() { k.Register(r) })
}

func TestTheLastOwnerGetsItsEvents(t *testing.T) {
	k, none, last := &sim.Kernel{}, &recorder{}, &recorder{}
	for range 255 {
		k.Register(none)
	}
	owner := k.Register(last)
	k.Schedule(1, sim.Probe, owner, sim.Event{Kind: 255, Arg: sim.MaxArg})
	k.Run(1)
	assert.Empty(t, none.log)
	assert.Equal(t, []firing{{at: 1, event: sim.Event{Kind: 255, Arg: sim.MaxArg}}}, last.log)
}

func TestAQueueGrowsAndDrainsInOrder(t *testing.T) {
	k, r := &sim.Kernel{}, &recorder{}
	owner := k.Register(r)
	key := sim.NewKey(7, 0)
	for round := range uint64(3) {
		for i := range uint64(5000) {
			k.Schedule(k.Now()+sim.Time(key.At(round).IntN(i, 1000)), sim.Change, owner, sim.Event{Arg: i})
		}
		require.Equal(t, 5000, k.Pending())
		k.Run(k.Now() + 1000)
		require.Zero(t, k.Pending())
	}
	assert.True(t, slices.IsSortedFunc(r.log, func(a, b firing) int { return int(a.at - b.at) }))
	assert.Len(t, r.log, 15_000)
}

// An optimisation of the queue must not change this.
func TestTheOrderOfEventsIsWhatItHasAlwaysBeen(t *testing.T) {
	order := uint64(0)
	for seed := range uint64(200) {
		m := newModel(sim.NewKey(seed, 1))
		runKernel(m, []sim.Time{1000})
		for _, f := range m.log {
			order = sim.Mix(order ^ uint64(f.at))
			order = sim.Mix(order ^ uint64(f.owner)<<8 ^ uint64(f.event.Kind))
			order = sim.Mix(order ^ f.event.Arg)
		}
	}
	assert.Equal(t, "b1b8e8054ebb1350", fmt.Sprintf("%016x", order))
}

func TestARunThatIsToStopEndsSoon(t *testing.T) {
	k, r := &sim.Kernel{}, &recorder{}
	o := k.Register(r)
	r.then = func(now sim.Time, _ sim.Event) { k.Schedule(now+1, sim.Change, o, sim.Event{}) }
	k.Schedule(0, sim.Change, o, sim.Event{})
	k.Stop = func() bool { return len(r.log) > 50_000 }
	k.Run(sim.Never)
	assert.Less(t, len(r.log), 60_000)
	assert.Less(t, k.Now(), sim.Time(60_000), "the clock is where it was left")
}
