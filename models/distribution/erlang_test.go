package distribution

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func init() {
	distributions = append(distributions,
		Must(NewErlang(second, 1)), Must(NewErlang(second, 4)), Must(NewErlang(time.Hour, 30)),
		Must(NewEmpirical([]time.Duration{3 * second, second, second, 0})),
	)
}

func TestErlangQuantileInvertsItsSurvival(t *testing.T) {
	for _, stages := range []int{1, 2, 4, 30, 200} {
		l := Must(NewErlang(time.Hour, stages))
		for _, u := range []float64{1e-9, 0.001, 0.1, 0.5, 0.9, 0.999, 1 - 1e-12} {
			x := float64(l.Quantile(u)) / float64(time.Hour) * float64(stages)
			logSurvival, _ := l.tail(x)
			assert.InEpsilon(t, 1-u, math.Exp(logSurvival), 1e-6, "%d stages at %g", stages, u)
		}
	}
	one, exponential := Must(NewErlang(time.Hour, 1)), Must(NewExponential(time.Hour))
	assert.InDelta(t, float64(exponential.Quantile(0.7)), float64(one.Quantile(0.7)), 1, "one stage is exponential")
}

func TestEmpiricalDrawsEachValueAsOftenAsItStands(t *testing.T) {
	l := Must(NewEmpirical([]time.Duration{3 * second, second, second, 0}))
	count := map[time.Duration]int{}
	for i := range 1000 {
		count[l.Quantile((float64(i)+0.5)/1000)]++
	}
	assert.Equal(t, map[time.Duration]int{0: 250, second: 500, 3 * second: 250}, count)
	mean, ok := l.Mean()
	assert.True(t, ok)
	assert.Equal(t, 1250*time.Millisecond, mean)
	assert.Equal(t, "{empirical: {values: [0s, 1s, 1s, 3s]}}", l.String())
}

func TestErlangAndEmpiricalRefuseWhatIsOutOfRange(t *testing.T) {
	_, err := NewErlang(second, 0)
	require.ErrorContains(t, err, "stages must be above 0 and at most 200, not 0")
	_, err = NewErlang(0, 2)
	require.ErrorContains(t, err, "mean must be longer than 0s")
	_, err = NewEmpirical(nil)
	require.ErrorContains(t, err, "needs a value")
	_, err = NewEmpirical([]time.Duration{second, -1})
	require.ErrorContains(t, err, "negative")
}

func TestOnlyParetoHasInfiniteMoments(t *testing.T) {
	assert.InDelta(t, 1.8, TailIndex(Must(NewPareto(second, 1.8))), 0)
	assert.True(t, math.IsInf(TailIndex(Must(NewLognormal(second, 3))), 1))
	assert.True(t, math.IsInf(TailIndex(Must(NewBoundedPareto(second, time.Hour, 1))), 1))
}
