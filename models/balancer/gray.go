package balancer

import (
	"slices"
	"time"

	"failsim/models/request"
)

// Gray is a fault that is neither up nor down.
type Gray struct {
	Errors float64 // share of requests that end with an error
	Slow   float64 // factor on the service time, at least 1
	// ErrorAfter is what an error takes of a server's time, or of a layer's that
	// only forwards; 0: the whole service time.
	ErrorAfter    time.Duration
	Need          bool // it is for want of a service that is needed
	Misconfigured bool // it is for what an LB holds
}

func (g *Gray) cause() request.Cause {
	switch {
	case g.Need:
		return request.ServiceDown
	case g.Misconfigured:
		return request.LBMisconfigured
	}
	return request.ServerError
}

// grays are the faults of one region, or of one backend, in the order in which
// they began.
type grays []Gray

// errors is the share of requests that any of them fails.
func (g grays) errors() float64 {
	good := 1.0
	for i := range g {
		good *= 1 - g[i].Errors
	}
	return 1 - good
}

// slow is the factor on the service time of all of them.
func (g grays) slow() float64 {
	slow := 1.0
	for i := range g {
		slow *= g[i].Slow
	}
	return slow
}

// fails tells, by a uniform draw, which of them fails a request, if any does:
// the first of those that would.
func (g grays) fails(u float64) *Gray {
	good := 1.0
	for i := range g {
		if good = float64(good * (1 - g[i].Errors)); u < 1-good {
			return &g[i]
		}
	}
	return nil
}

// instead returns the faults with some of them replaced.
func (g grays) instead(from, to []Gray) grays {
	for _, f := range from {
		i := slices.Index(g, f)
		g = slices.Delete(g, i, i+1)
	}
	return append(g, to...)
}
