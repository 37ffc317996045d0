package tables

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/results/statistics"
)

var nan = math.NaN()

func TestNumbersInTables(t *testing.T) {
	inf := math.Inf(1)
	assert.Equal(t, "98.2 % [97.5, 98.9]", Percent(statistics.Estimate{Mean: 0.98231, CI95: &statistics.Interval{0.97512, 0.98949}}))
	assert.Equal(t, "99.9971 % [99.9961, 99.9981]", Percent(statistics.Estimate{Mean: 0.999971, CI95: &statistics.Interval{0.999961, 0.999981}}))
	assert.Equal(t, "99.123 %", Percent(statistics.Estimate{Mean: 0.99123}))
	assert.Equal(t, "no loss in 20", Percent(statistics.Estimate{Mean: 1, N: 20, CI95: &statistics.Interval{0.86, 1}, Warning: statistics.NoFailureSeen}))
	assert.Equal(t, "-", Percent(statistics.Estimate{Mean: statistics.Number(nan)}))

	assert.Equal(t, "0 %", ShortPercent(0))
	assert.Equal(t, "below 0.1 %", ShortPercent(0.0004))
	assert.Equal(t, "6.8 %", ShortPercent(0.068))
	assert.Equal(t, "42 %", ShortPercent(0.419))
	assert.Equal(t, "-", ShortPercent(statistics.Number(nan)))

	for want, x := range map[string]float64{
		"0": 0, "0.25": 0.25, "3.5": 3.52, "42": 42, "9876": 9876, "12.3k": 12_345, "1.23M": 1_234_567, "2.50G": 2.5e9, "-": inf,
	} {
		assert.Equal(t, want, Count(x))
	}
	for want, s := range map[string]statistics.Number{
		"0 s": 0, "40 ms": 0.04, "41 s": 41, "4.5 min": 270, "23.7 h": 23.7 * 3600, "9 d": 9 * 86400, "-": statistics.Number(inf),
	} {
		assert.Equal(t, want, Spoken(s))
	}
}

func TestCounted(t *testing.T) {
	assert.Equal(t, "12.3k [9900, 14k]", Counted(statistics.Estimate{Mean: 12_345, CI95: &statistics.Interval{9_876, 13_500}}))
	assert.Equal(t, "1.23M [1.2M, 1.3M]", Counted(statistics.Estimate{Mean: 1_234_567, CI95: &statistics.Interval{1.2e6, 1.3e6}}))
	assert.Equal(t, "3.5 [0, 7.2]", Counted(statistics.Estimate{Mean: 3.5, CI95: &statistics.Interval{0, 7.25}}))
	assert.Equal(t, "7", Counted(statistics.Estimate{Mean: 7}))
}

func TestWhatAllRunsHadSaysOfHowMany(t *testing.T) {
	assert.Equal(t, "100 % in all 4", Percent(statistics.EstimateMean([]float64{1, 1, 1, 1}, statistics.Shares)))
}
