package study

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/models/world/scenario"
	"failsim/sim"
	"failsim/strategies"
	"failsim/traces"
)

// The mistake was to say of every trace of at most a day that it spans one, and
// that something before its start is played after it.
func TestANoteSaysHowLongATraceIsAndOnlyWhatIsPlayedLater(t *testing.T) {
	const start = "2012-12-24T12:00:00Z"
	for _, c := range []struct {
		what         string
		from, length time.Duration // of the trace, since the scenario's start
		spans        string        // what the note says, if there is one
	}{
		{"an hour from the start on", 0, time.Hour, ""},
		{"an hour that begins later", 10 * time.Minute, time.Hour, ""},
		{"an hour that begins earlier", -20 * time.Minute, time.Hour, "spans 1h0m0s: "},
		{"nearly a day, from midnight", -12 * time.Hour, 23 * time.Hour, "spans 23h0m0s: "},
	} {
		t.Run(c.what, func(t *testing.T) {
			first, err := time.Parse(time.RFC3339, start)
			require.NoError(t, err)
			var b strings.Builder
			b.WriteString("epoch,requests\n")
			for at := c.from; at < c.from+c.length; at += time.Minute {
				fmt.Fprintf(&b, "%d,60\n", first.Add(at).Unix())
			}
			path := filepath.Join(t.TempDir(), "counts.csv")
			require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
			s := draw(1)
			s.start, s.length = start, 3600
			text := strings.ReplaceAll(s.yaml(), "{name: nasa-1995-07-13, rate: ", "{file: "+path+"} } #")
			read, err := scenario.Read("drawn.yaml", []byte(text), strategies.All(), traces.Names()...)
			require.NoError(t, err, text)
			w, err := Prepare(read, 1, nil)
			require.NoError(t, err)
			assert.Greater(t, float64(w.offered(time.Hour).DayPerSecond), 0.5, "a trace that spans no day has a rate too")
			said := strings.Join(w.Notes, "\n")
			assert.NotContains(t, said, "spans a day")
			if c.spans == "" {
				assert.NotContains(t, said, "spans")
			} else {
				assert.Contains(t, said, "counts.csv "+c.spans)
			}
		})
	}
}

// The mistakes would be a course of the day, a rate in real instead of simulated
// requests, and capacities that follow from another rate than users ask at.
func TestAPopulationWithoutATraceAsksAtASteadyRate(t *testing.T) {
	s := draw(1)
	s.length = 24 * 3600
	text := strings.ReplaceAll(s.yaml(), "trace: {name: nasa-1995-07-13, rate: ", "rate: 4/s} #")
	require.Contains(t, text, "rate: 4/s} #")
	read, err := scenario.Read("drawn.yaml", []byte(strings.Replace(text, "weight: 1", "weight: 2", 1)), strategies.All(), traces.Names()...)
	require.NoError(t, err, text)
	w, err := Prepare(read, 1, nil)
	require.NoError(t, err)
	assert.Equal(t, 2.0, w.Peaks[0], "capacities follow from the rate")
	in, done, err := w.input(sim.NewKey(1, 0))
	require.NoError(t, err)
	defer func() { require.NoError(t, done()) }()
	var hours [24]float64
	for a := range request.All(in.Streams[0].Arrivals) {
		hours[time.Duration(a.At)/time.Hour]++
	}
	for hour, n := range hours {
		assert.InDelta(t, 7200, n, 5*math.Sqrt(7200), "hour %d", hour) // Poisson: 2/s for an hour
	}
}

// The mistake was to begin with the first request of a log, so that an outage of the
// scenario that a new user begins with came in the small hours.
func TestTheFirstFaultMeetsTheBusiestHourOfALogWhereTheScenarioHasNoStart(t *testing.T) {
	first := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
	var b strings.Builder
	b.WriteString("epoch,requests\n")
	for m := range 24 * 60 {
		requests := 30
		if m >= 20*60 && m < 21*60 {
			requests = 120
		}
		fmt.Fprintf(&b, "%d,%d\n", first.Add(time.Duration(m)*time.Minute).Unix(), requests)
	}
	path := filepath.Join(t.TempDir(), "counts.csv")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	s := draw(1)
	s.start = "2012-12-24T12:00:00Z"
	stated := strings.ReplaceAll(s.yaml(), "{name: nasa-1995-07-13, rate: ", "{file: "+path+"} } #")
	for _, c := range []struct {
		name, text string
		replay     *Replay
		busy       bool
	}{
		{"a log of the scenario's own", strings.Replace(stated, "start: "+s.start, "", 1), nil, true},
		{"a log that replaces what the scenario says", strings.Replace(s.yaml(), "start: "+s.start, "", 1), &Replay{Files: []string{path}}, true},
		{"a scenario that states a start", stated, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			read := fresh(t, c.text)
			w, err := Prepare(read, 1, c.replay)
			require.NoError(t, err)
			fault := time.Duration(w.Layout(&read.Incidents[0]).Onset)
			place := read.Workload[0].Location
			met := w.clock(place) + fault
			assert.Equal(t, c.busy, met.Truncate(time.Minute) == 20*time.Hour, "the fault comes at %s", met)
			if c.replay != nil {
				rate := read.Workload[0].Trace.PerSecond
				assert.InDelta(t, (30*24+90)/24.0/60, rate*float64(len(read.Workload)), 0.2, "users ask as often as the log says, as far as the run tells")
			}
			_, again := w.With(fresh(t, c.text))
			assert.True(t, again, "the same scenario needs no other scan")
		})
	}
}

func fresh(t *testing.T, text string) *scenario.Scenario {
	t.Helper()
	read, err := scenario.Read("drawn.yaml", []byte(text), strategies.All(), traces.Names()...)
	require.NoError(t, err, text)
	return read
}
