package main

import (
	"fmt"
	"math"
	"strings"

	"failsim/cmd/internal/conform"
)

// figure is what was predicted or measured of a fact.
type figure struct {
	unit   unit
	value  float64
	of     int     // of how many it is a share
	within float64 // besides a tenth
	rule   conform.Rule
	text   string // where it is no number
	// unsaid: failsim cannot say it, as docs/limits.md has it, and this is what was seen
	// before, so that a program that behaves otherwise is noticed.
	unsaid bool
}

// unit says of what a figure is.
type unit uint8

const (
	words unit = iota
	seconds
	count
	share
)

// atOnce is what a busy machine adds to what takes no time.
const atOnce = 0.1

func secs(s float64) figure { return figure{unit: seconds, value: s} }
func number(n int) figure   { return figure{unit: count, value: float64(n)} }
func part(n, of int) figure {
	return figure{unit: share, value: float64(n) / float64(max(1, of)), of: max(1, of)}
}
func says(text string) figure { return figure{text: text} }
func (f figure) seen() figure { f.unsaid = true; return f }

// period lets a figure be off by one of the observer's: a check's interval, or the gap
// between two requests.
func (f figure) period(within float64, what string) figure { return f.by(conform.Period, within, what) }

// chance lets it be off by what chance does to a small sample. An allowance by hand, of
// which there is none now, would be f.by(conform.Allowance, within, why).
func (f figure) chance(within float64, what string) figure { return f.by(conform.Chance, within, what) }

func (f figure) by(kind string, within float64, why string) figure {
	f.within, f.rule = within, conform.Rule{Kind: kind, Why: why}
	return f
}

// meanOf is the mean of times that an observer's phase spreads evenly over its period, if
// that is drawn: chance may put it off by 4.5 standard errors.
func meanOf(list []float64, period float64) figure {
	n := float64(max(1, len(list)))
	return secs(meanOfList(list)).chance(4.5*period/math.Sqrt(12*n), fmt.Sprintf("4.5 standard errors of %d phases of %.4g s", len(list), period))
}

// ruled is the rule of a row, in the figure's unit; empty where a tenth is all.
func (f figure) ruled(measured figure) conform.Rule {
	wider := f
	if measured.within > f.within {
		wider = measured
	}
	r := wider.rule
	switch {
	case f.unit == share:
		if points := 100 * conform.Noise(f.value, measured.value, max(f.of, measured.of), measured.of); points > 100*wider.within {
			return conform.Rule{Kind: conform.Chance, Size: fmt.Sprintf("%.1f points", points), Why: fmt.Sprintf("4.5 standard errors of %d", measured.of)}
		}
		r.Size = fmt.Sprintf("%.1f points", 100*wider.within)
	case wider.within == 0:
		return conform.Rule{}
	case f.unit == seconds:
		r.Size = fmt.Sprintf("%.3g s", wider.within)
	default:
		r.Size = fmt.Sprintf("%.3g", wider.within)
	}
	return r
}

func (f figure) String() string {
	switch f.unit {
	case seconds:
		return fmt.Sprintf("%.2f s", f.value)
	case count:
		return fmt.Sprintf("%.4g", f.value)
	case share:
		return fmt.Sprintf("%.1f %%", 100*f.value)
	}
	return f.text
}

// deviation says how far off a measurement is.
func (f figure) deviation(from figure) string {
	switch f.unit {
	case seconds:
		return fmt.Sprintf("%+.2f s", f.value-from.value)
	case count:
		return fmt.Sprintf("%+.4g", f.value-from.value)
	case share:
		return fmt.Sprintf("%+.1f points", 100*(f.value-from.value))
	}
	if f.text == from.text {
		return "same"
	}
	return "other"
}

// passes applies the rule to a prediction f and what was measured.
func (f figure) passes(measured figure) bool {
	off := math.Abs(f.value - measured.value)
	tenth := 0.1 * math.Max(math.Abs(f.value), math.Abs(measured.value))
	within := math.Max(f.within, measured.within)
	switch f.unit {
	case seconds:
		return off <= max(tenth, within, atOnce)
	case count:
		return off <= max(tenth, within)
	case share:
		return off <= within || conform.SameShare(f.value, measured.value, max(f.of, measured.of), measured.of)
	}
	return strings.TrimSpace(f.text) == strings.TrimSpace(measured.text)
}
