package traces

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What traces/README.md, beside the real traces, says of each of them.
func TestRealTracesAreAccountedForLineByLine(t *testing.T) {
	eastern := time.FixedZone("-0400", -4*3600)
	for _, c := range []struct {
		file                    string
		options                 Options
		requests, read, skipped int64
		outOfOrder              int64
		back                    time.Duration
		first, last             string
		busiestMinute           float64
	}{
		{"epa-http-1995-08-29.clf.log.zst", Options{SkipBad: 21}, 47_727, 47_748, 21, 15, 8 * time.Second, "1995-08-29T23:53:25-04:00", "1995-08-30T23:53:07-04:00", 158},
		{"semicomplete-apache-2015-05.log.zst", Options{}, 10_000, 10_000, 0, 4_915, 59 * time.Second, "2015-05-17T10:05:00Z", "2015-05-20T21:05:59Z", 0},
		{"nasa-ksc-1995-07-08-per-second.csv.zst", Options{Zone: eastern}, 3_461_610, 2_075_519, 0, 0, 0, "1995-07-01T00:00:01-04:00", "1995-09-01T00:00:06-04:00", 405},
		{"worldcup98-per-minute.csv.zst", Options{}, 1_352_804_107, 125_300, 0, 0, 0, "1998-04-30T21:30:00Z", "1998-07-26T21:59:00Z", 229_426},
		{"azure-llm-2023-code.csv.zst", Options{}, 8_819, 8_819, 0, 0, 0, "2023-11-16T18:17:03Z", "2023-11-16T19:14:19Z", 0},
		{"azure-llm-2023-conv.csv.zst", Options{}, 19_366, 19_366, 0, 0, 0, "2023-11-16T18:15:46Z", "2023-11-16T19:14:08Z", 0},
	} {
		t.Run(c.file, func(t *testing.T) {
			s, err := File(real(t, c.file), c.options)
			require.NoError(t, err)
			i := s.Info()
			requireIdentity(t, i.Ledger)
			require.Equal(t, c.requests, i.Requests)
			require.Equal(t, c.read, i.Ledger.Read)
			require.Equal(t, c.skipped, i.Ledger.Skipped)
			require.Equal(t, c.outOfOrder, i.OutOfOrder)
			require.Equal(t, c.back, i.FurthestBack)
			require.Equal(t, c.first, i.First.Format(time.RFC3339))
			require.Equal(t, c.last, i.Last.Format(time.RFC3339))
			if c.busiestMinute > 0 {
				require.InDelta(t, c.busiestMinute/60, i.PeakPerSecond, 1e-9)
			}
		})
	}
}

func TestTheEPADayIsPlayedOncePerRequest(t *testing.T) {
	path := real(t, "epa-http-1995-08-29.clf.log.zst")
	_, err := File(path, Options{})
	require.EqualError(t, err, path+":7527:98: the byte count behind the status is missing (21 malformed lines in the file; --skip-bad 21 leaves them out and counts them)")
	_, err = File(path, Options{SkipBad: 20})
	require.EqualError(t, err, path+":7786:96: the byte count behind the status is missing (malformed line 21 of 21, more than the 20 that --skip-bad allows)")

	s, err := File(path, Options{SkipBad: 21})
	require.NoError(t, err)
	w := Window{Clock: 12 * time.Hour, Length: 26 * time.Hour}
	all := play(t, s, w)
	requireOrdered(t, all)
	require.Len(t, all, 47_727)
	clients := map[uint64]bool{}
	for _, a := range all {
		clients[a.Client] = true
	}
	require.Len(t, clients, 2_333, "the hosts of the trace are told apart")

	e, err := s.Extent(w)
	require.NoError(t, err)
	require.Equal(t, int64(47_727), e.Requests)
	require.Zero(t, e.LeftOut)
	require.True(t, e.Rotated)
	require.InDelta(t, 158.0/60, e.PeakPerSecond, 1e-9)
	require.Equal(t, 2*time.Hour+27*time.Minute, time.Duration(e.Peak))
}

func TestADayOfTheWorldCupIsCountedWithoutPlayingIt(t *testing.T) {
	s, err := File(real(t, "worldcup98-per-minute.csv.zst"), Options{})
	require.NoError(t, err)
	require.Equal(t, "1998-06-30", s.Info().BusiestDay.Date.Format(time.DateOnly))
	e, err := s.Extent(Window{From: s.Info().BusiestDay.Date, Length: day})
	require.NoError(t, err)
	require.Equal(t, s.Info().BusiestDay.Requests, e.Requests)
	require.Equal(t, int64(75_207_657), e.Requests)
}
