package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// What comes to nothing is no error; the mistake was to say nothing of it.
func TestWhatComesToNothingIsSpokenOf(t *testing.T) {
	const people = "{published: {notice: 1m, find: 1m, contain: 1m, restore: [{takes: 1m, works: 100%}], merge: 1m, re-enable: {majority: 1m, all: 1m}}}"
	for _, c := range []struct{ what, from, to, says string }{
		{"a hold that the run has no room for", "hold: 2m", "hold: 20m", "region-loss: nothing can be seen to recover"},
		{"people without a task", "    length: 20m\n", "    length: 20m\n    people: " + people + "\n", "region-loss: its people never act"},
		{"a control plane with too few workers", "workers: 40", "workers: 5", "the control plane of aws/east has more work than workers"},
	} {
		t.Run(c.what, func(t *testing.T) {
			path := edited(t, c.from, c.to)
			assert.Contains(t, failsim("check", path).requireDone(t).stdout, "  note: "+c.says)
			assert.NotContains(t, failsim("check", tiny).requireDone(t).stdout, c.says)
			assert.Contains(t, failsim("compare", path, "--replications", "1", "--out", outIn(t)).requireDone(t).stdout, c.says)
			assert.Contains(t, failsim("run", path, "--design", "single", "--incident", "region-loss").requireDone(t).stdout, c.says)
		})
	}
}

// A file with words of before does what it did; one line on standard error says
// what they are called now, unless that is not wanted.
func TestOlderNamesAreSaidOnStandardError(t *testing.T) {
	path := edited(t, "sending: [dns-answer]", "choosing: [dns-answer]")
	old := failsim("check", path).requireDone(t)
	assert.Contains(t, old.stderr, "read by older names: choosing is now called sending\n")
	assert.Equal(t, 1, strings.Count(old.stderr, "\n"))
	run := failsim("compare", path, "--replications", "1", "--out", outIn(t), "--quiet").requireDone(t)
	assert.Empty(t, run.stderr)
}
