// Package maker makes traces of traces, and traces of none: a Model generates
// one, Fit finds the figures of a Model in a trace that there is, and Thin,
// Superpose, Count, SpeedUp and Anonymise each change a Stream of records into
// another. Measure counts clients and how bursty requests are.
//
// It stands in the folder make; a package of that name would hide Go's make
// wherever it is imported.
//
// What it leaves out: reading and writing traces (traces), and days that differ
// from each other.
package maker

import "time"

const (
	second = 1_000_000_000 // ns
	day    = 24 * time.Hour
)
