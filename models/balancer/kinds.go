package balancer

import (
	"time"

	"failsim/models/distribution"
)

// Kind is a share of an LB's requests that needs something of its own.
type Kind struct {
	Share  float64
	Errors float64       // of them, for want of what they need
	After  time.Duration // what an error takes, of the client's time alone
	Waits  float64       // share of them that wait for something when their server is done
	Wait   distribution.Distribution
	// NonIdempotent is what LBs may mind before they repeat it.
	NonIdempotent bool
}

// kinds are those of an LB; their shares sum to at most 1, and what is left needs
// nothing.
type kinds []Kind

// of returns the kind of a request by a uniform draw; nil if it needs nothing.
func (k kinds) of(u float64) *Kind {
	for i := range k {
		if u -= k[i].Share; u < 0 {
			return &k[i]
		}
	}
	return nil
}

func (k kinds) ail() bool {
	for i := range k {
		if k[i].Errors > 0 || k[i].Wait != nil {
			return true
		}
	}
	return false
}
