// Package health turns the state of targets into beliefs about them: probes at
// an interval, with a phase of each target's own, and thresholds for both
// verdicts. Health checks of load balancers on their backends and of DNS on
// load balancers are the same mechanism.
//
// When a target changes, the instant of the new verdict is computed; a target
// that does not change costs no events. Only a target that fails some probes
// by chance (gray) is probed one by one while it is gray. It leaves out the
// load that probes cause, checkers that disagree with each other, and probes
// that find a target too slow.
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
	since      sim.Time // of the condition
	believed   bool     // healthy
	judged     bool     // believed, or about to be when a probe on its way times out
	generation uint64   // of the condition: events of earlier ones are ignored
	run        int      // probes in a row before since, gray: until now, that contradict what is judged
	probes     uint64   // gray: index of the next draw
}

const (
	late    uint8 = iota // a probe that was sent before the target changed times out
	verdict              // the probes' verdict is due
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
		c.targets[i] = target{gray: k.Named("gray"), phase: time.Duration(k.Named("phase").Float64(0) * float64(timing.Interval)), believed: true, judged: true}
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
	c.catchUp(now, i)
	t.condition, t.since = condition, now
	t.generation++
	arg := uint64(i)<<generationBits | t.generation&generationMask
	if condition.Gray > 0 && !condition.Fails {
		c.kernel.Schedule(c.timing.FirstTick(now, t.phase), sim.Probe, c.owner, sim.Event{Kind: tick, Arg: arg})
		return
	}
	if healthy := !condition.Fails; healthy != t.judged {
		at := c.timing.VerdictAt(now, t.phase, t.run, healthy, condition.Silent)
		c.kernel.Schedule(at, sim.Probe, c.owner, sim.Event{Kind: verdict, Arg: arg})
	}
}

// catchUp counts the probes that were sent since the target last changed. If
// the last that it took to call it unhealthy is on its way, only its time-out
// is missing, whatever the target does.
func (c *Checks) catchUp(now sim.Time, i int) {
	t := &c.targets[i]
	if t.condition.Gray > 0 && !t.condition.Fails {
		return // each was counted
	}
	sent := int(c.timing.FirstTick(now, t.phase).Sub(c.timing.FirstTick(t.since, t.phase)) / c.timing.Interval)
	switch {
	case sent == 0:
	case t.condition.Fails != t.judged:
		t.run = 0
	case t.condition.Fails && t.run+sent >= c.timing.Unhealthy:
		last := c.timing.VerdictAt(t.since, t.phase, t.run, false, t.condition.Silent)
		c.kernel.Schedule(last, sim.Probe, c.owner, sim.Event{Kind: late, Arg: uint64(i) << generationBits})
		t.judged, t.run = false, 0
	default:
		t.run += sent
	}
}

// Handle implements sim.Handler.
func (c *Checks) Handle(now sim.Time, e sim.Event) {
	i := int(e.Arg >> generationBits)
	t := &c.targets[i]
	if e.Kind == late {
		c.believe(now, i, false)
		return
	}
	if t.generation&generationMask != e.Arg&generationMask {
		return
	}
	switch e.Kind {
	case verdict:
		t.judged = !t.condition.Fails
		c.believe(now, i, t.judged)
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
	if passed == t.judged {
		t.run = 0
		return
	}
	t.run++
	needed := c.timing.Unhealthy
	if passed {
		needed = c.timing.Healthy
	}
	if t.run >= needed {
		t.run, t.judged = 0, passed
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
