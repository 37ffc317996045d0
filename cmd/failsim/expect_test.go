package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAGateAnswersByItsStatus(t *testing.T) {
	t.Setenv("GITHUB_ACTIONS", "")
	for _, c := range []struct {
		what   string
		expect []string
		status int
		says   string
	}{
		{"what is surely so is met", []string{"--expect", "availability <= 99.99% and full_outage_minutes > 0.1"}, statusDone, "2 expectations: 2 met, 0 missed, 0 undecided"},
		{"what is surely not is missed", []string{"--expect", "full_outage_minutes <= 1s"}, statusNo, "missed"},
		{"the scenario's own objectives", []string{"--expect", "objectives"}, statusNo, "2 expectations: 0 met, 2 missed"},
		{"too few runs leave it open", []string{"--expect", "p99(recovery) < 25m"}, statusNo, "undecided: no interval: of "},
		{"which may pass", []string{"--expect", "p99(recovery) < 25m", "--undecided", "pass"}, statusDone, "1 undecided: let pass by --undecided pass, though nothing shows"},
	} {
		t.Run(c.what, func(t *testing.T) {
			out := outIn(t)
			o := failsim(append([]string{"compare", tiny, "--out", out, "--designs", "single", "--incident", "region-loss", "--quiet"}, c.expect...)...)
			assert.Equal(t, c.status, o.status, o.stderr)
			assert.Contains(t, o.stdout, c.says)
			assert.Contains(t, content(t, filepath.Join(out, "summary.md")), "## What was expected")
			if c.status == statusNo {
				assert.Contains(t, o.stderr, "expectations are not met: ")
			} else {
				assert.Empty(t, o.stderr)
			}
		})
	}
}

func TestAGateSpeaksToWhatRunsIt(t *testing.T) {
	t.Setenv("GITHUB_ACTIONS", "true")
	out := outIn(t)
	junit := filepath.Join(t.TempDir(), "junit.xml")
	file := tempFile(t, "objectives.yaml", "expect:\n  - that: availability >= 99.9%\n    for: [single]\n")
	o := failsim("compare", tiny, "--out", out, "--designs", "single", "--quiet", "--json", "--expect", file, "--junit", junit)
	assert.Equal(t, statusNo, o.status)
	assert.Equal(t, content(t, filepath.Join(out, "summary.json")), o.stdout, "standard output is the summary alone")
	assert.Contains(t, o.stderr, "::error title=failsim%3A missed::state-loss, single: availability is ")
	assert.Contains(t, content(t, junit), `<testcase classname="tiny.state-loss" name="single: availability &gt;= 99.9%">`)
	assert.Contains(t, manifest(t, out).Command, "--expect=availability(single) >= 99.9%", "which the manifest repeats without the file")
}

func TestAnExpectationThatMakesNoSenseIsRefusedBeforeTheWork(t *testing.T) {
	folder := t.TempDir()
	bad := tempFile(t, "o.yaml", "expect:\n  - availability >= 99.9\n")
	for _, c := range []struct {
		args    []string
		message string
	}{
		{[]string{"--expect", "availabilty >= 99%"}, `failsim: --expect: column 1: unknown figure "availabilty"; did you mean "availability"?`},
		{[]string{"--expect", "availability(standby) >= 99%", "--designs", "single"}, `failsim: --expect: column 14: no population, design or incident that is run is called "standby" (valid: phones, region-loss, single, state-loss)`},
		{[]string{"--expect", "objectve"}, `failsim: --expect "objectve": no such file, and no expectation such as 'availability >= 99.9%'; did you mean "objectives"?`},
		{[]string{"--expect", bad}, bad + `:2:5: at letter 17 of "availability >= 99.9": availability >=: it is a share, from 0% to 100%; did you mean 99.9%?`},
		{[]string{"--expect", folder}, `failsim: --expect ` + folder + ` is a directory, not a file of expectations`},
		{[]string{"--expect", "objectives", "--undecided", "maybe"}, `failsim: --undecided "maybe": fail or pass`},
		{[]string{"--expect", "objectives", "--junit", folder}, `failsim: --junit ` + folder + ` is a directory, not a file`},
		{[]string{"--junit", "x.xml"}, `failsim: --junit goes with --expect`},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			out := outIn(t)
			failsim(append([]string{"compare", tiny, "--out", out}, c.args...)...).assertRefused(t, c.message, out)
			_, err := os.Stat("x.xml")
			assert.Error(t, err)
		})
	}
}
