package file

import (
	"strconv"
	"strings"
)

// decimal writes x times ten to the given power with the digits that x needs
// and no more, and no exponent. The power moves the point in the text, so it
// costs no rounding. x is finite and not negative.
func decimal(x float64, power int) string {
	if x == 0 {
		return "0"
	}
	digits, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
	digits = strings.Replace(digits, ".", "", 1)
	e, err := strconv.Atoi(exponent)
	if err != nil {
		panic("scenario: decimal of a number that is not finite")
	}
	point := 1 + e + power // digits before the point
	switch {
	case point <= 0:
		return "0." + strings.Repeat("0", -point) + digits
	case point >= len(digits):
		return digits + strings.Repeat("0", point-len(digits))
	}
	return digits[:point] + "." + digits[point:]
}

// FormatShare is the inverse of ParseShare.
func FormatShare(share float64) string { return decimal(share, 2) + "%" }
