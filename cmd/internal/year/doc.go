// Package year simulates a year of operation as the episodes in which something
// is broken: it draws calendars of incidents by their rates, sorts what comes
// together into strata, runs some episodes of each, and leaves out the quiet
// time between them, whose losses it knows from runs without a fault.
//
// What it leaves out: what figures mean (results/year), and how a single
// incident is compared (cmd/internal/study).
package year

import "time"

const hoursPerDay = 24 * time.Hour
