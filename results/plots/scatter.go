package plots

import (
	"fmt"
	"math"
)

// Scatter is the input of ScatterOver: a figure over one axis a panel.
type Scatter struct {
	Title, Subtitle string
	YName           string
	Shown           func(float64) string // formats a value of the figure
	Log             bool                 // for figures whose sizes differ by powers of ten
	Panels          []ScatterPanel
	Designs         []string
	Note            string
}

// ScatterPanel is one axis: its values in numbers, or the place of each word among Words.
type ScatterPanel struct {
	Name  string
	Words []string // of an axis without numbers
	Dots  []ScatterDot
	From  string // the ends, as they are written
	To    string
}

// ScatterDot is a design at a point.
type ScatterDot struct {
	Design int
	X, Y   float64
}

// ScatterOver draws what a figure does over each axis, whatever the others are.
func ScatterOver(s Scatter) (*Figure, error) {
	lo, hi, least := math.Inf(1), math.Inf(-1), math.Inf(1)
	for _, p := range s.Panels {
		for _, d := range p.Dots {
			if !math.IsNaN(d.Y) && !math.IsInf(d.Y, 0) {
				lo, hi = min(lo, d.Y), max(hi, d.Y)
			}
			if d.Y > 0 {
				least = min(least, d.Y)
			}
		}
	}
	if math.IsInf(lo, 0) {
		return nil, ErrNothing
	}
	h := Heat{Log: s.Log}
	warp := func(v float64) float64 { return h.scaled(v, least/2) }
	if hi == lo {
		hi = lo + math.Max(1, math.Abs(lo))
	}
	f, at := newPage(s.Title, "What a figure does over each value", s.Subtitle)
	look := looks(s.Designs)
	var k []keyEntry
	for i, name := range s.Designs {
		k = append(k, keyEntry{name, func(f *Figure, b box) {
			f.add(disc{centre: point{b.x1 - 4, (b.y0 + b.y1) / 2}, radius: 3, fill: look[i].colour})
		}})
	}
	at = f.key(at, k)
	const height = 150.0
	for _, p := range s.Panels {
		at += 8 + nameStyle.size
		f.text(margin, at, left, nameStyle, p.Name)
		y := scale{warp(lo), warp(hi), at + 8 + height, at + 10, identity}
		x := scale{math.Inf(1), math.Inf(-1), margin + 70, pageWidth - margin - 20, identity}
		for _, d := range p.Dots {
			x.lo, x.hi = min(x.lo, d.X), max(x.hi, d.X)
		}
		if x.hi == x.lo {
			x.hi++
		}
		f.rect(box{x.from - 8, y.to - 4, x.to + 8, y.from + 4}, panel)
		for i := range 4 {
			v := y.lo + float64((y.hi-y.lo)*float64(i)/3)
			f.line(grid, 0.75, nil, point{x.from - 8, y.at(v)}, point{x.to + 8, y.at(v)})
		}
		f.text(x.from-13, y.from+3, right, tickStyle, s.Shown(lo))
		f.text(x.from-13, y.to+3, right, tickStyle, s.Shown(hi))
		for _, d := range p.Dots {
			if !math.IsNaN(d.Y) && !math.IsInf(d.Y, 0) {
				f.add(disc{centre: point{x.at(d.X), y.at(warp(d.Y))}, radius: 3, fill: faint(look[d.Design].colour, 0.75)})
			}
		}
		at = y.from + 16
		for i, w := range p.Words {
			f.text(x.at(float64(i)), at, middle, tickStyle, w)
		}
		f.text(x.from, at, left, tickStyle, p.From)
		f.text(x.to, at, right, tickStyle, p.To)
	}
	note := fmt.Sprintf("Up: %s. Every dot is one design at one point; all panels show the same dots.", s.YName)
	if s.Log {
		note += " The scale up is logarithmic."
	}
	return f.close(at+4, note+" "+s.Note), nil
}
