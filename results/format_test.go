package results

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNumbersInTables(t *testing.T) {
	inf := math.Inf(1)
	assert.Equal(t, "98.2 % [97.5, 98.9]", percent(Estimate{Mean: 0.98231, CI95: &Interval{0.97512, 0.98949}}))
	assert.Equal(t, "99.9971 % [99.9961, 99.9981]", percent(Estimate{Mean: 0.999971, CI95: &Interval{0.999961, 0.999981}}))
	assert.Equal(t, "99.123 %", percent(Estimate{Mean: 0.99123}))
	assert.Equal(t, "no loss in 20", percent(Estimate{Mean: 1, N: 20, CI95: &Interval{0.86, 1}, Warning: NoFailureSeen}))
	assert.Equal(t, "-", percent(Estimate{Mean: Number(nan)}))

	assert.Equal(t, "0 %", shortPercent(0))
	assert.Equal(t, "< 0.1 %", shortPercent(0.0004))
	assert.Equal(t, "6.8 %", shortPercent(0.068))
	assert.Equal(t, "42 %", shortPercent(0.419))
	assert.Equal(t, "-", shortPercent(Number(nan)))

	for want, x := range map[string]float64{
		"0": 0, "0.25": 0.25, "3.5": 3.52, "42": 42, "9876": 9876, "12.3k": 12_345, "1.23M": 1_234_567, "2.50G": 2.5e9, "-": inf,
	} {
		assert.Equal(t, want, count(x))
	}
	for want, s := range map[string]Number{
		"0 s": 0, "40 ms": 0.04, "41 s": 41, "4.5 min": 270, "23.7 h": 23.7 * 3600, "9 d": 9 * 86400, "-": Number(inf),
	} {
		assert.Equal(t, want, spoken(s))
	}
	assert.Equal(t, "not priced", dollars(Cost{Mean: Number(nan)}))
	assert.Equal(t, "0", dollars(Cost{}))
}

func TestCounted(t *testing.T) {
	assert.Equal(t, "12.3k [9900, 14k]", counted(Estimate{Mean: 12_345, CI95: &Interval{9_876, 13_500}}))
	assert.Equal(t, "1.23M [1.2M, 1.3M]", counted(Estimate{Mean: 1_234_567, CI95: &Interval{1.2e6, 1.3e6}}))
	assert.Equal(t, "3.5 [0, 7.2]", counted(Estimate{Mean: 3.5, CI95: &Interval{0, 7.25}}))
	assert.Equal(t, "7", counted(Estimate{Mean: 7}))
}
