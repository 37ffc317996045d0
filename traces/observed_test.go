package traces

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/sim"
)

// statusLog is a log of a day, a request a second, that answers as status says
// by minute; 0 is silence.
func statusLog(t *testing.T, minutes int, status func(minute int) int) Source {
	var b strings.Builder
	for i := range minutes * 60 {
		if s := status(i / 60); s > 0 {
			at := time.Date(2024, 1, 2, 0, 0, i, 0, time.UTC)
			fmt.Fprintf(&b, "host - - [%s] \"GET / HTTP/1.1\" %d 1\n", at.Format("02/Jan/2006:15:04:05 -0700"), s)
		}
	}
	s, err := ofText([]byte(b.String()), Options{})
	require.NoError(t, err)
	return s
}

func TestStretchesInWhichTheLogItselfFailsAreFound(t *testing.T) {
	s := statusLog(t, 60, func(m int) int {
		switch {
		case m >= 10 && m < 15, m >= 17 && m < 20, m >= 40 && m < 45:
			return 503
		case m == 15, m == 16:
			return 0 // nothing to tell by, within a stretch
		}
		return 200
	})
	info := s.Info()
	at := func(minute int) time.Time { return time.Date(2024, 1, 2, 0, minute, 0, 0, time.UTC) }
	require.Equal(t, []Failing{{at(10), at(20), 480, 480}, {at(40), at(45), 300, 300}}, info.Failing())

	few := Info{Minutes: []Minute{{At: 0, Requests: 29, ByStatus: [6]int64{0, 0, 0, 0, 0, 29}}, {At: minuteWidth, Requests: 50, ByStatus: [6]int64{0, 0, 45, 0, 0, 5}}}}
	require.Empty(t, few.Failing(), "29 requests are too few, and 10 % is not above 10 %")
}

// What is observed lies where the replay plays it: the replay plays as many
// requests in each minute.
func TestWhatTheLogSaysLiesWhereTheReplayPlaysIt(t *testing.T) {
	s := statusLog(t, 24*60, func(m int) int {
		if m/60 == 13 {
			return 503
		}
		return 200 * min(1, m%7) // silent every seventh minute
	})
	info := s.Info()
	for _, w := range []Window{
		{Clock: 12 * time.Hour},
		{Clock: 12 * time.Hour, Length: 50 * time.Hour, Repeat: true},
		{Clock: 9 * time.Hour, Length: 3 * time.Hour},
		{Whole: true},
	} {
		a, err := Align(info, w)
		require.NoError(t, err)
		played, err := s.Open(w)
		require.NoError(t, err)
		want := map[sim.Time]int64{}
		for _, at := range arrivalsOf(t, played) {
			want[at-at%sim.Time(minuteWidth)]++
		}
		got := map[sim.Time]int64{}
		for _, o := range info.Observed(a, w.Repeat) {
			got[o.At] += o.Requests
			clock := a.Start.Add(time.Duration(o.At))
			require.Equal(t, clock.Hour() == 13, o.Failed == o.Requests && o.Failed > 0, clock)
		}
		require.Equal(t, want, got)
	}

	a, err := Align(info, Window{Clock: 9 * time.Hour, Length: 3 * time.Hour})
	require.NoError(t, err)
	hour := func(h int) time.Time { return time.Date(2024, 1, 2, h, 0, 0, 0, time.UTC) }
	require.True(t, a.Plays(hour(8), hour(10)))
	require.False(t, a.Plays(hour(12), hour(14)), "behind the end")
	require.False(t, a.Plays(hour(7), hour(9)), "a day later, behind the end")
}

func arrivalsOf(t *testing.T, r Reader) []sim.Time {
	defer func() { require.NoError(t, r.Close()) }()
	var all []sim.Time
	for a := range request.All(r) {
		all = append(all, a.At)
	}
	require.NoError(t, r.Err())
	return all
}
