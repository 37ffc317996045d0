package balancer

import (
	"math"
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// judge sees whether all is as it nearly always is: then one look tells a request
// what five would. It is called after each change of what it looks at.
func (l *LB) judge() {
	l.calm = !l.region.impaired && !l.lost.down() && l.Targets && !l.gray && len(l.view.Healthy) > 0
	l.plain = l.calm && l.plane.hooks == nil
	l.spared = false
}

// resize empties the bucket at the LB's capacity so far, and works out anew
// what it forwards with its nodes, of which a share is alive.
func (l *LB) resize(now sim.Time, limits *Limits, alive float64) {
	l.flow(now)
	perSecond := float64(l.Nodes) * l.NodePerSecond * alive / l.own.slow()
	l.speed = speed{perSecond: perSecond, perNano: perSecond * 1e-9}
	if perSecond > 0 {
		l.speed.room = max(1, limits.Burst.Seconds()*perSecond)
	}
}

// flow empties the bucket at the LB's present capacity.
func (l *LB) flow(now sim.Time) {
	level := math.Float64bits(l.level - float64(now.Sub(l.last))*l.speed.perNano)
	level &^= uint64(int64(level) >> 63) // 0 if negative, which no branch could foretell
	l.level, l.last = math.Float64frombits(level), now
}

// admit takes a request into the LB's bucket. Capacity is a matter of a
// minute or so (Limits.Burst): what exceeds it waits in the surge queue, and
// is refused when that is full.
func (l *LB) admit(now sim.Time, limits *Limits) (wait time.Duration, ok bool) {
	l.measured++
	l.flow(now)
	if level := l.level + 1; level <= l.speed.room {
		l.level = level
		return 0, true
	}
	return l.queue(limits)
}

// queue takes a request into the surge queue.
func (l *LB) queue(limits *Limits) (wait time.Duration, ok bool) {
	excess := l.level + 1 - l.speed.room
	if excess > limits.SurgeCapacity || l.speed.perSecond <= 0 {
		return 0, false
	}
	l.level++
	return sim.FromSeconds(excess / l.speed.perSecond), true
}

// full returns why an attempt fails that the LB had no capacity for: its control
// plane if that could not scale it, else what it would have been in itself.
func (l *LB) full(cause request.Cause) request.Cause {
	if l.CannotGrow {
		return request.CannotScale
	}
	return cause
}

// Measure returns how many requests arrived at the LB since the last call.
func (l *LB) Measure() int {
	n := l.measured
	l.measured = 0
	return int(n)
}
