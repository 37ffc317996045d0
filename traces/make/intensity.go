package maker

import "time"

// intensity is the rate of a model over time: linear between knots half a
// minute apart, on which the parts of the shape begin, end and have their
// middle. It keeps the mean of every part, and jumps nowhere.
type intensity struct {
	model *Model
	unit  float64 // events/s at a relative rate of 1
}

// knots is the time between two.
const knots = 30 * time.Second

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
	middle := float64(2*m.Shape[k]) - float64((start+end)/2)
	if x < 0.5 {
		return start + float64((middle-start)*2*x)
	}
	return middle + float64((end-middle)*(float64(2*x)-1))
}

// edge returns the relative rate where part k begins: between those of the two
// parts, and so low that the middle of each need not be negative.
func (m *Model) edge(k int) float64 {
	a, b := m.Shape[(k+len(m.Shape)-1)%len(m.Shape)], m.Shape[k]
	return min((a+b)/2, 2*min(a, b))
}

// daily and weekly are the periods of shapes.
const (
	daily  = 24 * time.Hour
	weekly = 7 * daily
)
