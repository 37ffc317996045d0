package distribution

import "strconv"

// formatNumber writes a plain number without an exponent.
func formatNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
