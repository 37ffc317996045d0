package dns

import (
	"time"

	"failsim/sim"
)

// HoldOff is how resolvers go on to ask an authority that has fallen silent: each time
// after twice as long, the last time After it has. If it has not answered by then they ask
// it no more until they forget what they know of it, each For, at a moment of their own.
// Meanwhile they tell clients at once that there is no answer. The zero value is resolvers
// that ask with each question of a client.
//
// A resolver is taken to ask the authority all the time, for other names as well, so
// that it notices at once. It leaves out the first seconds, in which a client that waits
// is left without a word.
type HoldOff struct{ After, For time.Duration }

// holdOffs are those of some resolvers.
type holdOffs struct {
	HoldOff
	forgets []time.Duration // by resolver: when it first forgets that an authority was silent
}

// soonest is the part of After that passes until the second time: about the half second
// in which unbound has asked twice.
const soonest = 256

// again returns when a resolver asks an authority, at or after an instant, that has been
// silent since another.
func (h *holdOffs) again(i int, silent, now sim.Time) sim.Time {
	if h.For == 0 {
		return now
	}
	forgot := sim.Time(h.forgets[i])
	if since := now.Sub(forgot); since >= 0 {
		forgot = forgot.Add(since / h.For * h.For)
	} else {
		forgot = forgot.Add(-h.For)
	}
	begins := max(silent, forgot)
	for wait := time.Duration(0); wait <= h.After; wait = max(2*wait, h.After/soonest) {
		if at := begins.Add(wait); at >= now {
			return at
		}
	}
	return forgot.Add(h.For)
}
