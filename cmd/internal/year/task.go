package year

import (
	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
	"failsim/results/year"
)

// Options says how to estimate what a year of operation costs each design.
type Options struct {
	Designs   []string // empty: all
	Incidents []string // empty: all that have a rate
	Sampled   bool     // people's durations are drawn, not as published
	Episodes  int      // about how many to simulate under each design
	Calendars int      // how many years to draw
	Twins     int      // every so many runs has a twin without incidents
	Seed      uint64
	Jobs      int // runs at the same time; 0: one for each core
	// Kept, if set, has runs that need not be made again, and is notified of those that are.
	Kept study.Kept
	// Plan is told, before the work, how many runs there are, and how many
	// requests they have if none is extended. It may be nil.
	Plan func(runs int, requests float64)
	// Progress is told after each run how many are done. It may be nil, and is
	// never called concurrently.
	Progress func(done, total int)
}

// yearTask is one episode under one design.
type yearTask struct {
	stratum, drawn, design int
	twin                   bool
}

// yearResult is what came of it.
type yearResult struct {
	run   episodeRun
	quiet *year.EpisodeRun
}

// yearPlan is what to simulate, and what it will stand for.
type yearPlan struct {
	options   Options
	demand    *study.Demand
	calendars *calendars
	designs   []*scenario.Design
	strata    []*stratum
	calendar  [][]int
}
