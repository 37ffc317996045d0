package tables

import (
	"fmt"
	"math"
	"strconv"

	"failsim/results/statistics"
	"failsim/sim/portable"
)

// None stands in tables for a figure that there is none of.
const None = "-"

// Percent formats a share with as many decimals as its interval supports.
func Percent(e statistics.Estimate) string {
	if !e.Mean.Known() {
		return None
	}
	switch e.Warning {
	case statistics.NoFailureSeen:
		return neverSeen(e)
	case statistics.AlwaysSeen:
		return fmt.Sprintf("100 %% in all %d", e.N)
	}
	if e.CI95 == nil {
		return Fixed(100*float64(e.Mean), 3) + " %"
	}
	low, high := float64(100*float64(e.CI95[0])), float64(100*float64(e.CI95[1]))
	d := Decimals(high-low, 1)
	return fmt.Sprintf("%s %% [%s, %s]", Fixed(100*float64(e.Mean), d), Fixed(low, d), Fixed(high, d))
}

// neverSeen says of how many replications none showed anything.
func neverSeen(e statistics.Estimate) string {
	if e.Mean > 0 {
		return fmt.Sprintf("no loss in %d", e.N)
	}
	return fmt.Sprintf("0 in all %d", e.N)
}

// Decimals returns how many decimals show so many more digits than the first
// significant one of a width, between 1 and 7.
func Decimals(width float64, more int) int {
	if !(width > 0) {
		return 3
	}
	return min(max(more-int(math.Floor(portable.Log10(width))), 1), 7)
}

func Fixed(x float64, decimals int) string { return strconv.FormatFloat(x, 'f', decimals, 64) }

// ShortPercent formats a share in few digits.
func ShortPercent(n statistics.Number) string {
	switch x := 100 * float64(n); {
	case !n.Known():
		return None
	case x == 0:
		return "0 %"
	case x < 0.1:
		return "below 0.1 %"
	case x < 10:
		return Fixed(x, 1) + " %"
	default:
		return Fixed(x, 0) + " %"
	}
}

// Count formats a number of things in three digits.
func Count(x float64) string {
	switch a := math.Abs(x); {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return None
	case a >= 1e9:
		return threeDigits(x/1e9) + "G"
	case a >= 1e6:
		return threeDigits(x/1e6) + "M"
	case a >= 1e4:
		return threeDigits(x/1e3) + "k"
	case a >= 100:
		return Fixed(x, 0)
	case a >= 1 || x == 0:
		return trimmed(x)
	default:
		return strconv.FormatFloat(x, 'g', 2, 64)
	}
}

func threeDigits(x float64) string {
	switch a := math.Abs(x); {
	case a >= 100:
		return Fixed(x, 0)
	case a >= 10:
		return Fixed(x, 1)
	default:
		return Fixed(x, 2)
	}
}

// Counted formats a mean count with its interval.
func Counted(e statistics.Estimate) string {
	if !e.Mean.Known() || e.CI95 == nil {
		return Count(float64(e.Mean))
	}
	if e.Warning == statistics.NoFailureSeen {
		return neverSeen(e)
	}
	return fmt.Sprintf("%s [%s, %s]", Count(float64(e.Mean)), Bound(e.CI95[0]), Bound(e.CI95[1]))
}

// Bound formats the end of an interval in two digits.
func Bound(n statistics.Number) string {
	x := float64(n)
	switch a := math.Abs(x); {
	case !n.Known():
		return None
	case a >= 9.95e8:
		return Digits(x/1e9, 2) + "G"
	case a >= 9.95e5:
		return Digits(x/1e6, 2) + "M"
	case a >= 9.95e3:
		return Digits(x/1e3, 2) + "k"
	default:
		return Digits(x, 2)
	}
}

// Spoken formats a span of seconds in the unit that people would say it in.
func Spoken(seconds statistics.Number) string {
	switch s := float64(seconds); {
	case !seconds.Known():
		return None
	case s < 0.0005:
		return "0 s"
	case s < 1:
		return Fixed(1000*s, 0) + " ms"
	case s < 100:
		return trimmed(s) + " s"
	case s < 100*60:
		return trimmed(s/60) + " min"
	case s < 100*3600:
		return trimmed(s/3600) + " h"
	default:
		return trimmed(s/86400) + " d"
	}
}

// trimmed formats with one decimal unless it is 0.
func trimmed(x float64) string {
	if r := math.Round(10*x) / 10; r == math.Trunc(r) {
		return Fixed(r, 0)
	}
	return Fixed(x, 1)
}

// TrimmedDigits formats without noise in the last digits of a float64.
func TrimmedDigits(x float64) string { return fmt.Sprintf("%.10g", x) }

// Digits formats with at most so many significant digits.
func Digits(x float64, n int) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', n, 64), 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(rounded+0, 'f', -1, 64) // + 0: -0 is 0
}

// Nines formats an availability near 1 in per cent with two digits of what it
// lacks.
func Nines(a float64) string {
	switch {
	case math.IsNaN(a):
		return None
	case a >= 1:
		return "100"
	}
	return Fixed(100*a, Decimals(100*(1-a), 1))
}

// Minutes formats minutes that may be far below one.
func Minutes(n statistics.Number) string {
	if n > 0 && n < 1 {
		return Spoken(60 * n)
	}
	return Count(float64(n)) + " min"
}
