package validate

import (
	"math"
	"time"

	"gonum.org/v1/gonum/mathext"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/law"
	"failsim/sim"
)

// erlang is the sum of some exponential spans: a law that scenario files
// cannot write yet, so that it is here.
type erlang struct {
	stages int
	mean   time.Duration
}

func (l erlang) Quantile(u float64) time.Duration {
	return time.Duration(mathext.GammaIncRegInv(float64(l.stages), u) / float64(l.stages) * float64(l.mean))
}

func (l erlang) Mean() (time.Duration, bool) { return l.mean, true }

func (l erlang) String() string { return "erlang" }

// modelLaw returns the law of the models that a case names.
func modelLaw(l oracle.Law) law.Law {
	lawOf(l) // refuses what is not complete
	mean := sim.FromSeconds(l.Mean)
	var made law.Law
	var err error
	switch l.Dist {
	case "deterministic":
		made, err = law.NewConstant(mean)
	case "exponential":
		made, err = law.NewExponential(mean)
	case "erlang":
		made = erlang{l.K, mean}
	case "hyperexp2_balanced":
		made, err = law.NewHyperexponential(mean, math.Sqrt(l.CV2))
	case "lognormal":
		made, err = law.NewLognormalFromMean(mean, l.CV)
	case "pareto":
		made, err = law.NewPareto(sim.FromSeconds(l.Mean*(l.Alpha-1)/l.Alpha), l.Alpha)
	case "bounded_pareto":
		made, err = law.NewBoundedPareto(sim.FromSeconds(l.Low), sim.FromSeconds(l.High), l.Alpha)
	case "uniform":
		made, err = law.NewUniform(sim.FromSeconds(l.Low), sim.FromSeconds(l.High))
	default:
		oracle.Refuse("law %q", l.Dist)
	}
	if err != nil {
		oracle.Refuse("law %s: %v", l.Dist, err)
	}
	return made
}

// exponentialOf returns the exponential law of a rate.
func exponentialOf(perSecond float64) law.Law {
	l, err := law.NewExponential(sim.FromSeconds(1 / perSecond))
	if err != nil {
		oracle.Refuse("a rate of %v: %v", perSecond, err)
	}
	return l
}

// draws are those of one law for one purpose. Sums of exponential spans are
// drawn as such: their quantile is slow.
func draws(l law.Law, key sim.Key) func(i uint64) time.Duration {
	if e, ok := l.(erlang); ok && e.stages <= 64 {
		return func(i uint64) time.Duration {
			sum, product := 0.0, 1.0
			for j := range uint64(e.stages) {
				product *= key.Float64(i*uint64(e.stages) + j)
				if product < 1e-200 {
					sum, product = sum-math.Log(product), 1
				}
			}
			sum -= math.Log(product)
			return time.Duration(sum / float64(e.stages) * float64(e.mean))
		}
	}
	return func(i uint64) time.Duration { return l.Quantile(key.Float64(i)) }
}
