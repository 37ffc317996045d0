package results

import (
	"fmt"
	"math"
	"strconv"
)

// none stands in tables for a figure that there is none of.
const none = "-"

// percent formats a share with as many decimals as its interval supports.
func percent(e Estimate) string {
	if !e.Mean.Known() {
		return none
	}
	switch e.Warning {
	case NoFailureSeen:
		return neverSeen(e)
	case AlwaysSeen:
		return fmt.Sprintf("100 %% in all %d", e.N)
	}
	if e.CI95 == nil {
		return fixed(100*float64(e.Mean), 3) + " %"
	}
	low, high := 100*float64(e.CI95[0]), 100*float64(e.CI95[1])
	d := decimals(high-low, 1)
	return fmt.Sprintf("%s %% [%s, %s]", fixed(100*float64(e.Mean), d), fixed(low, d), fixed(high, d))
}

// neverSeen says of how many replications none showed anything.
func neverSeen(e Estimate) string {
	if e.Mean > 0 {
		return fmt.Sprintf("no loss in %d", e.N)
	}
	return fmt.Sprintf("0 in all %d", e.N)
}

// decimals returns how many decimals show so many more digits than the first
// significant one of a width, between 1 and 7.
func decimals(width float64, more int) int {
	if !(width > 0) {
		return 3
	}
	return min(max(more-int(math.Floor(math.Log10(width))), 1), 7)
}

func fixed(x float64, decimals int) string { return strconv.FormatFloat(x, 'f', decimals, 64) }

// shortPercent formats a share in few digits.
func shortPercent(n Number) string {
	switch x := 100 * float64(n); {
	case !n.Known():
		return none
	case x == 0:
		return "0 %"
	case x < 0.1:
		return "< 0.1 %"
	case x < 10:
		return fixed(x, 1) + " %"
	default:
		return fixed(x, 0) + " %"
	}
}

// count formats a number of things in three digits.
func count(x float64) string {
	switch a := math.Abs(x); {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return none
	case a >= 1e9:
		return threeDigits(x/1e9) + "G"
	case a >= 1e6:
		return threeDigits(x/1e6) + "M"
	case a >= 1e4:
		return threeDigits(x/1e3) + "k"
	case a >= 100:
		return fixed(x, 0)
	case a >= 1 || x == 0:
		return trimmed(x)
	default:
		return strconv.FormatFloat(x, 'g', 2, 64)
	}
}

func threeDigits(x float64) string {
	switch a := math.Abs(x); {
	case a >= 100:
		return fixed(x, 0)
	case a >= 10:
		return fixed(x, 1)
	default:
		return fixed(x, 2)
	}
}

// counted formats a mean count with its interval.
func counted(e Estimate) string {
	if !e.Mean.Known() || e.CI95 == nil {
		return count(float64(e.Mean))
	}
	if e.Warning == NoFailureSeen {
		return neverSeen(e)
	}
	return fmt.Sprintf("%s [%s, %s]", count(float64(e.Mean)), bound(e.CI95[0]), bound(e.CI95[1]))
}

// bound formats the end of an interval in two digits.
func bound(n Number) string {
	x := float64(n)
	switch a := math.Abs(x); {
	case !n.Known():
		return none
	case a >= 9.95e8:
		return digits(x/1e9, 2) + "G"
	case a >= 9.95e5:
		return digits(x/1e6, 2) + "M"
	case a >= 9.95e3:
		return digits(x/1e3, 2) + "k"
	default:
		return digits(x, 2)
	}
}

// spoken formats a span of seconds in the unit that people would say it in.
func spoken(seconds Number) string {
	switch s := float64(seconds); {
	case !seconds.Known():
		return none
	case s < 0.0005:
		return "0 s"
	case s < 1:
		return fixed(1000*s, 0) + " ms"
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
		return fixed(r, 0)
	}
	return fixed(x, 1)
}

// dollars formats a price an hour.
func dollars(c Cost) string {
	if !c.Mean.Known() {
		return "not priced"
	}
	return count(float64(c.Mean))
}

// String formats a share with its interval, with as many decimals as the
// interval supports.
func (e Estimate) String() string { return percent(e) }
