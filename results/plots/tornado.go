package plots

import (
	"fmt"
	"math"
)

// Swings is the input of Tornado.
type Swings struct {
	Title, Subtitle string
	Base            float64
	Bars            []Swing // in the order of rows
	Note            string
}

// Swing is a figure at the low and the high end of one number.
type Swing struct {
	Name                string
	Low, High           float64
	LowWords, HighWords string
}

// The low end of a number is blue and its high end vermillion, as in okabeIto.
var swingLow, swingHigh = okabeIto[1], okabeIto[0]

// Tornado draws a bar a number from its low end to its high end, with a line where
// the figure is now.
func Tornado(s Swings) (*Figure, error) {
	if len(s.Bars) == 0 {
		return nil, fmt.Errorf("plots: tornado: no bars")
	}
	f, at := newPage(s.Title, "What a figure depends on", s.Subtitle)
	at = f.key(at, []keyEntry{keyArea("at the low end of the number", swingLow), keyArea("at its high end", swingHigh)})
	names := make([]string, len(s.Bars))
	lo, hi, words := s.Base, s.Base, 0.0
	for i, b := range s.Bars {
		names[i] = b.Name
		lo, hi = min(lo, b.Low, b.High), max(hi, b.Low, b.High)
		words = max(words, textWidth(b.LowWords, tickStyle), textWidth(b.HighWords, tickStyle))
	}
	if hi == lo {
		hi = lo + math.Max(1, math.Abs(lo))
	}
	side, lines := column(names, 250)
	x := scale{lo, hi, margin + side + words + 16, pageWidth - margin - words - 8, identity}
	const row = 26.0
	top := at + 6
	for i, b := range s.Bars {
		y := top + float64(float64(i)*row)
		f.rowName(margin, y+row/2, lines[i])
		now := x.at(s.Base)
		for _, end := range []struct {
			v float64
			c int
		}{{b.Low, 0}, {b.High, 1}} {
			c := swingLow
			if end.c == 1 {
				c = swingHigh
			}
			p := x.at(end.v)
			half := box{min(now, p), y + 5, max(now, p), y + row - 7}
			if (b.Low-s.Base)*(b.High-s.Base) > 0 { // both on one side: one above the other
				half.y0, half.y1 = y+4+float64(float64(end.c)*9), y+12+float64(float64(end.c)*9)
			}
			f.rect(half, c)
		}
		first, last := b.LowWords, b.HighWords
		if b.High < b.Low {
			first, last = last, first
		}
		f.text(min(now, x.at(min(b.Low, b.High)))-4, y+row/2+3, right, tickStyle, first)
		f.text(max(now, x.at(max(b.Low, b.High)))+4, y+row/2+3, left, tickStyle, last)
	}
	bottom := top + float64(row*float64(len(s.Bars)))
	f.line(axis, 0.9, nil, point{x.at(s.Base), top}, point{x.at(s.Base), bottom})
	return f.close(bottom+4, s.Note), nil
}
