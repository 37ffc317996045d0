package service

import (
	"time"

	"failsim/models/id"
	"failsim/sim/portable"
)

// Wave is a part of all places that gets a version before the others, and how long
// they are watched.
type Wave struct {
	To    id.Service // all places of a service; below 0: Share
	Share float64    // of all places, with those of the waves before
	Bake  time.Duration
}

// Verdict is whether a wave looks good at the end of its bake: of so many requests that
// are looked at fewer than an alarm fail.
type Verdict struct {
	Requests int // 0: no check
	Alarm    int
	Lost     float64 // probability that a bad verdict does not get through
}

// Catches is the probability that a verdict stops a version with which a share of
// requests fails: exact binomial.
func (v Verdict) Catches(fails float64) float64 {
	if v.Requests == 0 {
		return 0
	}
	return (1 - v.Lost) * (1 - portable.BinomialCDF(float64(v.Requests), fails, float64(v.Alarm-1)))
}

// Guards are what stands between a bad version and all places.
type Guards struct {
	Waves   []Wave
	Verdict Verdict
	Back    Back
	// RefusesOlder: places take no version that is older than theirs.
	RefusesOlder bool
	// Keeps: a place that finds its row missing works on with what it has.
	Keeps bool
}

// Back is a roll-back by itself: when a verdict is bad, and when a share of all
// requests has failed for a while.
type Back struct {
	Alarm float64 // 0: no such alarm
	For   time.Duration
	Takes time.Duration // at all places
	// Trusts is how long after a push a version is the last good one, to which is rolled
	// back; 0: what was before the fault always is. One that fails later than that has
	// poisoned it.
	Trusts  time.Duration
	Verdict bool // a bad verdict has it begin
}
