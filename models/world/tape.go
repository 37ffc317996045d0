package world

import (
	"failsim/models/client"
	"failsim/models/topology"
	"failsim/models/world/scenario"
)

// Demand is what the requests of a run follow from, beside the scenario: runs of
// which it is the same meet the same requests, whatever their designs, so that
// their worlds can share a tape.
type Demand struct {
	seed        uint64
	replication int
	surge       *scenario.Incident // whose demand surges add to it; nil if there are none
}

// Demand returns that of a run without a calendar.
func (c *Choice) Demand() Demand {
	d := Demand{seed: c.Seed, replication: c.Replication}
	for _, o := range c.calendar() {
		for _, f := range o.Incident.Faults {
			if f.Kind == scenario.DemandSurge {
				d.surge = o.Incident
			}
		}
	}
	return d
}

// NewTape makes the tape of a run's requests, for its own world and those of other
// runs with the same Demand.
func NewTape(s *scenario.Scenario, fixed *topology.Map, c Choice, in Input) *client.Tape {
	w := &World{scenario: s, choice: c, key: Root(c.Seed, c.Replication), fixed: fixed, stop: in.Stop}
	return client.NewTape(w.key.Named("clients"), w.identities(), w.streams(in), w.service())
}
