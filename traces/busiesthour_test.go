package traces

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// counted writes a log of counts from midnight on: so many requests in each row, of a
// minute or of an hour.
func counted(t *testing.T, row time.Duration, rows int, requests func(row int) int) Info {
	t.Helper()
	first := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
	var b strings.Builder
	b.WriteString("epoch,requests\n")
	for k := range rows {
		fmt.Fprintf(&b, "%d,%d\n", first.Add(time.Duration(k)*row).Unix(), requests(k))
	}
	path := filepath.Join(t.TempDir(), "counts.csv")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	source, err := Open([]string{path}, Options{})
	require.NoError(t, err)
	return source.Info()
}

// The expected moments follow by hand from where the busy hour is.
func TestARunIsLaidOnTheBusiestHour(t *testing.T) {
	busyFrom := func(minute int) func(int) int {
		return func(row int) int {
			if row >= minute && row < minute+60 {
				return 90
			}
			return 10
		}
	}
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC) }
	oneDay, threeDays := 24*60, 3*24*60
	for _, c := range []struct {
		name          string
		info          Info
		later, length time.Duration
		from, want    time.Time
	}{
		{"an evening", counted(t, time.Minute, oneDay, busyFrom(20*60)), 30 * time.Minute, 3 * time.Hour, time.Time{}, at(27, 19, 30)},
		{"the last hour of a day, whose morning follows", counted(t, time.Minute, oneDay, busyFrom(23*60)), 30 * time.Minute, 3 * time.Hour, time.Time{}, at(27, 22, 30)},
		{"the first hour of a day, which its evening leads to", counted(t, time.Minute, oneDay, busyFrom(0)), 30 * time.Minute, 3 * time.Hour, time.Time{}, at(27, 23, 30)},
		{"ten hours that rise, which no morning follows", counted(t, time.Minute, 600, func(row int) int { return row + 1 }), 30 * time.Minute, 3 * time.Hour, time.Time{}, at(27, 7, 0)},
		{"a log shorter than the run", counted(t, time.Minute, 100, busyFrom(30)), 30 * time.Minute, 3 * time.Hour, time.Time{}, at(27, 0, 0)},
		{"the second of three days", counted(t, time.Minute, threeDays, busyFrom(24*60+720)), time.Hour, 3 * time.Hour, time.Time{}, at(28, 11, 0)},
		{"a day that is asked for, though another is busier", counted(t, time.Minute, threeDays, func(row int) int {
			return busyFrom(24*60+720)(row) + busyFrom(48*60+600)(row)/2
		}), time.Hour, 3 * time.Hour, at(29, 0, 0), at(29, 9, 0)},
		{"counts by the hour", counted(t, time.Hour, 24, func(row int) int { return map[bool]int{true: 90, false: 10}[row == 18] }), 30 * time.Minute, 3 * time.Hour, time.Time{}, at(27, 17, 30)},
		{"a log without any busiest hour", counted(t, time.Minute, 600, func(int) int { return 10 }), 30 * time.Minute, 3 * time.Hour, time.Time{}, at(27, 0, 0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want.Format(time.RFC3339), c.info.BeforeBusiest(c.later, c.length, c.from).UTC().Format(time.RFC3339))
		})
	}
}
