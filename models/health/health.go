// Package health turns the state of targets into beliefs about them: probes at
// an interval, with a phase of each target's own, and thresholds for both
// verdicts. Health checks of load balancers on their backends and of DNS on
// load balancers are the same mechanism. A probe is bad if it is answered with an
// error, too late, or not at all.
//
// When a target changes, the instant of the new verdict is computed; a target
// that does not change costs no events. Only a target that may fail some probes
// and pass others (gray, slow, busy) is probed one by one while it is so. It
// leaves out the probes' way through the network, checkers that disagree with
// each other, and how long a probe takes that passes, which is less than the
// timeout. What becomes of a probe is fixed when it is sent, even if its target is
// lost before it has answered.
//
// It knows no LB and no backend: it probes what package caller declares, of which
// every Target is one.
package health

import (
	"time"

	"failsim/models/caller"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// Condition is what a probe would meet.
type Condition struct {
	Fails  bool    // every probe fails
	Closed bool    // its hosts refuse, and close what was open; counts only where targets have sessions
	Silent bool    // probes that fail get no answer, and take the timeout to fail
	Gray   float64 // share of probes that fail; counts only if Fails is false
	Busy   bool    // probes may be refused or late, of each of which the target tells; counts only if Fails is false
}

// chancy reports that one probe may say something else than the next.
func (c *Condition) chancy() bool { return (c.Gray > 0 || c.Busy) && !c.Fails }

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
	asks     []caller.Probed // the targets; nil: only chance fails probes
	asked    caller.Probe    // scratch
	targets  []target
}

type target struct {
	key        sim.Key
	condition  Condition
	next       sim.Time // the first probe that is not counted yet
	believed   bool     // healthy
	judged     bool     // believed, or about to be when a probe on its way is answered or times out
	generation uint64   // of the condition: events of earlier ones are ignored
	run        int      // of the probes that are counted, those in a row that contradict what is judged
	agreed     int      // those in a row since that do not, as long as the others are not forgotten
	chances    uint64   // probes while it was gray
}

const (
	late    uint8 = iota // what a probe on its way has decided is known
	verdict              // the probes' verdict is due
	tick                 // a target that may do either is probed

	generationBits = 20
	generationMask = 1<<generationBits - 1
)

// New returns checks of targets that are all healthy and believed to be.
// Draws are keyed by the target's key.
func New(kernel *sim.Kernel, timing policy.ProbeTiming, keys []sim.Key, listener Listener) *Checks {
	c := &Checks{kernel: kernel, timing: timing, listener: listener, targets: fresh(timing, keys)}
	c.owner = kernel.Register(c)
	return c
}

// fresh returns targets that are healthy and believed to be.
func fresh(timing policy.ProbeTiming, keys []sim.Key) []target {
	list := make([]target, len(keys))
	for i, k := range keys {
		phase := sim.Time(k.Named("phase").Float64(0) * float64(timing.Interval))
		list[i] = target{key: k, next: phase, believed: true, judged: true}
	}
	return list
}

// Ask has the targets, in their order, say what becomes of probes that may fail or
// not.
func (c *Checks) Ask(targets []caller.Probed) { c.asks = targets }

// Believed reports whether probes call a target healthy.
func (c *Checks) Believed(i int) bool { return c.targets[i].believed }

// Absent has a target be one that is not there yet, as its probes know.
func (c *Checks) Absent(i int) {
	t := &c.targets[i]
	t.condition, t.believed, t.judged = Condition{Fails: true}, false, false
}

// Changed reports that a target's condition is another from now on.
func (c *Checks) Changed(now sim.Time, i int, condition Condition) {
	t := &c.targets[i]
	if t.condition == condition {
		return
	}
	c.catchUp(now, i)
	c.is(now, i, condition)
}

// is makes a target's condition another, of which its next probe tells first.
func (c *Checks) is(now sim.Time, i int, condition Condition) {
	t := &c.targets[i]
	t.condition = condition
	t.generation++
	arg := uint64(i)<<generationBits | t.generation&generationMask
	if condition.chancy() {
		c.kernel.Schedule(t.next, sim.Probe, c.owner, sim.Event{Kind: tick, Arg: arg})
		return
	}
	if healthy := !condition.Fails; healthy != t.judged {
		at := c.timing.VerdictFrom(t.next, t.run, healthy, condition.Silent)
		if c.closed(&condition) {
			at = now.Add(c.timing.Kept)
		}
		c.kernel.Schedule(at, sim.Probe, c.owner, sim.Event{Kind: verdict, Arg: arg})
	}
}

// closed reports that a target's host has closed its session, so that no probe decides.
func (c *Checks) closed(condition *Condition) bool {
	return c.timing.Open && condition.Fails && condition.Closed
}

