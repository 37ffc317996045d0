package traces

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/sim"
	"failsim/traces/format"
)

// spanning returns what a scan finds of a trace in seconds from first to last.
func spanning(first, last string) Info {
	parse := func(s string) time.Time {
		t, _ := time.Parse(time.DateTime+" -0700", s)
		return t
	}
	return Info{Name: "trace", First: parse(first), Last: parse(last), Interval: time.Second}
}

func TestAWindowIsAlignedToTheLocalClock(t *testing.T) {
	epa := spanning("1995-08-29 23:53:25 -0400", "1995-08-30 23:53:07 -0400")
	long := spanning("1998-04-30 21:30:00 +0000", "1998-07-26 21:59:00 +0000")
	hour := spanning("2023-11-16 18:15:46 +0000", "2023-11-16 19:14:08 +0000")
	for _, c := range []struct {
		name    string
		info    Info
		window  Window
		start   string
		rotated bool
		end     time.Duration
	}{
		{"a day starts at its noon and is rotated", epa, Window{Clock: 12 * time.Hour, Length: 26 * time.Hour}, "1995-08-30T12:00:00-04:00", true, 24 * time.Hour},
		{"a day is cut at the length", epa, Window{Clock: 12 * time.Hour, Length: 5 * time.Hour}, "1995-08-30T12:00:00-04:00", true, 5 * time.Hour},
		{"a day may start in its first seconds", epa, Window{Clock: 23*time.Hour + 53*time.Minute + 30*time.Second}, "1995-08-29T23:53:30-04:00", true, 24 * time.Hour},
		{"a day may start at its last second", epa, Window{Clock: 23*time.Hour + 53*time.Minute + 7*time.Second}, "1995-08-30T23:53:07-04:00", true, 24 * time.Hour},
		{"a day may start in the gap between its end and its start", epa, Window{Clock: 23*time.Hour + 53*time.Minute + 10*time.Second}, "1995-08-29T23:53:10-04:00", true, 24 * time.Hour},
		{"a day that repeats ends at the length", epa, Window{Clock: 12 * time.Hour, Length: 50 * time.Hour, Repeat: true}, "1995-08-30T12:00:00-04:00", true, 50 * time.Hour},
		{"an hour keeps its clock time, though silence comes first", hour, Window{Clock: 12 * time.Hour}, "2023-11-16T12:00:00Z", true, 24 * time.Hour},
		{"a long trace starts at its first noon and is cut", long, Window{Clock: 12 * time.Hour, Length: 26 * time.Hour}, "1998-05-01T12:00:00Z", false, 26 * time.Hour},
		{"a long trace may start at its first minute", long, Window{Clock: 21*time.Hour + 30*time.Minute, Length: time.Hour}, "1998-04-30T21:30:00Z", false, time.Hour},
		{"a long trace starts on the day it is told to", long, Window{Clock: 12 * time.Hour, Length: 26 * time.Hour, From: time.Date(1998, 6, 30, 0, 0, 0, 0, time.UTC)}, "1998-06-30T12:00:00Z", false, 26 * time.Hour},
		{"a start after that clock time is the next day's", long, Window{Clock: 12 * time.Hour, Length: time.Hour, From: time.Date(1998, 6, 30, 13, 0, 0, 0, time.UTC)}, "1998-07-01T12:00:00Z", false, time.Hour},
		{"a trace that ends before the window ends there", long, Window{Clock: 12 * time.Hour, Length: 26 * time.Hour, From: time.Date(1998, 7, 26, 0, 0, 0, 0, time.UTC)}, "1998-07-26T12:00:00Z", false, 9*time.Hour + 59*time.Minute + time.Second},
		{"the whole file starts with its first request", epa, Window{Whole: true, Clock: 12 * time.Hour}, "1995-08-29T23:53:25-04:00", false, 23*time.Hour + 59*time.Minute + 43*time.Second},
		{"the whole file may be cut too", long, Window{Whole: true, Length: time.Hour}, "1998-04-30T21:30:00Z", false, time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := Align(c.info, c.window)
			require.NoError(t, err)
			require.Equal(t, c.start, a.Start.Format(time.RFC3339))
			require.Equal(t, c.rotated, a.Rotated)
			require.Equal(t, sim.Time(c.end), a.End)
		})
	}
}

func TestAWindowThatDoesNotFitIsRefused(t *testing.T) {
	epa := spanning("1995-08-29 23:53:25 -0400", "1995-08-30 23:53:07 -0400")
	long := spanning("1998-04-30 21:30:00 +0000", "1998-07-26 21:59:59 +0000")
	for _, c := range []struct {
		name    string
		info    Info
		window  Window
		message string
	}{
		{"a clock time of 24 h", epa, Window{Clock: 24 * time.Hour}, "trace: the clock time 24h0m0s is not between 0 and 24h"},
		{"a negative clock time", epa, Window{Clock: -1}, "trace: the clock time -1ns is not between 0 and 24h"},
		{"a negative length", epa, Window{Length: -1}, "trace: the length of the window is negative"},
		{"a long trace that repeats", long, Window{Repeat: true, Length: day}, "trace: only a trace of at most 24h can repeat daily; this one spans 2088h30m0s"},
		{"repetition without end", epa, Window{Repeat: true}, "trace: a trace that repeats daily needs a length to stop at"},
		{"a day after the last", long, Window{From: time.Date(1998, 7, 26, 1, 0, 0, 0, time.UTC)}, "trace: no request follows 1998-07-27 00:00:00 +0000; the trace ends at 1998-07-26 22:00:00 +0000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Align(c.info, c.window)
			require.EqualError(t, err, c.message)
			var input *format.InputError
			require.ErrorAs(t, err, &input)
		})
	}
}
