package validate

import (
	"gonum.org/v1/gonum/stat"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"
	"failsim/sim/portable"
	"failsim/strategies"
)

func average(x []float64) float64 { return portable.Mean(x) }

// at returns a quantile of sorted values.
func at(sorted []float64, p float64) float64 { return stat.Quantile(p, stat.Empirical, sorted, nil) }

// exponentialOf returns the exponential distribution of a rate.
func exponentialOf(perSecond float64) distribution.Distribution {
	l, err := distribution.NewExponential(sim.FromSeconds(1 / perSecond))
	if err != nil {
		oracle.Refuse("a rate of %v: %v", perSecond, err)
	}
	return l
}

// strategy makes the strategy of a name with these parameters, the rest at
// their zero.
func strategy(name string, values policy.Values) any {
	for _, s := range strategies.All() {
		if s.Name != name {
			continue
		}
		all := policy.Values{}
		for _, p := range s.Params {
			all[p.Name] = policy.Value{}
		}
		for k, v := range values {
			all[k] = v
		}
		return s.New(all)
	}
	panic("validate: no strategy is called " + name)
}
