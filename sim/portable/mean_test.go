package portable

import (
	"math"
	"math/rand/v2"
	"runtime"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"
)

// gonum is held to the last bit on amd64, where the order of its sums is the same, and to
// rounding elsewhere.
func TestMeansAndVariancesAreThoseOfGonum(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	for n := range 70 {
		x := make([]float64, n, n+2)
		for i := range x {
			x[i] = draw.NormFloat64() * math.Exp(20*draw.Float64())
		}
		mean, deviation := MeanStdDev(x)
		theirs, spread := stat.MeanStdDev(x, nil)
		if runtime.GOARCH == "amd64" && n > 0 && uintptr(unsafe.Pointer(&x[0]))%16 == 0 {
			require.Equal(t, math.Float64bits(theirs), math.Float64bits(mean), "mean of %d values", n)
		}
		if n > 1 {
			assert.InEpsilon(t, theirs, mean, 1e-9, "mean of %d values", n)
			assert.InEpsilon(t, spread, deviation, 1e-9, "deviation of %d values", n)
		}
	}
	assert.True(t, math.IsNaN(Mean(nil)))
	assert.True(t, math.IsNaN(Variance([]float64{3})))
}

// An address is no part of an answer: what lies elsewhere has the same mean.
func TestMeansDoNotDependOnWhereValuesLie(t *testing.T) {
	room := make([]float64, 42)
	values := room[:41]
	for i := range values {
		values[i] = 1 / float64(i+3)
	}
	before := Mean(values)
	copy(room[1:], values)
	assert.Equal(t, before, Mean(room[1:]))
}
