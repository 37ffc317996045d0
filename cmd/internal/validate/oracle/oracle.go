// Package oracle reads test vectors of the schema failover-oracles/1: cases of
// named kinds, each with parameters and the exact values that follow from them.
//
// It knows no kind: what a kind means is for its caller to say.
package oracle

// Schema is the one that this package reads.
const Schema = "failover-oracles/1"

// Case is one set of parameters with what must come of it.
type Case struct {
	ID       string              `json:"id"`
	Kind     string              `json:"kind"`
	Status   string              `json:"status"` // exact, approximation, simulated or rule
	Params   map[string]any      `json:"params"`
	Expected map[string]Expected `json:"expected"`
	Formula  string              `json:"formula"`
	Source   string              `json:"source"`
	// File is a queueing or component file that answers the case by itself, by
	// its path from the case's own file; Content is what it holds. Figures say
	// which figure of it a metric is, "station desk/mean_wait"; a metric that is
	// not there is a figure by its own name.
	File    string            `json:"file"`
	Figures map[string]string `json:"figures"`
	Content []byte            `json:"-"`

	used map[string]bool // parameters that a kind has read
}

// Expected is the value of one metric and how near an answer must come.
type Expected struct {
	// Value is a float64, a bool, "inf" as +Inf, a list of those, or a nested
	// object of numbers.
	Value any    `json:"value"`
	Unit  string `json:"unit"`
	// CalcTolerance is relative; nil if there is no formula.
	CalcTolerance *float64 `json:"calc_rel_tol"`
	// SimTolerance is relative; nil if no simulation is called for.
	SimTolerance *float64 `json:"sim_rel_tol"`
	// SimUnavailability is a tolerance relative to one minus the value.
	SimUnavailability *float64  `json:"sim_abs_tol_on_unavailability_rel"`
	SimMinN           float64   `json:"sim_min_n"` // requests over all replications, 0 if not given
	Bounds            []float64 `json:"bounds"`    // rigorous lower and upper value, or none
	SE                float64   `json:"se"`        // of a value that was itself simulated
}

// Simulable reports whether a simulation of the metric can be judged.
func (e Expected) Simulable() bool { return e.SimTolerance != nil || e.SimUnavailability != nil }
