package sensitivity

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/sim"
)

// ishigami of a = 7, b = 0.1 has first-order indices 0.3139, 0.4424 and 0, and total
// ones 0.5576, 0.4424 and 0.2437 (Ishigami and Homma 1990; Saltelli et al. 2008, which
// give the integrals).
func ishigami(at []float64) (float64, error) {
	x := func(i int) float64 { return math.Pi * (2*at[i] - 1) }
	return math.Sin(x(0)) + 7*math.Pow(math.Sin(x(1)), 2) + 0.1*math.Pow(x(2), 4)*math.Sin(x(0)), nil
}

// gFunction of Sobol has first-order indices V_i/V with V_i = 1/(3(1+a_i)^2) and
// V = prod(1+V_i) - 1, and total ones V_i prod_{k != i}(1+V_k) / V.
func gFunction(a []float64) (f Function, first, total []float64) {
	v, product := make([]float64, len(a)), 1.0
	for i := range a {
		v[i] = 1 / (3 * (1 + a[i]) * (1 + a[i]))
		product *= 1 + v[i]
	}
	for i := range a {
		first = append(first, v[i]/(product-1))
		total = append(total, v[i]*product/(1+v[i])/(product-1))
	}
	return func(at []float64) (float64, error) {
		y := 1.0
		for i, x := range at {
			y *= (math.Abs(4*x-2) + a[i]) / (1 + a[i])
		}
		return y, nil
	}, first, total
}

func TestSobolIndicesAreThoseOfFunctionsWithKnownOnes(t *testing.T) {
	g, gFirst, gTotal := gFunction([]float64{0, 1, 4.5, 9, 99})
	for _, c := range []struct {
		name         string
		f            Function
		first, total []float64
	}{
		{"Ishigami", ishigami, []float64{0.3139, 0.4424, 0}, []float64{0.5576, 0.4424, 0.2437}},
		{"g-function", g, gFirst, gTotal},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, err := Sobol(c.f, len(c.first), 1024, 10, sim.NewKey(1, 0))
			require.NoError(t, err)
			for i, s := range list {
				assert.InDelta(t, c.first[i], s.First, 0.02, "first-order index of %d", i)
				assert.InDelta(t, c.total[i], s.Total, 0.02, "total index of %d", i)
				assert.InDelta(t, c.first[i], s.First, 2.5*s.FirstHalf+1e-3, "the interval is no dream")
				assert.Less(t, s.TotalHalf, 0.05)
			}
		})
	}
}

// Of a sum of a_i x_i every elementary effect of number i is a_i; of a product of two
// they differ.
func TestMorrisFindsSlopesAndInteractions(t *testing.T) {
	list, err := Morris(func(at []float64) (float64, error) { return 3*at[0] - 5*at[1] + 10*at[2]*at[3], nil }, 5, 20, sim.NewKey(1, 0))
	require.NoError(t, err)
	assert.InDelta(t, 3, list[0].MuStar, 1e-9)
	assert.InDelta(t, 5, list[1].MuStar, 1e-9)
	assert.InDelta(t, -5, list[1].Mu, 1e-9)
	assert.InDelta(t, 0, list[0].Sigma, 1e-9)
	assert.Greater(t, list[2].Sigma, 1.0, "it depends on the other")
	assert.InDelta(t, 5, list[2].MuStar, 1.5, "half of 10 on average")
	assert.Zero(t, list[4].MuStar)
}

func TestTrajectoriesStayInTheCube(t *testing.T) {
	_, err := Morris(func(at []float64) (float64, error) {
		for _, x := range at {
			assert.True(t, x >= -1e-9 && x <= 1+1e-9, "%g", x)
		}
		return 0, nil
	}, 6, 10, sim.NewKey(2, 0))
	require.NoError(t, err)
}
