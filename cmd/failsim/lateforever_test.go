package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ten workers of a second and a deadline of 30 s have 300 jobs done in time of those that come
// at once, before all are late. By hand, back-off helps if it keeps more than (N - 300)/10 - 30
// seconds between two tries on average: what check says of a herd larger than 10 x (back-off + 60)
// is what becomes of it in four hours, and of one smaller too.
func TestCheckKnowsWhichBackOffCannotHelp(t *testing.T) {
	for _, c := range []struct {
		backOff, jitter string
		bound           float64
	}{
		{"", "", 600}, {", back-off: {base: 5s, cap: 2m}", "", 1200}, {", back-off: {base: 2m, cap: 2m, jitter: false}", "", 1800},
		// Over 20 s a herd of 2,000 asks for 100 a second, so that the first 30/(1 - 0.1) x 10 are in time.
		{", back-off: {base: 1m, cap: 10m}", ", jitter: 20s", 3333 + 300},
	} {
		for by, stuck := range map[float64]bool{0.8: false, 1.25: true} {
			n := int(c.bound * by)
			text := fmt.Sprintf("scenario: herd\nbase: one-region\nworld:\n  services: [{service: hub}]\n  queues: [{queue: logins, workers: 10, work: 1s, deadline: 30s, late: requeued%s}]\n"+
				"  herds: [{herd: clients, members: %d, queue: logins, of: hub%s}]\nincidents:\n  - {incident: all, title: all, faults: [{at: 10m, fail: {on: {herd: clients}}}]}\ndesigns: [as-it-was]\n", c.backOff, n, c.jitter)
			file := filepath.Join(t.TempDir(), "herd.yaml")
			require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
			assert.Equal(t, stuck, strings.Contains(failsim("check", file).requireDone(t).stdout, "late for ever"), "check of %d%s%s", n, c.backOff, c.jitter)
			run := failsim("run", file, "--design", "as-it-was").requireDone(t).stdout
			assert.Equal(t, !stuck, strings.Contains(run, "hub is well"), "a run of %d%s%s", n, c.backOff, c.jitter)
			assert.Equal(t, stuck, strings.Contains(run, fmt.Sprintf("of %d members are without what they held", n)), "its last lines")
			assert.Equal(t, stuck, strings.Contains(run, "logins: at the end of the run"), "its last lines")
		}
	}
}

// Work of a second is never done within half of one, and within two at once.
func TestCheckKnowsWorkThatIsLongerThanItsDeadline(t *testing.T) {
	for deadline, never := range map[string]bool{"500ms": true, "2s": false} {
		text := fmt.Sprintf("scenario: herd\nbase: one-region\nworld:\n  services: [{service: hub}]\n  queues: [{queue: logins, workers: 10, work: 1s, deadline: %s, late: requeued}]\n"+
			"  herds: [{herd: clients, members: 5, queue: logins, of: hub}]\nincidents:\n  - {incident: all, title: all, faults: [{at: 10m, fail: {on: {herd: clients}}}]}\ndesigns: [as-it-was]\n", deadline)
		file := filepath.Join(t.TempDir(), "herd.yaml")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		assert.Equal(t, never, strings.Contains(failsim("check", file).requireDone(t).stdout, "longer than its deadline"), "check of %s", deadline)
		run := failsim("run", file, "--design", "as-it-was").requireDone(t).stdout
		assert.Equal(t, !never, strings.Contains(run, "hub is well"), "a run of %s", deadline)
	}
}
