package scenario

import (
	"time"

	"failsim/models/file"
)

// The most names of a kind. A request numbers its population in a byte. Every
// region and every provider's people handle events, of whom a kernel knows 256,
// and the world needs a dozen more.
const (
	mostPopulations = 256
	mostProviders   = 40
	mostRegions     = 200
)

// mostServices is an assumption: more than any diagram has; a region has four.
const mostServices = 2000

// The most queues, herds and members of a herd: assumptions, and what an event can number.
const (
	mostQueues  = 100
	mostHerds   = 100
	mostMembers = 1_000_000
)

// The most data and replicas of one: assumptions, and what an event can number.
const (
	mostData     = 100
	mostReplicas = 100
)

// MostPatience is what the accounting of user-minutes rests on: a request
// spans at most two minutes of the clock.
const MostPatience = time.Minute

var atLeastOne = file.That(file.NumberOf, "at least 1", func(x float64) bool { return x >= 1 })

var aboveNothing = file.That(file.ShareOf, "above 0%", func(s float64) bool { return s > 0 })
