package plots

import (
	"math"
	"slices"
	"time"

	"failsim/sim/portable"
)

// A scale maps values to places on the page: linear after the warp, which must
// be monotone.
type scale struct {
	lo, hi   float64 // values
	from, to float64 // places
	warp     func(float64) float64
}

func identity(v float64) float64 { return v }

func (s scale) at(v float64) float64 {
	lo, hi := s.warp(s.lo), s.warp(s.hi)
	return s.from + float64((s.warp(v)-lo)/(hi-lo)*(s.to-s.from))
}

// A tick is a labelled place on an axis.
type tick struct {
	value float64
	label string
}

// timeSteps are the distances of ticks on a time axis, all readable as words.
var timeSteps = []time.Duration{
	time.Second, 5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 10 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 48 * time.Hour, 7 * 24 * time.Hour,
}

// timeTicks returns round times since the fault between lo and hi, at most n
// or so of them, as "T+2h".
func timeTicks(lo, hi time.Duration, n int) []tick {
	step := timeSteps[len(timeSteps)-1]
	for _, s := range timeSteps {
		if int((hi-lo)/s) <= n {
			step = s
			break
		}
	}
	if weeks := (hi - lo) / time.Duration(n) / step; weeks > 0 { // over a quarter of a year
		step *= weeks + 1
	}
	var ticks []tick
	for at := time.Duration(math.Ceil(float64(lo)/float64(step))) * step; at <= hi; at += step {
		label := "T"
		if at > 0 {
			label = "T+" + shortDuration(at, step)
		} else if at < 0 {
			label = "T−" + shortDuration(-at, step)
		}
		ticks = append(ticks, tick{float64(at), label})
	}
	return ticks
}

// niceCeil returns the smallest of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of
// ten that is at least v.
func niceCeil(v float64) float64 {
	if v <= 0 {
		return 1
	}
	power := portable.Pow(10, math.Floor(portable.Log10(v)))
	for _, m := range []float64{1, 1.5, 2, 3, 4, 5, 6, 8} {
		if m*power >= v*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// percentTicks divides 0 to hi into four to six round steps.
func percentTicks(hi float64) []tick {
	step := hi / 4
	for _, parts := range []float64{5, 4, 6, 3} {
		power := portable.Pow(10, math.Floor(portable.Log10(hi/parts)+1e-9))
		m := hi / parts / power
		if slices.ContainsFunc([]float64{1, 2, 2.5, 5}, func(x float64) bool { return math.Abs(x-m) < 1e-6 }) {
			step = hi / parts
			break
		}
	}
	var ticks []tick
	for i := 0; float64(i)*step <= hi*(1+1e-9); i++ {
		ticks = append(ticks, tick{float64(i) * step, plainPercent(float64(i)*step) + " %"})
	}
	return ticks
}

// logTimes are the labelled places of a logarithmic time axis.
var logTimes = []time.Duration{
	time.Second, 5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour,
	3 * time.Hour, 8 * time.Hour, 24 * time.Hour, 3 * 24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour, 365 * 24 * time.Hour,
}

// logTimeRange widens lo and hi to labelled places of a logarithmic axis.
func logTimeRange(lo, hi time.Duration) (time.Duration, time.Duration) {
	a, b := logTimes[0], hi
	for _, t := range logTimes {
		if t <= lo {
			a = t
		}
	}
	for _, t := range slices.Backward(logTimes) {
		if t >= hi {
			b = t
		}
	}
	if b <= a {
		b = 4 * a
	}
	return a, b
}

// niceStep returns the smallest of 1, 2, 5 times a power of ten that is at least v.
func niceStep(v float64) float64 {
	power := portable.Pow(10, math.Floor(portable.Log10(v)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= v*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}
