// Package health turns the state of targets into beliefs about them: probes at
// an interval, with a phase of each target's own, and thresholds for both
// verdicts. Health checks of load balancers on their backends and of DNS on
// load balancers are the same mechanism.
//
// When a target changes, the instant of the new verdict is computed; a target
// that does not change costs no events. Only a target that fails some probes
// by chance (gray) is probed one by one while it is gray. It leaves out the
// load that probes cause and checkers that disagree with each other.
package health

import (
	"time"

	"failsim/models/policy"
	"failsim/sim"
)

// Condition is what a probe would meet.
type Condition struct {
	Fails  bool    // every probe fails
	Silent bool    // probes that fail get no answer, and take the timeout to fail
	Gray   float64 // share of probes that fail; counts only if Fails is false
}

// Listener hears of a changed belief.
type Listener interface {
	Believed(now sim.Time, target int, healthy bool)
}

// Checks probes a number of targets with one timing.
type Checks struct {
	kernel   *sim.Kernel
	owner    sim.Owner
	timing   policy.ProbeTiming
	listener Listener
	targets  []target
}

type target struct {
	gray       sim.Key
	phase      time.Duration
	condition  Condition
	believed   bool   // healthy
	generation uint64 // of the condition: events of earlier ones are ignored
	run        int    // gray: probes in a row that contradict the belief
	probes     uint64 // gray: index of the next draw
}

const (
	verdict uint8 = iota // the probes' verdict is due
	tick                 // a gray target is probed

	generationBits = 20
	generationMask = 1<<generationBits - 1
)

// New returns checks of targets that are all healthy and believed to be.
// Draws are keyed by the target's key.
func New(kernel *sim.Kernel, timing policy.ProbeTiming, keys []sim.Key, listener Listener) *Checks {
	c := &Checks{kernel: kernel, timing: timing, listener: listener, targets: make([]target, len(keys))}
	c.owner = kernel.Register(c)
	for i, k := range keys {
		c.targets[i] = target{gray: k.Named("gray"), phase: time.Duration(k.Named("phase").Float64(0) * float64(timing.Interval)), believed: true}
	}
	return c
}

// Believed tells whether probes call a target healthy.
func (c *Checks) Believed(i int) bool { return c.targets[i].believed }

// Changed tells that a target's condition is another from now on.
func (c *Checks) Changed(now sim.Time, i int, condition Condition) {
	t := &c.targets[i]
	if t.condition == condition {
		return
	}
	t.condition = condition
	t.generation++
	t.run = 0
	arg := uint64(i)<<generationBits | t.generation&generationMask
	if condition.Gray > 0 && !condition.Fails {
		c.kernel.Schedule(c.timing.FirstTick(now, t.phase), sim.Probe, c.owner, sim.Event{Kind: tick, Arg: arg})
		return
	}
	if healthy := !condition.Fails; healthy != t.believed {
		at := c.timing.VerdictAt(now, t.phase, healthy, condition.Silent)
		c.kernel.Schedule(at, sim.Probe, c.owner, sim.Event{Kind: verdict, Arg: arg})
	}
}

// Handle implements sim.Handler.
func (c *Checks) Handle(now sim.Time, e sim.Event) {
	i := int(e.Arg >> generationBits)
	t := &c.targets[i]
	if t.generation&generationMask != e.Arg&generationMask {
		return
	}
	switch e.Kind {
	case verdict:
		c.believe(now, i, !t.condition.Fails)
	case tick:
		c.probeGray(now, i)
		if t.generation&generationMask == e.Arg&generationMask {
			c.kernel.Schedule(now.Add(c.timing.Interval), sim.Probe, c.owner, e)
		}
	}
}

func (c *Checks) probeGray(now sim.Time, i int) {
	t := &c.targets[i]
	t.probes++
	passed := t.gray.Float64(t.probes) >= t.condition.Gray
	if passed == t.believed {
		t.run = 0
		return
	}
	t.run++
	needed := c.timing.Unhealthy
	if passed {
		needed = c.timing.Healthy
	}
	if t.run >= needed {
		t.run = 0
		c.believe(now, i, passed)
	}
}

func (c *Checks) believe(now sim.Time, i int, healthy bool) {
	t := &c.targets[i]
	if t.believed == healthy {
		return
	}
	t.believed = healthy
	c.listener.Believed(now, i, healthy)
}
