package format

func digits(field []byte) bool {
	for _, c := range field {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// maxCount is the largest number of bytes or requests in a field: 10^15, so
// that sums of many do not overflow.
const maxCount = 1_000_000_000_000_000

// parseCount reads digits, at most maxCount.
func parseCount(field []byte) (int64, bool) {
	if len(field) == 0 || len(field) > 16 {
		return 0, false
	}
	var n int64
	for _, c := range field {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int64(c-'0')
	}
	return n, n <= maxCount
}
