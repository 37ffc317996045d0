package theory

import "math"

// Loss is a server of a fluid that loses part of its capacity at once and
// gets it back: nothing for Delay, then Rate per second per second up to what
// it had. No request leaves.
type Loss struct {
	Arrivals, Capacity, Left float64 // per second; Left is the capacity after the loss
	Delay, Rate              float64
}

// Solve returns the largest backlog in requests, when it is reached and when
// it is gone, in seconds from the loss.
func (l Loss) Solve() (most, at, gone float64) {
	if l.Left >= l.Arrivals {
		return 0, 0, 0
	}
	short := l.Arrivals - l.Left
	if l.Arrivals >= l.Capacity || l.Rate <= 0 {
		return math.Inf(1), math.Inf(1), math.Inf(1)
	}
	at = l.Delay + short/l.Rate
	most = float64(short*l.Delay) + short*short/(2*l.Rate)
	// From then on the backlog falls by Rate t^2/2 until capacity is whole.
	spare := l.Capacity - l.Arrivals
	if t := math.Sqrt(2 * most / l.Rate); t <= spare/l.Rate {
		return most, at, at + t
	}
	whole := spare / l.Rate
	return most, at, at + whole + (most-float64(spare*whole/2))/spare
}
