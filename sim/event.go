package sim

// Rank orders events of one instant: what has ended first, then what changes
// the world, then what arrives in it, then who looks at it.
type Rank uint8

// Owner identifies a registered handler.
type Owner uint8

// Event is what a handler is given: one of its own kinds and an argument of
// its own meaning (an index, as a rule), at most MaxArg.
type Event struct {
	Kind uint8
	Arg  uint64
}

// MaxArg is the largest argument of an event.
const MaxArg = 1<<44 - 1

// The ranks, first to fire first.
const (
	Completion Rank = iota
	Change
	Arrival
	Probe
)
