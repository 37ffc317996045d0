package plots

import (
	"fmt"
	"math"
	"time"
)

// Loads is the input of CapacityAndLoad.
type Loads struct {
	Title, Subtitle string // an empty title becomes "Capacity and load, given this incident"
	Most            float64
	Rows            []Load
	Phases          []Phase
}

// A Load is one design's requests a second over time, and what its servers could answer.
type Load struct {
	Name              string
	X                 []time.Duration // since the fault: when each step begins
	Until             time.Duration
	Offered, Answered []float64
	Capacity          []float64 // what could be answered of it, as things stand; empty if nobody knows
	Bought            float64   // what all servers could answer, those grown that can grow; 0 if unknown
}

// Highest is the highest load or capacity of a row.
func (l *Load) Highest() float64 {
	most := l.Bought
	for _, list := range [][]float64{l.Offered, l.Capacity} {
		for _, v := range list {
			if !math.IsNaN(v) {
				most = max(most, v)
			}
		}
	}
	return most
}

// CapacityAndLoad draws a row a design, all on the same axes: the load that is offered as
// an outline, what of it is answered as an area, what could be answered at that time, and
// what all servers could answer that are bought.
func CapacityAndLoad(l Loads) (*Figure, error) {
	var all []Line
	var rowNames []string
	for i := range l.Rows {
		r := &l.Rows[i]
		all = append(all, Line{Name: r.Name, X: r.X, Y: make([]float64, len(r.X)), Until: r.Until})
		rowNames, l.Most = append(rowNames, r.Name), max(l.Most, r.Highest())
	}
	lo, hi, err := timeRange(all, l.Phases)
	if err != nil {
		return nil, fmt.Errorf("plots: capacity and load: %w", err)
	}
	f, y := newPage(l.Title, "Capacity and load, given this incident", l.Subtitle)
	y = f.key(y, []keyEntry{keyLine("offered", soft, 0.9, nil), keyArea("answered", faint(axis, 0.45)), keyLine("could be answered: what works, where users are sent", ink, 1.1, nil),
		keyLine("all that is bought", axis, 0.9, dashObjective)})
	side, lines := column(rowNames, 118)
	x := scale{float64(lo), float64(hi), margin + side + 40, pageWidth - margin, identity}
	x.to = phaseRoom(l.Phases, x)
	labels := layPhases(l.Phases, x)
	y += phaseHeight(labels)
	const height, gap = 52.0, 10.0
	top, bottom := y, y+float64(float64(len(l.Rows))*(height+gap))-gap
	most := niceCeil(l.Most)
	look := looks(rowNames)
	for i := range l.Rows {
		b := box{x.from, top + float64(float64(i)*(height+gap)), x.to, 0}
		b.y1 = b.y0 + height
		f.rect(b, panel)
		f.rowName(margin, b.y0+height/2, lines[i])
		f.loadRow(&l.Rows[i], look[i], b, x, most)
	}
	f.phases(labels, top, bottom)
	f.text(x.from-6, top-5, right, headStyle, "per second")
	return f.close(f.timeAxis(x, bottom), "Requests a second, means of all runs, the same scale in every row. What could be answered: at each load balancer that works and that users are sent to, what its nodes forward, which shrink and grow with the load on them, or its share of the servers behind it that work. All that is bought: every server, standbys grown."), nil
}

func (f *Figure) loadRow(r *Load, look look, b box, x scale, most float64) {
	y := scale{0, most, b.y1, b.y0, identity}
	for _, v := range []float64{0, most / 2, most} {
		f.line(grid, 0.75, nil, point{b.x0, y.at(v)}, point{b.x1, y.at(v)})
		f.text(b.x0-5, y.at(v)+3, right, tickStyle, fmt.Sprintf("%.3g", v))
	}
	step := func(values []float64) (list []point) {
		for i, v := range values {
			if math.IsNaN(v) {
				v = 0
			}
			end := r.Until
			if i+1 < len(r.X) {
				end = r.X[i+1]
			}
			list = append(list, point{x.at(float64(r.X[i])), y.at(v)}, point{x.at(float64(end)), y.at(v)})
		}
		return thin(list)
	}
	if answered := step(r.Answered); len(answered) > 0 {
		f.between(answered, []point{{answered[0].x, b.y1}, {answered[len(answered)-1].x, b.y1}}, faint(look.colour, 0.6))
	}
	f.line(soft, 0.7, nil, step(r.Offered)...)
	if r.Bought > 0 {
		f.line(tickStyle.colour, 0.9, dashObjective, point{b.x0, y.at(r.Bought)}, point{b.x1, y.at(r.Bought)})
	}
	if len(r.Capacity) > 0 {
		f.line(ink, 1.1, nil, step(r.Capacity)...)
	}
}
