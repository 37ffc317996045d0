package traces

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheUsualDispersionByHand(t *testing.T) {
	minutes := func(counts ...int64) (all []Minute) {
		for k, n := range counts {
			if n > 0 {
				all = append(all, Minute{At: int64(k) * minuteWidth, Requests: n})
			}
		}
		return all
	}
	// Fifteen minutes of 10 and 20 in turns: a mean of 14.67, a variance of 26.67.
	turns := minutes(10, 20, 10, 20, 10, 20, 10, 20, 10, 20, 10, 20, 10, 20, 10)
	require.InDelta(t, 26.6667/14.6667, usualDispersion(turns, minuteWidth), 1e-4)
	require.Equal(t, 1.0, usualDispersion(turns[:14], minuteWidth), "too short to tell")
	// Minutes without a request count: of 15, every third has 3.
	thirds := minutes(3, 0, 0, 3, 0, 0, 3, 0, 0, 3, 0, 0, 3, 0, 0, 1)
	require.InDelta(t, (5*4+10*1)/14.0, usualDispersion(thirds, minuteWidth), 1e-9)
}
