package plots

import (
	"math"
	"strconv"
	"strings"
	"time"

	"failsim/sim/portable"
)

// percent writes a share as a percentage with two or three significant
// digits; a share too small to tell is "<", nothing is "0".
func percent(share float64) string {
	p := 100 * share
	switch {
	case p <= 0:
		return "0 %"
	case p < 0.0001:
		return "<0.0001 %"
	case p >= 99.95:
		return plainPercent(share) + " %"
	case p >= 10:
		return strconv.FormatFloat(p, 'f', 1, 64) + " %"
	case p >= 1:
		return strconv.FormatFloat(p, 'f', 2, 64) + " %"
	}
	digits := 1 - int(math.Floor(portable.Log10(p)))
	return strconv.FormatFloat(p, 'f', digits, 64) + " %"
}

// plainPercent writes a round share without the sign and without needless
// zeros.
func plainPercent(share float64) string {
	return strconv.FormatFloat(math.Round(share*1e8)/1e6, 'f', -1, 64)
}

// duration writes a time for people, in at most two units: 40 s, 81 min as
// "1 h 21 min", 23 h 41 min, 3 d 4 h.
func duration(d time.Duration) string {
	switch {
	case d < 0:
		return "−" + duration(-d)
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	case d < time.Minute:
		return strconv.FormatFloat(d.Seconds(), 'g', 3, 64) + " s"
	case d < 10*time.Minute:
		return units(d, time.Minute, " min", time.Second, " s")
	case d < 48*time.Hour:
		return units(d, time.Hour, " h", time.Minute, " min")
	}
	return units(d, 24*time.Hour, " d", time.Hour, " h")
}

func units(d, large time.Duration, largeName string, small time.Duration, smallName string) string {
	var parts []string
	d = d.Round(small)
	if n := d / large; n > 0 {
		parts = append(parts, strconv.FormatInt(int64(n), 10)+largeName)
	}
	if n := d % large / small; n > 0 || len(parts) == 0 {
		parts = append(parts, strconv.FormatInt(int64(n), 10)+smallName)
	}
	return strings.Join(parts, " ")
}

// shortDuration writes a multiple of a round step in the step's own unit: 2h,
// 90m, 15s.
func shortDuration(d, step time.Duration) string {
	unit, name := time.Second, "s"
	switch {
	case step%(24*time.Hour) == 0:
		unit, name = 24*time.Hour, "d"
	case step%time.Hour == 0:
		unit, name = time.Hour, "h"
	case step%time.Minute == 0:
		unit, name = time.Minute, "m"
	}
	return strconv.FormatInt(int64(d/unit), 10) + name
}

// count writes a whole number in groups of thousands.
func count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u00a0" + s[i:]
	}
	return s
}

// lines splits a label into its lines.
func lines(label string) []string { return strings.Split(label, "\n") }
