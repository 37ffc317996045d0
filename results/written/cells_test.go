package written

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/results"
	"failsim/results/statistics"
)

func TestWhatHasNoPriceSaysSo(t *testing.T) {
	assert.Equal(t, "not priced", dollars(results.Cost{Mean: statistics.Number(math.NaN())}))
	assert.Equal(t, "0", dollars(results.Cost{}))
}
func TestASentenceSaysHowManyIntervalsMiss(t *testing.T) {
	assert.Equal(t, "", manyIntervals("design [95 %] none"))
	const one = "a 1 [0.5, 2]"
	assert.Contains(t, manyIntervals(one), "1 interval of 95 % stands above: one such interval in 20 misses")
	assert.Contains(t, manyIntervals(one+" b 99.8 % [99.7, 99.9], [95 %] > [3 min, > run]"), "3 intervals of 95 % stand above: one such interval in 20 misses")
	assert.Contains(t, manyIntervals(strings.Repeat(one, 82)), "82 intervals of 95 % stand above: about 4 of them will miss")
}

func TestWhatIsNeverDetectedHasASignOfItsOwn(t *testing.T) {
	d := results.DetectSummary{By: []results.DetectedBy{{By: results.Nobody, Share: 1}}}
	assert.Equal(t, "-: nobody 100 %", detectCell(&d), "of no harmed run")
	d.N, d.P50 = 1, statistics.Number(math.Inf(1))
	assert.Equal(t, "never of 1: nobody 100 %", detectCell(&d))
	assert.Equal(t, "inf", runText(math.Inf(1)))
}
