package file

import "fmt"

// sizeUnits: decimal prefixes are powers of 1000 and binary ones powers of
// 1024, so that none is ambiguous.
var sizeUnits = []struct {
	name  string
	power int     // of ten
	times float64 // instead, if above 0
}{
	{"B", 0, 0}, {"KB", 3, 0}, {"kB", 3, 0}, {"MB", 6, 0}, {"GB", 9, 0}, {"TB", 12, 0},
	{"KiB", 0, 1 << 10}, {"MiB", 0, 1 << 20}, {"GiB", 0, 1 << 30}, {"TiB", 0, 1 << 40},
}

// ParseSize reads a number of bytes: 60KB is 60 000, 64KiB is 65 536.
func ParseSize(text string) (float64, error) {
	number, rest := cutNumber(text)
	if number == "" || rest == "" {
		return 0, Unlike(sizeLike, text, why(number, text))
	}
	for _, u := range sizeUnits {
		if rest == u.name {
			x, err := scaled(sizeLike, text, number, u.power)
			if u.times > 0 {
				x *= u.times
			}
			return x, err
		}
	}
	return 0, Unlike(sizeLike, text, fmt.Sprintf("there is no unit %q, only B, KB, MB, GB, TB and KiB, MiB, GiB, TiB", Short(rest)))
}

// FormatSize is the inverse of ParseSize: the shortest text that reads as the
// same number of bytes.
func FormatSize(bytes float64) string {
	best := decimal(bytes, 0) + "B"
	for _, u := range sizeUnits {
		text := decimal(bytes, -u.power) + u.name
		if u.times > 0 {
			text = decimal(bytes/u.times, 0) + u.name
		}
		if back, err := ParseSize(text); err == nil && back == bytes && len(text) < len(best) {
			best = text
		}
	}
	return best
}
