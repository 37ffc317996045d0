package validate

import (
	"time"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/station"
	"failsim/sim"
)

// closed is a number of clients that think, ask one server and wait.
type closed struct {
	kernel       sim.Kernel
	owner        sim.Owner
	server       *station.Station
	think, serve func(uint64) time.Duration
	asked        uint64
	from         sim.Time
	done         int
	response     float64 // seconds, all together
}

// Handle implements sim.Handler: a client asks.
func (c *closed) Handle(now sim.Time, e sim.Event) {
	_, finish, _ := c.server.Offer(now, c.serve(c.asked))
	if finish >= c.from {
		c.done++
		c.response += finish.Sub(now).Seconds()
	}
	c.kernel.Schedule(finish.Add(c.think(c.asked)), sim.Arrival, c.owner, e)
	c.asked++
}

// simulateClosed leaves the open stream of the same rate to theory.
func simulateClosed(c *oracle.Case, size int, key sim.Key) Estimates {
	clients, think, mu := c.Count("clients", 1, mostRequests), c.Positive("think_time", "s"), c.Positive("mu", "1/s")
	loop := &closed{server: station.New(1, clients), think: draws(exponentialOf(1/think), key.Named("think")),
		serve: draws(exponentialOf(mu), key.Named("serve"))}
	loop.owner = loop.kernel.Register(loop)
	first := draws(exponentialOf(1/think), key.Named("first"))
	for i := range clients {
		loop.kernel.Schedule(sim.Time(first(uint64(i))), sim.Arrival, loop.owner, sim.Event{Arg: uint64(i)})
	}
	window := float64(size) / mu
	loop.from = sim.Time(sim.FromSeconds(warmup*window + 20*think))
	to := loop.from.Add(sim.FromSeconds(window))
	loop.kernel.Run(to)
	// Those that are being served at the end were counted at once; they stand
	// for those that were at the beginning.
	return Estimates{"throughput": float64(loop.done) / window, "mean_response": loop.response / float64(loop.done)}
}
