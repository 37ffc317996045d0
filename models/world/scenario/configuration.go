package scenario

import "time"

// Configuration is what instances of services hold a version of, and how it is changed.
type Configuration struct {
	Name           string
	Of             []string // services
	Instances      int      // of each that has no LBs of the tenant to be its instances
	ChangesPerHour float64  // of a place's own row
	Takes          time.Duration
	Waves          []Wave
	Verdict        Verdict
	RollBack       RollBack
	RefusesOlder   bool
	Keeps          bool // a place that finds its row missing
}

// Wave is a part of all instances that gets a version first.
type Wave struct {
	To    string  // all instances of a service; "": Share
	Share float64 // of all instances, with the waves before
	Bake  time.Duration
}

// Verdict is whether a wave looks good: fewer than Alarm of so many requests fail.
type Verdict struct {
	Requests int // 0: no check
	Alarm    int
	Lost     float64
}

// RollBack is a roll-back by itself.
type RollBack struct {
	Alarm       float64 // share of all requests that fail; 0: no alarm
	For         time.Duration
	Takes       time.Duration
	TrustsAfter time.Duration // 0: what was before is the last good version for good
	OnVerdict   bool
}
