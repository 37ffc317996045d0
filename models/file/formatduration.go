package file

import (
	"strconv"
	"strings"
	"time"
)

// day is 24 hours: a simulated day knows no daylight saving.
const day = 24 * time.Hour

// FormatDuration is the inverse of ParseOffset: it returns d as a file writes it: 2d, 1h30m, 72.5ms,
// 0s. Only the last part has a fraction; reading the text gives d again.
func FormatDuration(d time.Duration) string {
	if d == 0 {
		return "0s"
	}
	var b strings.Builder
	rest := uint64(d)
	if d < 0 {
		b.WriteByte('-')
		rest = -rest
	}
	for _, u := range []struct {
		name string
		size uint64
	}{{"d", uint64(day)}, {"h", uint64(time.Hour)}, {"m", uint64(time.Minute)}} {
		if n := rest / u.size; n > 0 {
			b.WriteString(strconv.FormatUint(n, 10) + u.name)
			rest -= n * u.size
		}
	}
	if rest > 0 {
		b.WriteString(formatSeconds(rest))
	}
	return b.String()
}

// formatSeconds writes less than a minute in the largest unit that it fills.
func formatSeconds(ns uint64) string {
	name, digits := "ns", 0
	switch {
	case ns >= uint64(time.Second):
		name, digits = "s", 9
	case ns >= uint64(time.Millisecond):
		name, digits = "ms", 6
	case ns >= uint64(time.Microsecond):
		name, digits = "us", 3
	}
	text := strconv.FormatUint(ns, 10)
	whole, fraction := text[:len(text)-digits], strings.TrimRight(text[len(text)-digits:], "0")
	if fraction != "" {
		fraction = "." + fraction
	}
	return whole + fraction + name
}
