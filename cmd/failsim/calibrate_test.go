package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/sim"
)

const calibrated = "../internal/calibrate/testdata/two-regions.yaml"

// logOfErrors is a log of which in one minute of three a share of requests failed.
func logOfErrors(t *testing.T, share float64) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "access.csv")
	var text strings.Builder
	text.WriteString("time,status,client\n")
	for i := range 40 * 180 {
		at, status := time.Duration(i)*25*time.Millisecond, 200
		if at >= time.Minute && at < 2*time.Minute {
			if sim.NewKey(3, 0).Float64(uint64(i)) < share {
				status = 503
			}
		}
		fmt.Fprintf(&text, "%s,%d,c%d\n", time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC).Add(at).Format("2006-01-02T15:04:05.000Z"), status, i)
	}
	require.NoError(t, os.WriteFile(path, []byte(text.String()), 0o644))
	return path
}

// Where half of all attempts fail, one request in eight is lost by who tries three
// times; the scenario says twice, so that it would lose one in four.
func TestCalibrateFindsHowOftenClientsTry(t *testing.T) {
	o := failsim("calibrate", logOfErrors(t, 1.0/8), calibrated, "--designs", "first-*", "--incident", "err*", "--fit", "retries", "--replications", "4", "--quiet").requireDone(t)
	assert.Regexp(t, `7200 requests, of which \d\d\d failed; the outage began 1m0\.\d+s after the first, at 2026-03-01 10:01:00\.`, o.stdout)
	assert.Regexp(t, `(?m)^retries\s+3\s+3 to 3\s+designs/first-and-second/tenant/retrying/0/fixed/attempts`, o.stdout)
	assert.Regexp(t, `as fitted\s+1\d\d\.\d failed \([+-]\d?\d\.\d %\)`, o.stdout)
	assert.Regexp(t, `scenario as it is\s+[23]\d\d\.\d failed \(\+\d\d\d?\.\d %\)`, o.stdout)
}

func TestCalibrateRefusesWhatItCannotFit(t *testing.T) {
	log := logOfErrors(t, 0.5)
	for _, c := range []struct{ args, message string }{
		{"", "failsim: --fit says what to fit"},
		{"--fit detecton --design both --incident lost", `failsim: --fit: unknown word "detecton"; did you mean "detection"?`},
		{"--fit retries --incident errors", "failsim: the log is of one design: say --design, of first-and-second, both"},
		{"--fit retries --design both", "failsim: the log is of one incident: say --incident, of lost, errors"},
		{"--fit retries --designs * --incident errors", "failsim: the log is of one design: say --design, of first-and-second, both"},
		{"--fit retries --design bth --incident errors", `failsim: unknown design "bth"; did you mean "both"?`},
		{"--fit retries --design both --incident errors", "failsim: --fit retries: the retrying of design both has no attempts"},
		{"--fit designs/both/dns/ttl=10s --design both --incident errors", "failsim: --fit designs/both/dns/ttl=10s: a range LOW..HIGH"},
		{"--fit designs/both/dns/tl=1s..10s --design both --incident errors", `unknown key "tl"`},
		{"--fit headroom --fit headroom --design both --incident errors", "failsim: --fit designs/both/serve/*/*/capacity is given twice"},
		{"--fit headroom --began 4m --design both --incident errors", "failsim: --began 4m is not within the log"},
		{"--fit headroom --began yesterday --design both --incident errors", `failsim: --began "yesterday": neither a time`},
	} {
		o := failsim(append([]string{"calibrate", log, calibrated, "--quiet"}, strings.Fields(c.args)...)...)
		assert.Equal(t, 2, o.status, c.args)
		assert.Contains(t, o.stderr, c.message, c.args)
		assert.Empty(t, o.stdout)
	}
}
