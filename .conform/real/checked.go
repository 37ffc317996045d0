package main

import (
	"time"

	"failsim/models/caller"
	"failsim/models/health"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// noted is when targets are first believed to be unhealthy.
type noted struct{ at map[int]sim.Time }

func (n *noted) Believed(now sim.Time, target int, healthy bool) {
	if _, known := n.at[target]; !healthy && !known {
		n.at[target] = now
	}
}

// everyFourth fails every fourth probe.
type everyFourth struct{ asked int }

func (f *everyFourth) Probe(now sim.Time, _ *caller.Probe) caller.Answer {
	a := caller.Answer{Times: caller.Times{At: now}}
	if f.asked++; f.asked%4 == 0 {
		a.Cause = request.ServerError
	}
	return a
}

// meanNotice is how long it takes until targets are called unhealthy whose condition is
// another from an instant on, with checks at all phases; never is -1.
func meanNotice(timing policy.ProbeTiming, is health.Condition) float64 {
	const n = 200
	var k sim.Kernel
	var keys []sim.Key
	var ask []caller.Probed
	for i := range uint64(n) {
		keys = append(keys, key.At(i))
		ask = append(ask, &everyFourth{})
	}
	heard := &noted{map[int]sim.Time{}}
	checks := health.New(&k, timing, keys, heard)
	checks.Ask(ask)
	from := sim.Time(time.Hour)
	k.Run(from)
	for i := range n {
		checks.Changed(from, i, is)
	}
	k.Run(from.Add(time.Hour))
	if len(heard.at) < n {
		return -1
	}
	sum := 0.0
	for _, at := range heard.at {
		sum += at.Sub(from).Seconds()
	}
	return sum / n
}
