package control_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"failsim/models/control"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hand is something that is done to a plane at an instant.
type hand struct {
	at sim.Time
	do func(r *rig)
}

// story is a random life of a plane: how it is made and what is done to it.
type story struct {
	fleet   int
	spec    control.Spec
	healing func() []policy.Healing
	own     []control.Managed
	demand  float64
	hands   []hand
}

func newStory(t *testing.T, seed uint64) story {
	t.Helper()
	u := rand.New(rand.NewPCG(seed, 1))
	work, err := distribution.NewLognormal(time.Duration(1+u.IntN(10))*time.Minute, 0.8)
	require.NoError(t, err)
	s := story{fleet: 1 + u.IntN(60), demand: []float64{0, 0.2, 0.6}[u.IntN(3)], spec: scaling()}
	s.spec.TouchesPerHour, s.spec.CreationsPerHour = float64(1+u.IntN(10)), float64(u.IntN(100))
	if u.IntN(2) == 0 {
		s.own = []control.Managed{{ID: sim.Mix(1), LB: 0, MinNodes: 2}}
	}
	s.spec.Target = 0.005 // so that a little demand scales
	s.spec.Workers, s.spec.Work, s.spec.Misread = 1+u.IntN(30), work, float64(u.IntN(2))*0.2
	s.healing = []func() []policy.Healing{
		func() []policy.Healing { return nil },
		func() []policy.Healing { return []policy.Healing{says(policy.Refuse)} },
		func() []policy.Healing { return []policy.Healing{says(policy.Adopt)} },
		func() []policy.Healing {
			return []policy.Healing{looks{says(policy.NoOpinion), 7 * time.Minute, func(v policy.PlaneView, o policy.PlaneOrders) {
				switch share, calls := v.ErrorShare(); { // a kill switch
				case share > 0.2 && calls > 5:
					o.Pause()
				case v.AlarmedLBs() == 0:
					o.Resume()
				}
			}}}
		},
		func() []policy.Healing {
			return []policy.Healing{looks{says(policy.NoOpinion), 11 * time.Minute, func(_ policy.PlaneView, o policy.PlaneOrders) { o.Reconcile(0.05) }}}
		},
	}[u.IntN(5)]
	for at := sim.Time(0); at < sim.Time(20*time.Hour); at = at.Add(time.Duration(u.Int64N(int64(time.Hour)))) {
		s.hands = append(s.hands, hand{at, doings(u)})
	}
	return s
}

// doings returns something that faults or people do.
func doings(u *rand.Rand) func(*rig) {
	share, key, from := u.Float64(), sim.Key(u.Uint64()), u.IntN(60)
	return []func(*rig){
		func(r *rig) { r.plane.Delete(r.kernel.Now(), key, share) },
		func(r *rig) { r.plane.SetDown(r.kernel.Now(), true) },
		func(r *rig) { r.plane.SetDown(r.kernel.Now(), false) },
		func(r *rig) { r.plane.Set(r.kernel.Now(), control.ByPeople, true) },
		func(r *rig) { r.plane.Set(r.kernel.Now(), control.ByPeople, false) },
		func(r *rig) { r.plane.Set(r.kernel.Now(), control.ByMachine, true) },
		func(r *rig) { r.plane.Set(r.kernel.Now(), control.ByMachine, false) },
		func(r *rig) { r.plane.MendOne(r.kernel.Now(), from) },
		func(r *rig) { r.plane.Merge(r.kernel.Now()) },
		func(r *rig) { // all is well again
			r.plane.SetDown(r.kernel.Now(), false)
			r.plane.Set(r.kernel.Now(), control.ByPeople, false)
			r.plane.Set(r.kernel.Now(), control.ByMachine, false)
			r.plane.Merge(r.kernel.Now())
			for range 60 {
				r.plane.MendOne(r.kernel.Now(), 0)
			}
		},
	}[min(u.IntN(14), 9)]
}

// live returns what came of a story.
func (s story) live(seed uint64, prepare func(*rig)) *rig {
	r := newRigOf(s.own, s.fleet, s.spec, seed, s.healing()...)
	prepare(r)
	if s.demand > 0 {
		d := r.demand(s.demand)
		r.kernel.Schedule(sim.Time(5*time.Hour), sim.Change, r.kernel.Register(until(func() { d.perSecond /= 5 })), sim.Event{})
	}
	for _, h := range s.hands {
		r.kernel.Run(h.at)
		h.do(r)
	}
	r.run(22 * time.Hour)
	slices.SortStableFunc(r.ledger.log, func(a, b call) int { return int(a.at - b.at) })
	return r
}

// until is called once, at an event.
type until func()

func (u until) Handle(sim.Time, sim.Event) { u() }

// Only the number of events may report whether calls that nobody can notice
// have events.
func TestCallsThatNobodyNoticesNeedNoEvents(t *testing.T) {
	quietly, fewer := 0, 0
	for seed := range uint64(150) {
		s := newStory(t, seed)
		lazy := s.live(seed, func(*rig) {})
		eager := s.live(seed, func(r *rig) { r.plane.Eagerly() })
		require.Equal(t, eager.ledger, lazy.ledger, "seed %d", seed)
		require.Equal(t, eager.store, lazy.store, "seed %d", seed)
		require.Equal(t, eager.data.LB(0).Nodes, lazy.data.LB(0).Nodes, "seed %d", seed)
		quietly += len(lazy.ledger.log)
		fewer += int(eager.kernel.Fired() - lazy.kernel.Fired())
	}
	assert.Greater(t, quietly, 100_000)
	assert.Greater(t, fewer, quietly/2)
}

func TestAPlaneInOrderHasNoEvents(t *testing.T) {
	spec := twelve()
	spec.CreationsPerHour = 60
	r := newRig(10_000, spec, 1)
	r.run(24 * time.Hour)
	assert.Zero(t, r.kernel.Fired())
	assert.InDelta(t, 16_440, r.ledger.calls[record.ManageOld][1], 600)
}

// Whoever asks a plane anything, or does anything to it, finds it up to date.
func TestEveryDoorCatchesUp(t *testing.T) {
	plane := reflect.TypeFor[*control.Plane]()
	for i := range plane.NumMethod() {
		door := plane.Method(i)
		if door.Name == "Eagerly" || door.Name == "Own" { // what Own tells never changes
			continue
		}
		spec := twelve()
		spec.TouchesPerHour, spec.CreationsPerHour = 1, 60
		r := newRig(1000, spec, 1)
		now := sim.Time(time.Hour)
		r.kernel.Run(now)
		require.Zero(t, r.ledger.calls[record.ManageOld][1])
		arguments := []reflect.Value{reflect.ValueOf(r.plane)}
		for i := 1; i < door.Type.NumIn(); i++ {
			arguments = append(arguments, reflect.Zero(door.Type.In(i)))
			if door.Type.In(i) == reflect.TypeFor[sim.Time]() {
				arguments[i] = reflect.ValueOf(now)
			}
		}
		door.Func.Call(arguments)
		assert.InDelta(t, 1000, r.ledger.calls[record.ManageOld][1], 150, door.Name)
		assert.InDelta(t, 60, r.ledger.calls[record.Create][1], 40, door.Name)
	}
}

// call is a call that ended.
type call struct {
	at   sim.Time
	kind record.Call
	ok   bool
}

func (c call) String() string { return fmt.Sprintf("%v at %v: %v", c.kind, c.at, c.ok) }
