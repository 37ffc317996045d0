package plots

import (
	"fmt"
	"math"
	"slices"

	"failsim/sim/portable"
)

// A Timeline is the input of Availability.
type Timeline struct {
	Title, Subtitle string  // an empty title becomes "Availability by design, given this incident"
	Objective       float64 // share, e.g. 0.9995; 0 is none
	Lines           []Line  // shares of valid requests that were good, one line a design
	Phases          []Phase
	Worst           float64 // loss at the lower end of the axis, if it is to be that of other figures too; 0: as much as there is
}

// WorstLoss is the loss at the lower end of the axis if nothing else is asked for.
func (t *Timeline) WorstLoss() float64 { return t.worst() }

// Availability draws one row a design, all on the same axes, with the loss
// hanging from 100 %.
//
// The vertical axis is the cube root of the share lost: it starts at an honest
// 0, keeps 20 % visibly larger than 2 %, and yet shows 0.1 %, for which a
// linear axis would have a fifth of a point.
func Availability(t Timeline) (*Figure, error) {
	lo, hi, err := timeRange(t.Lines, t.Phases)
	if err == nil && !(t.Objective >= 0 && t.Objective <= 1) {
		err = fmt.Errorf("objective: %g is no share from 0 to 1", t.Objective)
	}
	if err != nil {
		return nil, fmt.Errorf("plots: availability: %w", err)
	}
	f, y := newPage(t.Title, "Availability by design, given this incident", t.Subtitle)
	y = f.key(y, t.key())

	nameWidth, nameLines := column(names(t.Lines), 118)
	values, valueWidth := t.values()
	x := scale{float64(lo), float64(hi), margin + nameWidth + 44, pageWidth - margin - valueWidth - 10, identity}
	x.to = phaseRoom(t.Phases, x)
	labels := layPhases(t.Phases, x)
	y += phaseHeight(labels)
	top := y
	height := min(max(420/float64(len(t.Lines)), 40), 120)
	const gap = 12.0
	bottom := top + float64(float64(len(t.Lines))*(height+gap)) - gap
	for i := range t.Lines {
		f.rect(box{x.from, top + float64(float64(i)*(height+gap)), x.to, top + float64(float64(i)*(height+gap)) + height}, panel)
	}
	f.phases(labels, top, bottom)
	f.text(margin, top-5, left, headStyle, "design")
	f.text(x.from-6, top-5, right, headStyle, "available")
	if valueWidth > 0 {
		f.text(pageWidth-margin, top-5, right, headStyle, "whole run")
	}

	worst := t.worst()
	look := looks(names(t.Lines))
	for i, l := range t.Lines {
		r := box{x.from, top + float64(float64(i)*(height+gap)), x.to, 0}
		r.y1 = r.y0 + height
		f.rowName(margin, r.y0+float64(height/2), nameLines[i])
		f.label(pageWidth-margin, r.y0+float64(height/2), right, valueStyle, values[i])
		f.availabilityRow(l, look[i], r, x, worst, t.Objective)
	}
	y = f.timeAxis(x, bottom)
	return f.close(y, "Vertical scale: cube root of the share lost, the same in every row, so that small losses and large ones can both be seen; "+
		"shaded areas are therefore not in proportion to requests."), nil
}

// availabilityRow draws one design into its row.
func (f *Figure) availabilityRow(l Line, look look, r box, x scale, worst, objective float64) {
	y := scale{1, 1 - worst, r.y0, r.y1, func(v float64) float64 { return portable.Cbrt(1 - v) }}
	for _, t := range lossTicks(worst, r.y1-r.y0) {
		at := y.at(t.value)
		f.line(grid, 0.75, nil, point{r.x0, at}, point{r.x1, at})
		f.text(r.x0-5, at+3, right, tickStyle, t.label)
	}
	runs := l.runs(l.Y, x, y)
	for _, run := range runs {
		run = thin(run)
		f.between(run, []point{{run[0].x, r.y0}, {run[len(run)-1].x, r.y0}}, faint(look.colour, 0.16))
	}
	f.ribbon(l, x, y, faint(look.colour, 0.32))
	if objective > 0 && objective < 1 && 1-objective <= worst {
		f.line(alarm, 0.9, dashObjective, point{r.x0, y.at(objective)}, point{r.x1, y.at(objective)})
	}
	f.stroke(runs, look.colour, 1.4, nil)
	if len(runs) == 0 {
		f.text((r.x0+r.x1)/2, float64((r.y0+r.y1)/2)+3, middle, bodyStyle, "no data")
	}
}

func (t Timeline) key() []keyEntry {
	var k []keyEntry
	if t.Objective > 0 && t.Objective < 1 {
		k = append(k, keyLine("objective "+plainPercent(t.Objective)+" %", alarm, 0.9, dashObjective))
	}
	for _, l := range t.Lines {
		if slices.ContainsFunc(l.Low, func(low float64) bool { return !math.IsNaN(low) }) {
			return append(k, keyArea("95 % interval", faint(axis, 0.45)))
		}
	}
	return k
}

// values returns the lines of each row's right-hand label and their width.
func (t Timeline) values() ([][]string, float64) {
	out, width := make([][]string, len(t.Lines)), 0.0
	for i, l := range t.Lines {
		if l.Label == "" {
			continue
		}
		out[i] = lines(l.Label)
		width = max(width, textWidth("whole run", headStyle))
		for n, s := range out[i] {
			width = max(width, textWidth(s, lineStyle(valueStyle, n)))
		}
	}
	return out, width
}

// worst returns the round loss at the lower end of the axis: no row exceeds
// it, intervals included, and the objective has room.
func (t Timeline) worst() float64 {
	loss := max(t.Worst, 2*(1-t.Objective))
	if t.Objective == 0 {
		loss = t.Worst
	}
	for _, l := range t.Lines {
		for _, values := range [][]float64{l.Y, l.Low} {
			for _, v := range values {
				if !math.IsNaN(v) {
					loss = max(loss, 1-clamp(v))
				}
			}
		}
	}
	return min(niceCeil(max(loss, 1e-4)), 1)
}

// lossTicks labels no loss, the worst loss, and of the decades between them
// those with room.
func lossTicks(worst, height float64) []tick {
	const room = 9.5
	y := scale{0, worst, 0, height, portable.Cbrt}
	ticks := []tick{{1, "100 %"}, {1 - worst, plainPercent(1-worst) + " %"}}
	last := height
	for _, loss := range []float64{0.5, 0.1, 0.01, 1e-3, 1e-4} {
		if at := y.at(loss); loss < worst && at >= room && last-at >= room {
			ticks = append(ticks, tick{1 - loss, plainPercent(1-loss) + " %"})
			last = at
		}
	}
	return ticks
}
