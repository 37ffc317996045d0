package format

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
)

func TestEveryLocalTimeOfAYearIsTurnedIntoUTCAndBack(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"} {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		c := newLocalClock(zone)
		for utc := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Unix(); utc < time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).Unix(); utc += 307 {
			_, offset := time.Unix(utc, 0).In(zone).Zone()
			got, ok := c.utc(utc + int64(offset))
			if !ok || got != utc {
				require.Equal(t, utc, got, "%s in %s", time.Unix(utc, 0).UTC(), name)
			}
			if o := c.offsetAt(utc); o != int64(offset) {
				require.Equal(t, int64(offset), o, "%s in %s", time.Unix(utc, 0).UTC(), name)
			}
		}
	}
}
