package format

import (
	"bytes"
	"time"
)

const maxDuration = 1e9 * second // some 30 years

// duration reads a number in the unit of its column, or one with a unit of its
// own: 12ms. -1 stands for one that is not known.
func (f *filler) duration(b []byte) (int64, bool) {
	if len(b) > 3 && b[0] == 'P' && b[1] == 'T' && b[len(b)-1] == 'S' { // ISO 8601: PT1M2.5S
		b = bytes.ToLower(b[2:])
	}
	if f.commas && bytes.Count(b, []byte{','}) == 1 && bytes.IndexByte(b, '.') < 0 {
		b = bytes.Replace(b, []byte{','}, []byte{'.'}, 1)
	}
	if last := b[len(b)-1]; last == 's' {
		d, err := time.ParseDuration(string(withoutBlank(b)))
		return int64(d), err == nil && d >= 0 && d <= maxDuration
	}
	if b[0] == '-' && len(b) > 1 && b[1] == '1' {
		if s := string(b); s == "-1" || s == "-1.0" || s == "-1.000" {
			return NoDuration, true
		}
	}
	if f.durationUnit == 0 {
		n, ok := parseDecimal(b, 1)
		if !ok || n < 0 {
			return 0, false
		}
		return NoDuration, true
	}
	return parseDecimal(b, f.durationUnit)
}

// withoutBlank takes out the blank between a number and its unit: 12 ms.
func withoutBlank(b []byte) []byte {
	if blank := bytes.IndexByte(b, ' '); blank > 0 {
		return append(bytes.Clone(b[:blank]), b[blank+1:]...)
	}
	return b
}

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
// and at most nine behind it. It tells whether a number is one of these.
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
