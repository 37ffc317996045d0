package record

import (
	"failsim/models/id"
	"failsim/models/request"
	"failsim/sim"
)

// Nothing is a Sink that takes nothing in. A Sink that wants a few facts embeds
// it and has the methods of these; see the package's example.
type Nothing struct{}

var _ Sink = Nothing{}

// Answered implements Sink.
func (Nothing) Answered([]Answered) {}

// Arrived implements Sink.
func (Nothing) Arrived(request.Population, request.User, sim.Time) {}

// Settled implements Sink.
func (Nothing) Settled(*Settlement) {}

// Wasted implements Sink.
func (Nothing) Wasted(request.Population, int64) {}

// ZonesLost implements Sink.
func (Nothing) ZonesLost(sim.Time, id.Region, int, int) {}

// FleetChanged implements Sink.
func (Nothing) FleetChanged(sim.Time, Fleet) {}

// Called implements Sink.
func (Nothing) Called([]sim.Time, id.Region, Call, bool) {}

// Alarmed implements Sink.
func (Nothing) Alarmed(sim.Time, Raised) {}

// Marked implements Sink.
func (Nothing) Marked(sim.Time, Mark, id.Region) {}

// Narrate implements Sink.
func (Nothing) Narrate(sim.Time, string) {}

// Follows implements Sink.
func (Nothing) Follows() bool { return false }
