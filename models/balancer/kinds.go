package balancer

import "time"

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
