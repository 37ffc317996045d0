package portable

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// A sum that waits for a term to be small would wait for ever for one that is not a
// number: `failsim year` hung where a mean was none.
func TestEachFunctionEndsOfWhatIsNotANumberOrEndless(t *testing.T) {
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 0.5, 1, 3, 1e9, math.SmallestNonzeroFloat64}
	one := map[string]func(float64) float64{"Sin": Sin, "Cos": Cos, "Decay": Decay, "Erfc": Erfc, "Exp": Exp, "Expm1": Expm1, "LogGamma": LogGamma, "Gamma": Gamma,
		"Log": Log, "Log1p": Log1p, "Log10": Log10, "NormalQuantile": NormalQuantile, "Cbrt": Cbrt, "NormalCDF": NormalCDF}
	two := map[string]func(a, b float64) float64{"GammaIncReg": GammaIncReg, "GammaIncRegComp": GammaIncRegComp, "Pow": Pow, "Hypot": Hypot,
		"StudentQuantile": StudentQuantile, "StudentSurvival": StudentSurvival}
	three := map[string]func(a, b, c float64) float64{"RegIncBeta": RegIncBeta, "InvRegIncBeta": InvRegIncBeta, "BinomialCDF": BinomialCDF}
	ends := func(call string, f func() float64) (value float64) {
		done := make(chan float64, 1)
		go func() { done <- f() }()
		select {
		case value = <-done:
		case <-time.After(20 * time.Second):
			t.Fatalf("%s does not end", call)
		}
		return value
	}
	for name, f := range one {
		for _, a := range odd {
			ends(fmt.Sprintf("%s(%v)", name, a), func() float64 { return f(a) })
		}
		if name != "Decay" { // which is of what has passed, and 0 of all else
			assert.True(t, math.IsNaN(f(math.NaN())), name)
		}
	}
	for name, f := range two {
		for _, a := range odd {
			for _, b := range odd {
				ends(fmt.Sprintf("%s(%v, %v)", name, a, b), func() float64 { return f(a, b) })
			}
		}
	}
	for name, f := range three {
		for _, a := range odd {
			for _, b := range odd {
				for _, c := range odd {
					ends(fmt.Sprintf("%s(%v, %v, %v)", name, a, b, c), func() float64 { return f(a, b, c) })
				}
			}
		}
	}
	assert.True(t, math.IsNaN(StudentQuantile(math.NaN(), 0.975)))
}
