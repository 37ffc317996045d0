package format

import "time"

const (
	second = 1_000_000_000 // ns
	day    = 24 * time.Hour
)
