package balancer

import (
	"time"

	"failsim/models/caller"
	"failsim/models/id"
	"failsim/sim"
)

// Kind is a share of an LB's requests that needs something of its own.
type Kind struct {
	Share  float64
	Errors float64       // of them, for want of what they need
	After  time.Duration // what an error takes, of nobody's time but the client's
}

// kinds are those of an LB; their shares sum to at most 1, and what is left needs
// nothing.
type kinds []Kind

func (k kinds) ail() bool {
	for i := range k {
		if k[i].Errors > 0 {
			return true
		}
	}
	return false
}

// SetKinds says of what kinds the requests through an LB are from now on. Probes are
// of no kind, so none sees what a kind lacks.
func (d *DataPlane) SetKinds(now sim.Time, lb id.LB, list []Kind) {
	d.lbs[lb].kinds = list
	d.judgeGrays(now)
}

// ofKind passes a later attempt of a request on, which is of the kind of the first.
func (d *DataPlane) ofKind(hop *caller.Hop, pass func() Answer) Answer {
	d.later = uint64(hop.Draw)
	a := pass()
	d.later = 0
	return a
}

// kindFails tells whether a request's kind fails an attempt, before a backend is
// chosen. All attempts of a request are of the same kind; each has a random stream of its own
// with what that needs. Of those that an LB makes itself the first has answered for
// all.
func (d *DataPlane) kindFails(l *LB, draw uint64) (after time.Duration, fails bool) {
	if len(l.kinds) == 0 || d.hooks != nil && len(d.hooks.retrying) > 0 && d.hooks.hop.Tries > 0 {
		return 0, false
	}
	u := d.kind.Float64(draw - d.later)
	for i := range l.kinds {
		k := &l.kinds[i]
		if u -= k.Share; u < 0 {
			return k.After, k.Errors > 0 && d.fails.Float64(draw) < k.Errors
		}
	}
	return 0, false
}
