package plots

import (
	"fmt"
	"time"

	"failsim/sim/portable"
)

// Years is the input of BadYears.
type Years struct {
	Title, Subtitle string // an empty title becomes "How bad years are, by design"
	Lines           []Line // X is a full outage that loses as much as a year does, Y the share of years that lose at least that
	Objectives      []float64
	Length          time.Duration // of a year
	Note            string
}

// BadYears draws the share of years that lose at least so much, on a
// logarithmic axis of what a year's lost requests are as a full outage.
func BadYears(y Years) (*Figure, error) {
	lo, hi, err := timeRange(y.Lines, nil)
	if err != nil {
		return nil, fmt.Errorf("plots: bad years: %w", err)
	}
	if lo <= 0 {
		return nil, fmt.Errorf("plots: bad years: an outage of %s has no place on a logarithmic axis", lo)
	}
	lo, hi = logTimeRange(lo, hi)
	f, at := newPage(y.Title, "How bad years are, by design", y.Subtitle)
	list, look := names(y.Lines), looks(names(y.Lines))
	var key []keyEntry
	for i, name := range list {
		key = append(key, keyLine(name, look[i].colour, 1.6, look[i].dash))
	}
	at = f.key(at, key)
	top, bottom := at+30, at+30+280
	x := scale{float64(lo), float64(hi), margin + 44, pageWidth - margin - 8, portable.Log}
	share := scale{0, 1, bottom, top, identity}
	for _, t := range percentTicks(1) {
		h := share.at(t.value)
		f.line(grid, 0.75, nil, point{x.from, h}, point{x.to, h})
		f.text(x.from-6, h+3, right, tickStyle, t.label)
	}
	for _, t := range timesBetween(lo, hi, x) {
		f.line(axis, 0.75, nil, point{x.at(t.value), bottom}, point{x.at(t.value), bottom + 3.5})
		f.text(x.at(t.value), bottom+13, middle, tickStyle, t.label)
	}
	for _, o := range y.Objectives {
		h := x.at((1 - o) * float64(y.Length))
		f.line(alarm, 0.9, dashObjective, point{h, top}, point{h, bottom})
		f.text(h, top-4, middle, headStyle, plainPercent(o)+" %")
	}
	for i, l := range y.Lines {
		if len(l.Low) > 0 {
			f.ribbon(l, x, share, faint(look[i].colour, 0.15))
		}
		f.stroke(l.runs(l.Y, x, share), look[i].colour, 1.6, look[i].dash)
	}
	f.line(axis, 0.75, nil, point{x.from, bottom}, point{x.to, bottom})
	f.text((x.from+x.to)/2, bottom+26, middle, headStyle, "requests lost in a year, as the length of a full outage (logarithmic)")
	f.text(x.from, top-18, left, headStyle, "share of years that lose at least so much")
	return f.close(bottom+32, y.Note), nil
}
