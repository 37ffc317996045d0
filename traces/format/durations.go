package format

import (
	"bytes"
	"math"
	"strconv"
)

const maxDuration = 1e9 * second // some 30 years

// parseDecimal reads a number, decimals and exponents too, times a unit.
func parseDecimal(b []byte, unit int64) (int64, bool) {
	if ns, ok := shortDecimal(b, unit); ok {
		return ns, true
	}
	whole, fraction, _ := bytes.Cut(b, []byte{'.'})
	if n := len(whole); n == 0 || n > 15 || len(fraction) > 15 || !digits(whole) || !digits(fraction) {
		return parseFloat(b, unit)
	}
	n, _ := parseCount(whole)
	if n > maxDuration/unit {
		return 0, false
	}
	ns := n * unit
	part, scale := int64(0), int64(1) // of the unit; beyond nine decimals only the first of 10^9 s counts
	for _, d := range fraction[:min(len(fraction), 9)] {
		part, scale = 10*part+int64(d-'0'), 10*scale
	}
	ns += (part*unit + scale/2) / scale
	return ns, ns <= maxDuration
}

// shortDecimal reads what most logs hold: at most nine digits before a point,
// and at most nine behind it. It reports whether a number is one of these.
func shortDecimal(b []byte, unit int64) (ns int64, ok bool) {
	if len(b) == 0 || b[0] == '.' || len(b) > len("123456789.123456789") {
		return 0, false
	}
	whole, part, scale := int64(0), int64(0), int64(1)
	at := 0
	for ; at < len(b) && b[at]-'0' <= 9; at++ {
		whole = 10*whole + int64(b[at]-'0')
	}
	if at > 9 || whole > maxDuration/unit {
		return 0, false
	}
	if at < len(b) {
		if b[at] != '.' || len(b)-at > len(".123456789") {
			return 0, false
		}
		for _, c := range b[at+1:] {
			if c-'0' > 9 {
				return 0, false
			}
			part, scale = 10*part+int64(c-'0'), 10*scale
		}
	}
	ns = whole*unit + (part*unit+scale/2)/scale
	return ns, ns <= maxDuration
}

// trimmed takes off white space around a value: bytes.TrimSpace, but quick where
// there is none.
func trimmed(b []byte) []byte {
	if n := len(b); n > 0 && b[0] > ' ' && b[0] < 0x80 && b[n-1] > ' ' && b[n-1] < 0x80 {
		return b
	}
	return bytes.TrimSpace(b)
}

// parseFloat reads what parseDecimal leaves: many digits, or exponents, as
// tables of other programs hold. It allocates.
func parseFloat(b []byte, unit int64) (int64, bool) {
	if len(b) > 40 {
		return 0, false
	}
	for _, c := range b { // neither Inf, NaN nor hexadecimal
		if (c < '0' || c > '9') && c != '.' && c != 'e' && c != 'E' && c != '+' && c != '-' {
			return 0, false
		}
	}
	x, err := strconv.ParseFloat(string(b), 64)
	if err != nil || !(x >= 0 && x*float64(unit) <= maxDuration) || math.Signbit(x) {
		return 0, false
	}
	return int64(math.Round(x * float64(unit))), true
}
