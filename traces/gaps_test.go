package traces

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Few users who ask a lot at a time leave minutes without a request.
func TestSessionsOfFewUsersAreNoOutagesButAnOutageOfThemIs(t *testing.T) {
	m := &Model{Rate: 0.5, Clients: 200, Exponent: 0.25,
		Sessions: &Sessions{Gap: 30 * time.Minute, Requests: SessionLength{Mean: 15.9}, Think: Lognormal{Median: 4.5, Sigma: 2.2}}}
	var err error
	m.Shape, m.Period, err = ShapeNamed("nasa-ksc")
	require.NoError(t, err)
	all := generate(t, m, monday, weekly, 1)
	gaps := asTrace(t, time.Nanosecond, all).Info().Gaps
	require.Empty(t, gaps)

	from, to := monday.Add(60*time.Hour), monday.Add(60*time.Hour+30*time.Minute)
	var rest []Record
	for _, r := range all {
		if r.At < from.UnixNano() || r.At >= to.UnixNano() {
			rest = append(rest, r)
		}
	}
	gaps = asTrace(t, time.Nanosecond, rest).Info().Gaps
	require.Len(t, gaps, 1)
	require.WithinDuration(t, from, gaps[0].Start, time.Minute)
	require.WithinDuration(t, to, gaps[0].End, time.Minute)
	require.InEpsilon(t, len(all)-len(rest), gaps[0].Missing, 0.5)
}

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
