package balancer

import (
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// judge sees whether all is as it nearly always is: then one look tells a request
// what five would. It is called after each change of what it looks at.
func (l *LB) judge() {
	l.steady = !l.region.impaired && !l.lost.down() && l.Targets && !l.gray && len(l.view.Healthy) > 0 && l.plane.surges == nil
	l.plain = l.steady && l.plane.hooks == nil
	l.spared = false
}

// resize has the LB forward what its nodes can from now on, of which a share is alive.
func (l *LB) resize(now sim.Time, limits *Limits, alive float64) {
	l.surge.Rate(now, float64(l.Nodes)*l.NodePerSecond*alive/l.own.slow(), limits.Burst)
}

// admit takes a request into the LB. Capacity is a matter of a minute or so
// (Limits.Burst): what exceeds it waits in the surge queue, and is refused when that
// is full.
func (l *LB) admit(now sim.Time, limits *Limits) (wait time.Duration, ok bool) {
	l.measured++
	return l.surge.Offer(now, limits.SurgeCapacity)
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
	l.counted += uint64(n)
	l.measured = 0
	return int(n)
}

// Arrivals returns how many requests have arrived at the LB.
func (l *LB) Arrivals() uint64 { return l.counted + uint64(l.measured) }
