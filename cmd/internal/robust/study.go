package robust

import (
	"failsim/cmd/internal/experiment"
	"failsim/models/file"
	"failsim/results"
)

// Number is what was found of one assumption.
type Number struct {
	file.Marked
	Low, High string   // the values that were tried; empty if there is none
	Others    []string // the words that were tried, of a word
	Turns     []Turn
	// Worth is the expected value of knowing it, in user-minutes.
	Worth   float64
	Refused string // why a value could not be tried
}

// Turn is a conclusion that another value turns.
type Turn struct {
	Conclusion
	Incident string
	From, To string // it turns between these values
	Word     bool   // they are words, and nothing is between
}

// Study asks it of many numbers.
type Study struct {
	Lab *experiment.Lab
	Options

	base, confirmed *point
	runs            *experiment.BaseRuns
}

// point is what is concluded at one value.
type point struct {
	study *results.Study
	holds map[key]verdict
	lost  map[string]float64 // user-minutes by design that the tenant can buy, over incidents
}

// key names a conclusion in an incident.
type key struct {
	incident string
	Conclusion
}

// verdict is how far a conclusion holds: above 0 yes, below 0 no, and whether that
// is beyond noise.
type verdict struct {
	margin float64
	sure   bool
}

// Conclusion is that design A meets the objective, or has a higher availability than B.
type Conclusion struct{ A, B string }

// Options say how far to look.
type Options struct {
	Factor   float64 // a number is divided and multiplied by it, above 1
	Screen   int     // replications that show candidates
	Confirm  int     // replications that confirm a turn
	Steps    int     // of a bisection
	Progress func(done, total int)
}
