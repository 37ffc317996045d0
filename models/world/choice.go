package world

import (
	"time"

	"failsim/models/world/scenario"
)

// Choice says which run of a scenario this is.
type Choice struct {
	Design      *scenario.Design
	Incident    *scenario.Incident
	Sampled     bool // people's durations are drawn, not as published
	Seed        uint64
	Replication int
	// Calendar, if set, is what happens instead of Incident: several incidents,
	// or one more than once, in order of time; or none at all. The run ends
	// with its workload.
	Calendar []Occurrence
	// Spared: nothing of the incident happens, as when a gate stops the operator error that
	// begins it.
	Spared bool
	// Steady is how long the world has been steady before the run: clients have
	// sent requests at their mean rate all that time.
	Steady time.Duration
	// Events has every attempt of a client be an event, though its fate is known
	// where it is sent: slower, and to no other effect.
	Events bool
}

// calendar returns all that happens in the run: the calendar of its choice,
// or its one incident.
func (c *Choice) calendar() []Occurrence {
	if c.Calendar != nil {
		return c.Calendar
	}
	if c.Spared {
		return nil
	}
	return []Occurrence{{Incident: c.Incident}}
}
