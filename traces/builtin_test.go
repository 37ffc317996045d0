package traces

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
)

func TestTheBuiltInTraceIsTheBusiestDayOfTheNASATrace(t *testing.T) {
	s, err := Named("nasa-1995-07-13", 1)
	require.NoError(t, err)
	i := s.Info()
	require.Equal(t, int64(134_203), i.Requests)
	require.Equal(t, "1995-07-13T00:00:02-04:00", i.First.Format(time.RFC3339))
	require.Equal(t, "1995-07-13T23:59:57-04:00", i.Last.Format(time.RFC3339))
	require.Equal(t, time.Second, i.Interval)
	require.InDelta(t, 405.0/60, i.PeakPerSecond, 1e-9)
	require.Equal(t, "1995-07-13T00:00:00-04:00", i.BusiestDay.Date.Format(time.RFC3339))
	require.Equal(t, int64(134_203), i.BusiestDay.Requests)
	require.Equal(t, int64(56_655), i.Ledger.Accepted)
	requireIdentity(t, i.Ledger)

	all := play(t, s, Window{Clock: 12 * time.Hour, Length: 26 * time.Hour})
	requireOrdered(t, all)
	require.Len(t, all, 134_203, "each counted request once")
}

func TestTheBuiltInTraceIsCutFromTheFullOne(t *testing.T) {
	full := unzstd(t, real(t, "nasa-ksc-1995-07-08-per-second.csv.zst"))
	var cut strings.Builder
	for line := range strings.Lines(full) {
		epoch, _, _ := strings.Cut(line, ",")
		if cut.Len() == 0 || epoch >= "805608000" && epoch < "805694400" {
			cut.WriteString(line)
		}
	}
	require.Equal(t, cut.String(), unzstd(t, "data/nasa-1995-07-13.csv.zst"))
}

func unzstd(t *testing.T, path string) string {
	t.Helper()
	packed, err := os.ReadFile(path)
	require.NoError(t, err)
	d, err := zstd.NewReader(nil)
	require.NoError(t, err)
	defer d.Close()
	text, err := d.DecodeAll(packed, nil)
	require.NoError(t, err)
	return string(text)
}

func TestAnUnknownBuiltInTraceIsAnsweredWithTheNearest(t *testing.T) {
	require.Equal(t, []string{"nasa-1995-07-13"}, Names())
	for name, message := range map[string]string{
		"nasa":            `unknown trace "nasa"; did you mean "nasa-1995-07-13"? (known: nasa-1995-07-13)`,
		"nasa-1995-07-31": `unknown trace "nasa-1995-07-31"; did you mean "nasa-1995-07-13"? (known: nasa-1995-07-13)`,
		"wikipedia":       `unknown trace "wikipedia" (known: nasa-1995-07-13)`,
		"":                `unknown trace "" (known: nasa-1995-07-13)`,
	} {
		_, err := Named(name, 1)
		require.EqualError(t, err, message)
	}
}
