package plots

import (
	"fmt"
	"math"
	"slices"

	"failsim/sim/portable"
)

// Costs is the input of CostAgainstAvailability.
type Costs struct {
	Title, Subtitle string  // an empty title becomes "Cost against availability, given this incident"
	Objective       float64 // share; 0 is none
	Worst           float64 // loss at the lower end of the axis; 0: as much as there is
	Dots            []Cost
	Note            string
}

// A Cost is one design's price in US dollars an hour, and its availability with an interval.
type Cost struct {
	Name                    string
	PerHour                 float64
	Availability, Low, High float64 // NaN where there is no interval
}

// CostAgainstAvailability draws a dot a design: dearer to the right, better at the top,
// on the scale of losses that Availability has.
func CostAgainstAvailability(c Costs) (*Figure, error) {
	if len(c.Dots) == 0 {
		return nil, ErrNothing
	}
	f, at := newPage(c.Title, "Cost against availability, given this incident", c.Subtitle)
	var k []keyEntry
	if c.Objective > 0 && c.Objective < 1 {
		k = append(k, keyLine("objective "+plainPercent(c.Objective)+" %", alarm, 0.9, dashObjective))
	}
	at = f.key(at, append(k, keyLine("95 % interval", axis, 1.2, nil)))
	lo, hi, worst, names, widest := math.Inf(1), math.Inf(-1), c.Worst, []string{}, 0.0
	for _, d := range c.Dots {
		if !(d.PerHour >= 0) || checkShare(d.Availability) != nil {
			return nil, fmt.Errorf("plots: cost: %s: %g USD an hour, availability %g", d.Name, d.PerHour, d.Availability)
		}
		lo, hi, worst = min(lo, d.PerHour), max(hi, d.PerHour), max(worst, 1-d.Availability)
		names, widest = append(names, d.Name), max(widest, textWidth(d.Name, nameStyle))
	}
	worst = niceCeil(max(worst, 1e-4))
	pad := max((hi-lo)*0.08, hi*0.01, 0.01)
	const height = 300.0
	x := scale{lo - pad, hi + pad, margin + 48, pageWidth - margin - widest - 12, identity}
	y := scale{1, 1 - worst, at + 14, at + 14 + height, func(v float64) float64 { return portable.Cbrt(max(0, 1-v)) }}
	f.rect(box{x.from, y.from, pageWidth - margin, y.to}, panel)
	for _, t := range lossTicks(worst, height) {
		f.line(grid, 0.75, nil, point{x.from, y.at(t.value)}, point{pageWidth - margin, y.at(t.value)})
		f.text(x.from-5, y.at(t.value)+3, right, tickStyle, t.label)
	}
	step := niceStep((x.hi - x.lo) / 5)
	for v := math.Ceil(x.lo/step) * step; v <= x.hi; v += step {
		f.line(grid, 0.75, nil, point{x.at(v), y.to}, point{x.at(v), y.to + 3})
		f.text(x.at(v), y.to+13, middle, tickStyle, fmt.Sprintf("%.6g", math.Round(v/step)*step))
	}
	f.text((x.from+x.to)/2, y.to+26, middle, headStyle, "USD an hour while nothing is wrong")
	f.text(margin, y.from-5, left, headStyle, "availability over the run (cube root of the share lost)")
	if c.Objective > 0 && c.Objective < 1 && 1-c.Objective <= worst {
		f.line(alarm, 0.9, dashObjective, point{x.from, y.at(c.Objective)}, point{pageWidth - margin, y.at(c.Objective)})
	}
	f.costDots(c.Dots, looks(names), x, y, worst)
	return f.close(y.to+32, c.Note), nil
}

// costDots draws the dots, each with its name beside it, moved down where another's stands.
func (f *Figure) costDots(dots []Cost, look []look, x, y scale, worst float64) {
	var taken []box
	order := make([]int, len(dots))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return map[bool]int{true: -1, false: 1}[dots[a].Availability > dots[b].Availability] * map[bool]int{true: 0, false: 1}[dots[a].Availability == dots[b].Availability]
	})
	for _, i := range order {
		d := dots[i]
		at := point{x.at(d.PerHour), y.at(d.Availability)}
		if d.Low == d.Low && d.High == d.High {
			f.line(look[i].colour, 1.2, nil, point{at.x, y.at(max(d.Low, 1-worst))}, point{at.x, y.at(d.High)})
		}
		name := box{at.x + 8, at.y - 5, at.x + 8 + textWidth(d.Name, nameStyle), at.y + 6}
		for moved := true; moved; {
			moved = false
			for _, b := range taken {
				if b.overlaps(name) {
					shift := b.y1 + 1 - name.y0
					name.y0, name.y1, moved = name.y0+shift, name.y1+shift, true
				}
			}
		}
		taken = append(taken, name)
		f.add(disc{centre: at, radius: 4, fill: look[i].colour, stroke: white, width: 1})
		f.rect(box{name.x0 - 2, name.y0, name.x1 + 2, name.y1}, panel) // no line runs through a name
		f.text(name.x0, name.y1-2.5, left, nameStyle.coloured(look[i].colour), d.Name)
	}
}
