package operations

import (
	"time"

	"failsim/sim"
)

// Plane is what servers are, in slots of pools, of which some are spare. Its host
// implements it.
type Plane interface {
	// Leave has LBs send a server nothing, or send to it again if it seems well.
	Leave(now sim.Time, pool, slot int, out bool)
	// Drain has its process refuse what is new.
	Drain(now sim.Time, pool, slot int)
	// Stop ends it: what it was working on is lost.
	Stop(now sim.Time, pool, slot int)
	// Start has one run in a slot.
	Start(now sim.Time, pool, slot int)
	// Working reports how many requests a server has, and for how many at a time it is.
	Working(now sim.Time, pool, slot int) (busy, servers int)
	// Worked reports whether it has worked since an instant.
	Worked(since, now sim.Time, pool, slot int) bool
	// Warm has it take a factor longer for all, instead of another.
	Warm(now sim.Time, pool, slot int, from, to float64)
}

// A state of a slot.
type state uint8

const (
	absent state = iota
	starting
	serving
	stopping
)

type slot struct {
	state  state
	old    bool     // of the version that a rolling update replaces
	since  sim.Time // serving: since when
	starts uint64   // drawn
	turn   uint64   // events of earlier ones are ignored
	known  bool     // stopping: LBs know
	gone   bool     // stopping: its process has ended
	cold   int      // steps until it is warm
	looked sim.Time // when it was last at work, or was lost, as far as warming up goes
}

// Pool is the slots of a pool, as its owner runs them.
type Pool struct {
	Habits
	all     *Operations
	plane   Plane
	number  int // of the pool
	index   int // here
	slots   []slot
	wanted  int // servers that its owner wants
	key     sim.Key
	update  Rolling
	rolling bool
	scaler  *scaler
	warming *Warming // nil: its servers are always warm
}

// Operations are those of all pools of a run.
type Operations struct {
	kernel   *sim.Kernel
	owner    sim.Owner
	plane    Plane
	reported func(now sim.Time, line string, args ...any)
	pools    []*Pool
}

// New returns operations on no pool yet; told is told what is done.
func New(k *sim.Kernel, plane Plane, reported func(now sim.Time, line string, args ...any)) *Operations {
	o := &Operations{kernel: k, plane: plane, reported: reported}
	o.owner = k.Register(o)
	return o
}

// Add adds a pool that has slots, of which the first are used.
func (o *Operations) Add(key sim.Key, pool, slots, used int, h Habits) *Pool {
	p := &Pool{Habits: h, all: o, plane: o.plane, number: pool, index: len(o.pools), slots: make([]slot, slots), wanted: used, key: key}
	for i := range used {
		p.slots[i].state, p.slots[i].known = serving, true
	}
	o.pools = append(o.pools, p)
	return p
}

// count returns how many slots are in a state.
func (p *Pool) count(s state) (n int) {
	for i := range p.slots {
		if p.slots[i].state == s {
			n++
		}
	}
	return n
}

// The events of operations.
const (
	started   uint8 = iota // a start is over
	available              // a server has served for long enough to count
	knows                  // LBs know of a server that comes or goes
	reported               // a process is told to end
	killed                 // it is ended
	sampled                // an autoscaler looks
	warms                  // servers have had time to warm up
)

// An event numbers its pool, its slot and the turn of that.
const (
	poolShift = slotShift + 16
	slotShift = 14
	mostSlots = 1 << 16
	turnMask  = 1<<slotShift - 1
)

func (p *Pool) after(now sim.Time, d time.Duration, kind uint8, i int) {
	arg := uint64(p.index)<<poolShift | uint64(i)<<slotShift
	if i < len(p.slots) {
		arg |= p.slots[i].turn & turnMask
	}
	p.all.kernel.Schedule(now.Add(d), sim.Change, p.all.owner, sim.Event{Kind: kind, Arg: arg})
}
