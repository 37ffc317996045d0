package maker

import (
	"math"
	"time"

	"failsim/sim"
)

// intensity is the rate of a model over time: linear between knots half a
// minute apart, on which the parts of the shape begin, end and have their
// middle. It keeps the mean of every part, and jumps nowhere.
type intensity struct {
	model *Model
	unit  float64 // events/s at a relative rate of 1
}

// knots is the time between two.
const knots = int64(30 * second)

// at returns the rate, in events/s, at a moment.
func (i intensity) at(ns int64) float64 {
	rate := i.unit * i.model.shapeAt(ns)
	for k := range i.model.Crowds {
		rate *= i.model.Crowds[k].factor(ns)
	}
	return rate
}

// mondayBefore1970 is a Monday: 29 December 1969.
const mondayBefore1970 = -3 * 86400 * second

// shapeAt returns the relative rate at a moment.
func (m *Model) shapeAt(ns int64) float64 {
	n := len(m.Shape)
	if n == 0 {
		return 1
	}
	period := int64(m.Period)
	local := ns + int64(m.Zone)*second - mondayBefore1970
	into := (local%period + period) % period
	width := period / int64(n)
	k := int(into / width)
	x := float64(into%width) / float64(width)
	start, end := m.edge(k), m.edge((k+1)%n)
	middle := 2*m.Shape[k] - (start+end)/2
	if x < 0.5 {
		return start + (middle-start)*2*x
	}
	return middle + (end-middle)*(2*x-1)
}

// edge returns the relative rate where part k begins: between those of the two
// parts, and so low that the middle of each need not be negative.
func (m *Model) edge(k int) float64 {
	a, b := m.Shape[(k+len(m.Shape)-1)%len(m.Shape)], m.Shape[k]
	return min((a+b)/2, 2*min(a, b))
}

// arrivalTimes are the events of a Poisson process with an intensity: each comes
// when the intensity has summed up to the next of its unit exponential gaps.
// Sums start anew at each knot, so that rounding does not build up.
type arrivalTimes struct {
	of       intensity
	key      sim.Key
	count    uint64
	from, to int64

	knot        int64
	left, right float64 // rates at the knot and at the next
	exposed     float64 // events expected since the knot up to the last
}

func newArrivalTimes(of intensity, key sim.Key, from, to int64) *arrivalTimes {
	a := &arrivalTimes{of: of, key: key, from: from, to: to, knot: from - from%knots - knots}
	a.right = of.at(a.knot + knots)
	a.enter()
	return a
}

func (a *arrivalTimes) enter() {
	a.knot += knots
	a.left, a.right = a.right, a.of.at(a.knot+knots)
}

// next returns the time of the next event, in ns, or false at the end.
func (a *arrivalTimes) next() (int64, bool) {
	const width = float64(knots) / 1e9
	for {
		a.exposed -= math.Log(a.key.Float64(a.count))
		a.count++
		for whole := width * (a.left + a.right) / 2; a.exposed >= whole; whole = width * (a.left + a.right) / 2 {
			a.exposed -= whole
			a.enter()
			if a.knot >= a.to {
				return 0, false
			}
		}
		// The share x of the segment solves width (left x + slope x^2/2) = exposed.
		e, slope := a.exposed/width, a.right-a.left
		x := 2 * e / (a.left + math.Sqrt(max(0, a.left*a.left+2*slope*e)))
		if at := a.knot + min(int64(x*float64(knots)), knots-1); at >= a.from {
			return at, at < a.to
		}
	}
}

// daily and weekly are the periods of shapes.
const (
	daily  = 24 * time.Hour
	weekly = 7 * daily
)
