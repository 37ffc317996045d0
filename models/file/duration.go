package file

import (
	"fmt"
	"math/big"
	"strings"
	"time"
)

const (
	durationLike = "a duration like 5m, 2d, 1h30m or 72.5ms"
	offsetLike   = "a duration like 5m, 2d, 1h30m or 72.5ms, which may have a sign"
)

// durationUnits from large to small. A day is 24 hours, a week 7 days.
var durationUnits = []struct {
	name string
	size time.Duration
}{
	{"w", 7 * 24 * time.Hour}, {"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute},
	{"s", time.Second}, {"ms", time.Millisecond}, {"us", time.Microsecond}, {"ns", time.Nanosecond},
}

// ParseDuration reads a duration that is not negative: 5m, 2d, 1h30m, 72.5ms,
// 0s. Parts go from large units to small, and only the last may have a
// fraction. It is rounded to the nearest nanosecond.
func ParseDuration(text string) (time.Duration, error) {
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "+") {
		return 0, Unlike(durationLike, text, "a sign has no meaning here")
	}
	return parseDuration(text, text)
}

// ParseOffset reads a duration that may be negative.
func ParseOffset(text string) (time.Duration, error) {
	if rest, minus := strings.CutPrefix(text, "-"); minus {
		d, err := parseDuration(rest, text)
		return -d, err
	}
	return parseDuration(strings.TrimPrefix(text, "+"), text)
}

// parseDuration reads rest, which is text without its sign.
func parseDuration(rest, text string) (time.Duration, error) {
	if rest == "" {
		return 0, Unlike(durationLike, text, "")
	}
	total, part, next := new(big.Rat), new(big.Rat), 0
	for rest != "" {
		number, after := cutNumber(rest)
		name := leadingLetters(after)
		rest = after[len(name):]
		switch {
		case number == "":
			return 0, Unlike(durationLike, text, "")
		case name == "":
			return 0, Unlike(durationLike, text, "a unit is missing")
		case rest != "" && strings.Contains(number, "."):
			return 0, Unlike(durationLike, text, "only the last part may have a fraction")
		}
		unit := durationUnit(name)
		if unit < 0 {
			return 0, Unlike(durationLike, text, fmt.Sprintf("there is no unit %q, only w, d, h, m, s, ms, us and ns", name))
		}
		if unit < next {
			return 0, Unlike(durationLike, text, "its parts must go from large units to small")
		}
		next = unit + 1
		if _, ok := part.SetString(number); !ok {
			return 0, Unlike(durationLike, text, "")
		}
		total.Add(total, part.Mul(part, new(big.Rat).SetInt64(int64(durationUnits[unit].size))))
	}
	return nearestNanosecond(total, text)
}

func nearestNanosecond(total *big.Rat, text string) (time.Duration, error) {
	total.Add(total, big.NewRat(1, 2))
	ns := new(big.Int).Quo(total.Num(), total.Denom())
	if !ns.IsInt64() {
		return 0, Unlike(durationLike, text, "the longest one is 106751d")
	}
	return time.Duration(ns.Int64()), nil
}

func durationUnit(name string) int {
	for i, u := range durationUnits {
		if u.name == name || name == "µs" && u.name == "us" {
			return i
		}
	}
	return -1
}
