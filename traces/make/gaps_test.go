package maker

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
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
	var rest []format.Record
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
