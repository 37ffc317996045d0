package traces

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCountsAreRead(t *testing.T) {
	for _, c := range []struct {
		name, text, format string
		requests, header   int64
		interval           time.Duration
	}{
		{"per second, with a header", "epoch,requests\n804571201,1\n804571203,4\n804571204,2\n", "epoch-counts", 7, 1, time.Second},
		{"per second, without a header", "804571201,1\n804571202,4\n", "epoch-counts", 5, 0, time.Second},
		{"per minute", "period,count\n1998-04-30 21:30:00,2\n1998-04-30 21:31:00,11\n1998-04-30 21:35:00,1\n", "period-counts", 14, 1, time.Minute},
		{"per five minutes, as decimal numbers", "timestamp,value\n2014-04-10 00:04:00,94.0\n2014-04-10 00:09:00,56.0\n", "period-counts", 150, 1, 5 * time.Minute},
		{"with T and Z in the times", "1998-04-30T21:30:00Z,2\n1998-04-30T21:31:00Z,3\n", "period-counts", 5, 0, time.Minute},
		{"per minute, without seconds", "period,count\n2024-01-02 03:00,5\n2024-01-02T03:01Z,0\n2024-01-02 03:02,7\n", "period-counts", 12, 1, time.Minute},
		{"with CRLF, a byte order mark and no final newline", "\ufeffepoch,requests\r\n10,1\r\n11,4", "epoch-counts", 5, 1, time.Second},
		{"of a single row", "epoch,requests\n61,3\n", "epoch-counts", 3, 1, time.Second},
		{"of a single row at a whole minute", "period,count\n1998-04-30 21:30:00,2\n", "period-counts", 2, 1, time.Minute},
		{"with intervals of no request", "epoch,requests\n10,0\n11,4\n12,0\n", "epoch-counts", 4, 1, time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := ofText([]byte(c.text), Options{})
			require.NoError(t, err)
			i := s.Info()
			require.Equal(t, c.format, i.Format)
			require.Equal(t, c.requests, i.Requests)
			require.Equal(t, c.header, i.Ledger.Header)
			require.Equal(t, c.interval, i.Interval)
			requireIdentity(t, i.Ledger)
			require.Len(t, play(t, s, Window{Whole: true}), int(c.requests), "each counted request once")
		})
	}
}

func TestARowOfCountsIsRefused(t *testing.T) {
	for _, c := range []struct{ name, text, message string }{
		{"without a comma", "epoch,requests\n10,1\n11\n", "3:3: the comma and the number of requests are missing"},
		{"with a time of letters", "epoch,requests\n10,1\nten,1\n", "3:1: the time is not a number of seconds since 1970, up to the year 2199"},
		{"after the year 2199", "epoch,requests\n10,1\n7258118400,1\n", "3:1: the time is not a number of seconds since 1970, up to the year 2199"},
		{"with a wrong date", "period,count\n1998-04-30 21:30:00,2\n1998-04-31 21:30:00,2\n", "3:1: the time is not of the form 2006-01-02 15:04:05, years 1970 to 2199"},
		{"with a negative count", "epoch,requests\n10,1\n11,-4\n", "3:4: the number of requests is not a whole number from 0 to 10^15"},
		{"with half a request", "epoch,requests\n10,1\n11,4.5\n", "3:4: the number of requests is not a whole number from 0 to 10^15"},
		{"without a number", "epoch,requests\n10,1\n11,\n", "3:4: the number of requests is not a whole number from 0 to 10^15"},
		{"with a huge count", "epoch,requests\n10,1\n11,1000000000000001\n", "3:4: the number of requests is not a whole number from 0 to 10^15"},
		{"with a third column", "epoch,requests\n10,1\n11,4,5\n", "3:4: the number of requests is not a whole number from 0 to 10^15"},
		{"that repeats a time", "epoch,requests\n10,1\n10,4\n", "3:1: the time is that of the row before"},
		{"that repeats a time further up", "epoch,requests\n10,1\n8,4\n10,2\n", "4:1: the time is that of another row"},
		{"that is empty", "epoch,requests\n10,1\n\n11,4\n", "3:1: the line is empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ofText([]byte(c.text), Options{})
			require.EqualError(t, err, "trace:"+c.message+" (1 malformed line in the file; --skip-bad 1 leaves it out and counts it)")
		})
	}
}

func TestCountsTakeTheZoneTheyAreGiven(t *testing.T) {
	berlin := time.FixedZone("", 2*3600)
	s, err := ofText([]byte("epoch,requests\n804571201,1\n804571202,1\n"), Options{Zone: berlin})
	require.NoError(t, err)
	require.Equal(t, "1995-07-01T06:00:01+02:00", s.Info().First.Format(time.RFC3339))
	require.Equal(t, int64(2), s.Info().PerMinute[6*60])
}
