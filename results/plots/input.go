package plots

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// A Phase is a step of the incident that all designs share, at a time since
// the fault.
type Phase struct {
	Name string
	At   time.Duration
}

// A Line is one design's share over time. Shares are fractions, 0 to 1; NaN
// means that there were no data.
type Line struct {
	Name      string
	X         []time.Duration // since the fault, ascending
	Until     time.Duration   // if set, each value holds from its time until the next, and the last until then
	Y         []float64
	Low, High []float64 // interval, optional
	Label     string    // the line's figure over the whole run, e.g. "99.213 %"; further lines are set small
}

// ErrNothing says that there is nothing to draw: no data at all.
var ErrNothing = errors.New("nothing to draw: no line has data")

// check says what is wrong with a line.
func (l Line) check() error {
	if l.Name == "" {
		return errors.New("a line has no name")
	}
	if len(l.X) != len(l.Y) {
		return fmt.Errorf("%s: %d times but %d values", l.Name, len(l.X), len(l.Y))
	}
	if len(l.Low) != len(l.High) || (len(l.Low) != 0 && len(l.Low) != len(l.Y)) {
		return fmt.Errorf("%s: an interval of %d and %d values for %d points", l.Name, len(l.Low), len(l.High), len(l.Y))
	}
	for i := 1; i < len(l.X); i++ {
		if l.X[i] <= l.X[i-1] {
			return fmt.Errorf("%s: times do not ascend at point %d", l.Name, i)
		}
	}
	for _, values := range [][]float64{l.Y, l.Low, l.High} {
		for i, v := range values {
			if err := checkShare(v); err != nil {
				return fmt.Errorf("%s: point %d: %w", l.Name, i, err)
			}
		}
	}
	return nil
}

// checkShare accepts fractions (with the rounding errors of sums) and NaN.
func checkShare(v float64) error {
	if v < -1e-9 || v > 1+1e-9 {
		return fmt.Errorf("%g is no share from 0 to 1", v)
	}
	return nil
}

func clamp(v float64) float64 { return min(max(v, 0), 1) }

// timeRange returns the first and last time that lines with data and phases
// have.
func timeRange(lines []Line, phases []Phase) (lo, hi time.Duration, err error) {
	found := false
	grow := func(t time.Duration) {
		if !found {
			lo, hi, found = t, t, true
		}
		lo, hi = min(lo, t), max(hi, t)
	}
	for _, l := range lines {
		if err := l.check(); err != nil {
			return 0, 0, err
		}
		for i, t := range l.X {
			if !math.IsNaN(l.Y[i]) {
				grow(t)
			}
		}
		if n := len(l.Y); n > 0 && l.Until > 0 && !math.IsNaN(l.Y[n-1]) {
			grow(l.Until)
		}
	}
	if !found {
		return 0, 0, ErrNothing
	}
	for _, p := range phases {
		grow(p.At)
	}
	if lo == hi {
		lo, hi = lo-time.Minute, hi+time.Minute
	}
	return lo, hi, nil
}

func names(lines []Line) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.Name
	}
	return out
}
