package validate

import (
	"math"
	"strconv"
	"strings"

	"failsim/cmd/internal/validate/oracle"
	"failsim/sim"
)

// Values are answers by name of metric: a float64, an int, a bool, or a
// []float64.
type Values map[string]any

// Compute answers a case from theory.
type Compute func(c *oracle.Case) Values

// Estimates are what one replication measured, by name of metric. The metric
// of a nested object is its path, with slashes.
type Estimates map[string]float64

// Simulator answers a case from one replication of the models. size is how
// many requests (or what else the kind counts) the replication should be long,
// warm-up not counted.
type Simulator func(c *oracle.Case, size int, key sim.Key) Estimates

// Kind is one kind of case. A nil function is a way that it is not answered.
type Kind struct {
	Name     string
	Compute  Compute
	Simulate Simulator
	// System answers a case from a queueing system; it stands in for Simulate.
	// size is as there.
	System func(c *oracle.Case, size int) System
	// Omits are metrics that a simulation is asked for and does not measure, and
	// why.
	Omits map[string]string
	// Own tells that cases bring their files, whose length is their own.
	Own bool
	// Fixed tells that nothing in it is left to chance: it is run once.
	Fixed bool
}

// How says in which ways a kind or a case is answered.
type How string

// The ways.
const (
	Computed  How = "computed"
	Simulated How = "simulated"
	Both      How = "both"
	Neither   How = ""
)

func how(computed, simulated bool) How {
	switch {
	case computed && simulated:
		return Both
	case computed:
		return Computed
	case simulated:
		return Simulated
	}
	return Neither
}

// How says in which ways the kind is answered.
func (k Kind) How() How { return how(k.Compute != nil, k.simulated()) }

func (k Kind) simulated() bool { return k.Simulate != nil || k.System != nil }

// Kinds returns every kind that is known, in order of family.
func Kinds() []Kind {
	var all []Kind
	for _, family := range [][]Kind{queueing, balancing, retries, availability, controlPlane, capacity, ownRoutines, further} {
		all = append(all, family...)
	}
	return all
}

// numbered calls f for every expected metric that is a prefix, digits that
// number reads, and a suffix.
func numbered(c *oracle.Case, prefix, suffix string, f func(metric string, x float64)) {
	for _, metric := range c.Metrics() {
		middle, ok := strings.CutPrefix(metric, prefix)
		if !ok {
			continue
		}
		if middle, ok = strings.CutSuffix(middle, suffix); !ok {
			continue
		}
		if x, err := strconv.ParseFloat(middle, 64); err == nil {
			f(metric, x)
		}
	}
}

// quantiles answers metrics such as wait_p90 and wait_p999: digits follow the
// decimal point.
func quantiles(c *oracle.Case, v Values, prefix, suffix string, quantile func(p float64) float64) {
	eachQuantile(c, prefix, suffix, func(metric string, p float64) { v[metric] = quantile(p) })
}

func eachQuantile(c *oracle.Case, prefix, suffix string, f func(metric string, p float64)) {
	numbered(c, prefix+"_p", suffix, func(metric string, _ float64) {
		digits := strings.TrimSuffix(strings.TrimPrefix(metric, prefix+"_p"), suffix)
		if n, err := strconv.Atoi(digits); err == nil && n >= 0 {
			// p5 is 5 %, p90 is 90 %, p999 is 99.9 %.
			f(metric, float64(n)/math.Pow10(max(2, len(digits))))
		}
	})
}

// named returns a metric that carries a number, as "impacted_share_at_4h".
func named(prefix string, x float64, suffix string) string {
	return prefix + strconv.FormatFloat(x, 'g', -1, 64) + suffix
}
