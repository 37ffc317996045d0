package format

import (
	"math"
	"strconv"
)

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
