package counted

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestUserMinutesOfTheWorstWindow(t *testing.T) {
	asked, lost := make([]uint32, 120), make([]uint32, 120)
	for m := range asked {
		asked[m] = 10
	}
	for m := 40; m < 46; m++ {
		lost[m] = 10
	}
	u := worstWindowsOf([][]uint32{asked}, [][]uint32{lost})
	assert.InDelta(t, 1-6.0/15, u[2], 1e-12)
	assert.InDelta(t, 0.9, u[4], 1e-12)
	assert.Equal(t, []float64{0, 0}, u[:2], "a minute and five minutes lie within the outage")
	for i := 1; i <= 4; i++ {
		assert.GreaterOrEqual(t, u[i], u[i-1], "longer windows are never worse")
	}
	assert.True(t, math.IsNaN(u[6]), "the run has no six hours")
}
