package format

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestZonesOfALogAreRight(t *testing.T) {
	for _, c := range []struct{ stamp, utc string }{
		{"30/Aug/1995:12:00:00 -0400", "1995-08-30T16:00:00Z"},
		{"30/Aug/1995:12:00:00 +0530", "1995-08-30T06:30:00Z"},
		{"01/Jan/2000:00:00:00 +0100", "1999-12-31T23:00:00Z"},
		{"29/Feb/2000:23:59:60 +0000", "2000-03-01T00:00:00Z"},
		{"28/Feb/2100:23:59:59 -0001", "2100-03-01T00:00:59Z"},
		{"31/Dec/2199:23:59:59 +0000", "2199-12-31T23:59:59Z"},
		{"01/Jan/1970:00:00:00 +0000", "1970-01-01T00:00:00Z"},
	} {
		seconds, _, ok := parseStamp([]byte(c.stamp))
		require.True(t, ok, c.stamp)
		require.Equal(t, c.utc, time.Unix(seconds, 0).UTC().Format(time.RFC3339))
	}
}
