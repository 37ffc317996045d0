package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// brokenLog is a day of a log, a request every two seconds, that is silent for
// an hour, fails for another, and has two lines that are none.
func brokenLog() string {
	var b strings.Builder
	for i := range 43200 {
		at, status := time.Date(2024, 1, 2, 0, 0, 2*i, 0, time.UTC), 200
		switch at.Hour() {
		case 3:
			continue
		case 4:
			status = 503
		}
		if i == 5 || i == 7 {
			fmt.Fprintln(&b, "nonsense")
		}
		fmt.Fprintf(&b, "host%d - - [%s] \"GET / HTTP/1.1\" %d 1\n", i%50, at.Format("02/Jan/2006:15:04:05 -0700"), status)
	}
	return b.String()
}

func TestAnOutageInTheReplayedLogIsNotedAndDrawn(t *testing.T) {
	log, out := tempFile(t, "site.log", brokenLog()), outIn(t)
	o := failsim("compare", tiny, "--trace", log, "--skip-bad", "2", "--replications", "1", "--whole", "--out", out).requireDone(t)
	for _, note := range []string{
		"site.log itself has a gap from 2024-01-02 03:00 +0000 to 2024-01-02 04:00 +0000: 0 requests, about 1800 missing",
		"site.log itself records failures from 2024-01-02 04:00 +0000 to 2024-01-02 05:00 +0000: 100 % of 1800 requests failed (5xx or no answer)",
	} {
		assert.Contains(t, o.stdout, note)
		assert.Contains(t, strings.Join(summary(t, out).Notes, "\n"), note)
	}
	assert.Contains(t, o.stdout, "2 times: the line does not begin with a host and a blank (lines 6, 9)\n")
	reasons := manifest(t, out).Inputs[0].Reasons
	assert.Equal(t, summary(t, out).Inputs[0].Reasons, reasons)
	assert.Equal(t, []int64{6, 9}, reasons[0].Lines)

	lines := strings.Split(content(t, filepath.Join(out, "observed.csv")), "\n")
	assert.Equal(t, "incident,t_minutes_since_onset,wall_clock,requests,failed,availability", lines[0])
	assert.True(t, strings.HasSuffix(lines[1], ",60,0,1"), "until the fault, two minutes after the beginning: %s", lines[1])
	assert.True(t, strings.HasSuffix(lines[2+3*12], ",0,0,"), "silent: nothing is known")
	assert.True(t, strings.HasSuffix(lines[2+4*12], ",150,150,0"), lines[2+4*12])
	assert.Contains(t, content(t, filepath.Join(out, "plots", "state-loss-availability.svg")), "as logged")
}

func TestWithoutStatusesNothingIsDrawnAsLogged(t *testing.T) {
	out := outIn(t)
	failsim("compare", tiny, "--trace", tempFile(t, "counts.csv", counts()), "--replications", "1", "--out", out).requireDone(t)
	assert.NotContains(t, files(t, out), "observed.csv")
	assert.NotContains(t, content(t, filepath.Join(out, "plots", "state-loss-availability.svg")), "as logged")
}

func TestCountsByTheHourHaveNoBusiestMinute(t *testing.T) {
	hours := tempFile(t, "counts.csv", "epoch,requests\n894002400,10\n894006000,40\n894009600,20\n")
	o := failsim("trace", "info", hours).requireDone(t)
	assert.Contains(t, o.stdout, "busiest interval (1h0m0s)")
	assert.NotContains(t, o.stdout, "busiest minute")
}

func TestSplittingByAddressesWarns(t *testing.T) {
	log := tempFile(t, "a.csv", "time,class\n2024-01-02T03:04:05Z,192.0.2.7\n2024-01-02T03:04:06Z,2001:db8::1\n")
	_, o := populations(t, log, "--by", "class")
	assert.Contains(t, o.stderr, "warning: classes look like addresses")
	log = tempFile(t, "a.csv", "time,class\n2024-01-02T03:04:05Z,/a\n2024-01-02T03:04:06Z,/b\n")
	_, o = populations(t, log, "--by", "class")
	assert.NotContains(t, o.stderr, "warning")
}
