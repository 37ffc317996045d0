package health

import (
	"time"

	"failsim/models/caller"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/station"
	"failsim/sim"
)

// Office is where the probes of a checker are jobs: workers send them.
type Office interface {
	// Put requests a job, which takes at least so long.
	Put(now sim.Time, a station.Asker, tag uint64, class uint8)
	PutLong(now sim.Time, a station.Asker, tag uint64, class uint8, least time.Duration)
}

// Queued is a checker whose probes are jobs of a queue. A probe that nothing answers
// holds its worker for the time-out, so the more targets fail, the more work there is;
// one that is not done within the time-out of when it was due has failed, however well
// its target is. So a checker may be overloaded by what has failed, and condemn what has
// not. It sends no probe of a target while the last is not done, which then fails.
//
// Every probe is an event.
type Queued struct {
	kernel   *sim.Kernel
	owner    sim.Owner
	timing   policy.ProbeTiming
	office   Office
	listener Listener
	asks     []caller.Probed
	targets  []target
	sent     []sim.Time // by target: when the probe on its way was due
	under    []bool     // by target: there is one
	passes   []bool     // by target: it does, if it is in time
}

// NewQueued returns checks of targets that are all healthy and believed to be.
func NewQueued(k *sim.Kernel, timing policy.ProbeTiming, keys []sim.Key, listener Listener, office Office) *Queued {
	c := &Queued{kernel: k, timing: timing, listener: listener, office: office, sent: make([]sim.Time, len(keys)),
		under: make([]bool, len(keys)), passes: make([]bool, len(keys))}
	c.owner = k.Register(c)
	c.targets = fresh(timing, keys)
	for i := range c.targets {
		k.Schedule(c.targets[i].next, sim.Probe, c.owner, sim.Event{Arg: uint64(i)})
	}
	return c
}

// Ask has the targets say what becomes of probes that may fail or not.
func (c *Queued) Ask(targets []caller.Probed) { c.asks = targets }

// Believed reports whether probes call a target healthy.
func (c *Queued) Believed(i int) bool { return c.targets[i].believed }

// Changed reports that a target's condition is another from now on.
func (c *Queued) Changed(_ sim.Time, i int, condition Condition) { c.targets[i].condition = condition }

// Handle implements sim.Handler: a probe is due.
func (c *Queued) Handle(now sim.Time, e sim.Event) {
	i := int(e.Arg)
	c.kernel.Schedule(now.Add(c.timing.Interval), sim.Probe, c.owner, e)
	if c.under[i] {
		c.count(now, i, false)
		return
	}
	passes, silent := c.meets(now, i)
	c.under[i], c.passes[i], c.sent[i] = true, passes, now
	if silent {
		c.office.PutLong(now, c, uint64(i), 0, c.timing.Timeout)
	} else {
		c.office.Put(now, c, uint64(i), 0)
	}
}

// meets returns what a probe of a target meets.
func (c *Queued) meets(now sim.Time, i int) (passes, silent bool) {
	t := &c.targets[i]
	switch {
	case t.condition.Fails:
		return false, t.condition.Silent
	case !t.condition.chancy() || c.asks == nil:
		return true, false
	}
	t.chances++
	what := c.asks[i].Probe(now, &caller.Probe{Key: t.key, Nth: t.chances})
	late := what.Silent || what.At > now.Add(c.timing.Timeout)
	return what.Cause == request.None && !late, late
}

// Ended implements station.Asker: a probe is over.
func (c *Queued) Ended(now sim.Time, tag uint64, done bool) {
	i := int(tag)
	c.under[i] = false
	c.count(now, i, c.passes[i] && done && now <= c.sent[i].Add(c.timing.Timeout))
}

// count counts a probe.
func (c *Queued) count(now sim.Time, i int, passed bool) {
	t := &c.targets[i]
	needed := c.timing.Unhealthy
	if passed {
		needed = c.timing.Healthy
	}
	if passed == t.believed {
		t.judged = passed
		t.agrees(1, &c.timing)
		return
	}
	if t.run, t.agreed = t.run+1, 0; t.run >= needed {
		t.run, t.believed, t.judged = 0, passed, passed
		c.listener.Believed(now, i, passed)
	}
}
