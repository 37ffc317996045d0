package gate

// Expectation is what a figure should be, and where. Empty lists stand for every
// design and incident, and for the whole of the users.
type Expectation struct {
	Text   string // as it was asked for
	Figure string // by its name in summary.json
	Op     string // <, <=, > or >=
	Bound  float64

	Populations, Designs, Incidents []string
}

// upper reports whether the figure has to lie below the bound.
func (e *Expectation) upper() bool { return e.Op[0] == '<' }

// Aliases are shorter names of figures.
var Aliases = map[string]string{
	"recovery":          "time_to_recover_s.final", // for good, as the objective has it
	"recovered_in_time": "time_to_recover_s.within_objective",
	"cost":              "cost_per_hour_usd",
}