// catchUp counts the probes that were sent since the target last changed. If
// the last that it took to call it unhealthy is on its way, only its time-out
// is missing, whatever the target does.
func (c *Checks) catchUp(now sim.Time, i int) {
	t := &c.targets[i]
	if t.condition.chancy() || now <= t.next {
		return // each was counted, or none was sent
	}
	takes := time.Duration(0)
	if t.condition.Fails && t.condition.Silent {
		takes = c.timing.Timeout
	}
	period, first := c.timing.Period(takes), t.next
	sent := (now.Sub(first) + period - 1) / period
	t.next = first.Add(sent * period)
	switch {
	case t.condition.Fails != t.judged:
		t.agrees(int(sent), &c.timing)
	case c.closed(&t.condition):
	case t.condition.Fails && t.run+int(sent) >= c.timing.Unhealthy:
		at := c.timing.VerdictFrom(first, t.run, false, t.condition.Silent)
		t.judged, t.run, t.agreed = false, 0, 0
		c.knowAt(at, i)
	default:
		t.run, t.agreed = t.run+int(sent), 0
	}
}

// knowAt has what is judged of a target be believed from an instant on.
func (c *Checks) knowAt(at sim.Time, i int) {
	arg := uint64(i) << 1
	if c.targets[i].judged {
		arg |= 1
	}
	c.kernel.Schedule(at, sim.Probe, c.owner, sim.Event{Kind: late, Arg: arg})
}

// Handle implements sim.Handler.
func (c *Checks) Handle(now sim.Time, e sim.Event) {
	if e.Kind == late {
		if i, healthy := int(e.Arg>>1), e.Arg&1 == 1; c.targets[i].judged == healthy {
			c.believe(now, i, healthy)
		}
		return
	}
	i := int(e.Arg >> generationBits)
	t := &c.targets[i]
	if t.generation&generationMask != e.Arg&generationMask {
		return
	}
	switch e.Kind {
	case verdict:
		// The probes up to this one count no more; the next is of the same condition.
		takes := time.Duration(0)
		if t.condition.Fails && t.condition.Silent {
			takes = c.timing.Timeout
		}
		t.next = now.Add(c.timing.Period(takes) - takes)
		t.judged, t.run, t.agreed = !t.condition.Fails, 0, 0
		c.believe(now, i, t.judged)
	case tick:
		c.probe(now, i)
	}
}

// probe sends a probe of a target that may pass it or not.
func (c *Checks) probe(now sim.Time, i int) {
	t := &c.targets[i]
	if t.condition.Gray > 0 {
		t.chances++
	}
	passed, after, steady := c.send(now, i)
	t.next = now.Add(c.timing.Period(after))
	generation := t.generation
	if c.decides(t, passed) {
		if after > 0 {
			c.knowAt(now.Add(after), i)
		} else {
			c.believe(now, i, passed)
		}
	}
	if t.generation != generation {
		return // who heard of it has changed the target
	}
	if steady && t.condition.Gray == 0 {
		c.is(now, i, Condition{})
		return
	}
	c.kernel.Schedule(t.next, sim.Probe, c.owner, sim.Event{Kind: tick, Arg: uint64(i)<<generationBits | t.generation&generationMask})
}

// send sends a probe, and says whether it passes, how long it takes to fail, and
// whether the target is busy no longer.
func (c *Checks) send(now sim.Time, i int) (passed bool, after time.Duration, steady bool) {
	t := &c.targets[i]
	if c.asks == nil {
		return !FailsByChance(t.key, t.chances, t.condition.Gray), 0, false
	}
	c.asked = caller.Probe{Key: t.key, Nth: t.chances}
	what := c.asks[i].Probe(now, &c.asked)
	if after = c.timing.Timeout; !what.Silent {
		after = min(after, what.At.Sub(now))
	}
	if passed = what.Cause == request.None && !what.Silent && what.At <= now.Add(c.timing.Timeout); passed {
		after = 0
	}
	return passed, after, c.asked.Steady
}

// FailsByChance reports whether the n-th probe of a target that fails a share of
// them is among these.
func FailsByChance(key sim.Key, n uint64, share float64) bool {
	return key.Named("gray").Float64(n) < share
}

// decides counts a probe, and reports whether it changes what is judged.
func (c *Checks) decides(t *target, passed bool) bool {
	if passed == t.judged {
		if t.run > 0 {
			t.agrees(1, &c.timing)
		}
		return false
	}
	t.run, t.agreed = t.run+1, 0
	needed := c.timing.Unhealthy
	if passed {
		needed = c.timing.Healthy
	}
	if t.run < needed {
		return false
	}
	t.run, t.judged = 0, passed
	return true
}

// agrees counts probes that say what is judged.
func (t *target) agrees(n int, timing *policy.ProbeTiming) {
	if t.agreed += n; !t.judged || t.agreed >= timing.Forget {
		t.run, t.agreed = 0, 0
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
