package world

import (
	"failsim/models/client"
	"failsim/models/request"
	"failsim/sim"
)

// Input is the workload of one run.
type Input struct {
	Streams []client.Stream
	// Tape, if set, has the requests of Streams and of demand surges; it stands for
	// both. Its maker has the world go on with Step, within each block.
	Tape *client.Tape
	// PeakPerSecond is each population's highest rate, over a minute; the
	// tenant sizes its posture by it.
	PeakPerSecond []float64
	// BurstPerSecond is how much higher the workload's rate gets within a
	// client's time-out. One client may be behind it, so every place, and every
	// LB, is sized to take all of it; 0 for Poisson arrivals.
	BurstPerSecond float64
	// Surge makes a population's extra arrivals for a demand surge: those
	// above the usual rate, over the whole run.
	Surge func(population int, key sim.Key, factor float64) request.Arrivals
	// End is when the workload ends; the run ends there at the latest.
	End sim.Time
	// Stop, if set, is asked now and then whether to end the run early, and
	// says why.
	Stop func() error
}
