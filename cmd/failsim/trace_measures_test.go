package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTraceInfoOfTheEmbeddedTrace(t *testing.T) {
	requireGolden(t, "trace-info", failsim("trace", "info", "nasa-1995-07-13").requireDone(t).stdout)
}

func TestTraceInfoCountsClientsAndStatusesAndShowsNoAddress(t *testing.T) {
	path := tempFile(t, "site.log", siteLog())
	o := failsim("trace", "info", path).requireDone(t)
	assert.Contains(t, o.stdout, "clients       7\n")
	assert.Contains(t, o.stdout, "status        2xx 1440, 5xx 1440\n")
	assert.Contains(t, o.stdout, "  1 min              0         1      1439\n", "two in every minute")
	assert.Contains(t, o.stdout, "local clock   UTC+01:00\n")
	assert.NotContains(t, o.stdout, "192.0.2")

	var got measuresJSON
	require.NoError(t, json.Unmarshal([]byte(failsim("trace", "info", path, "--json").requireDone(t).stdout), &got))
	assert.Equal(t, int64(7), *got.Clients)
	assert.Equal(t, map[string]int64{"2xx": 1440, "5xx": 1440}, got.Status)
	require.Len(t, got.Burstiness, 3)
	assert.Zero(t, *got.Burstiness[1].Dispersion)
	assert.InEpsilon(t, 86371.0/2880, *got.Burstiness[0].PeakToMean, 1e-12, "one of a mean of one in 30 seconds")
	assert.Equal(t, "2026-03-01T00:00:00+01:00", got.Rate.Start)
	sum := int64(0)
	for _, n := range got.Rate.Requests {
		sum += n
	}
	assert.Equal(t, int64(2880), sum)
}

func TestTraceInfoTellsWhenTheLocalClockChanges(t *testing.T) {
	// Clocks of Berlin went forward on 29 March 2026 at 01:00 UTC.
	log := "192.0.2.1 - - [29/Mar/2026:01:59:59 +0100] \"GET / HTTP/1.1\" 200 1\n" +
		"192.0.2.1 - - [29/Mar/2026:03:00:00 +0200] \"GET / HTTP/1.1\" 200 1\n"
	o := failsim("trace", "info", tempFile(t, "dst.log", log)).requireDone(t)
	assert.Contains(t, o.stdout, "local clock   changes: 1 (daylight saving, or another zone)\n"+
		"  UTC+01:00 from 2026-03-29T01:59:59+01:00 on\n  UTC+02:00 from 2026-03-29T03:00:00+02:00 on\n")
	assert.Contains(t, o.stdout, "1 h         not known: the trace is too short for two windows\n")
}

func TestEachWritableFormatGivesTheSameTraceBack(t *testing.T) {
	path := tempFile(t, "site.log", siteLog())
	facts := func(path string) []string {
		o := failsim("trace", "info", path).requireDone(t)
		_, rest, _ := strings.Cut(o.stdout, "\n") // the format
		var same []string
		for line := range strings.Lines(rest) {
			// What differs: how it is written, and from which field each meaning comes.
			line, _, _ = strings.Cut(strings.TrimSpace(line), ", from ")
			if !strings.HasPrefix(line, "lines ") && !strings.HasPrefix(line, "first,") && !strings.HasPrefix(line, "stamp ") && !strings.HasPrefix(line, "duration ") {
				same = append(same, line)
			}
		}
		return same
	}
	want := facts(path)
	for _, name := range []string{"x.fst", "x.log", "x.csv", "x.jsonl", "x.jsonl.zst"} {
		out := inFolder(t, name)
		failsim("trace", "convert", path, "-o", out).requireDone(t)
		assert.Equal(t, want, facts(out), name)
	}
}
