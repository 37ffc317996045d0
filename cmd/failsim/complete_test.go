package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAShellCompletesNames(t *testing.T) {
	complete := func(args ...string) []string {
		return strings.Fields(failsim(append([]string{"__complete"}, args...)...).stdout)
	}
	assert.Subset(t, complete("compare", ""), embeddedNames())
	assert.Contains(t, complete("compare", tiny, "--designs", ""), "standby", "of the scenario that stands there")
	again := complete("plan", tiny, "--designs", "single,")
	assert.Contains(t, again, "single,standby")
	assert.NotContains(t, again, "single,single", "not twice")
	assert.Contains(t, complete("run", "--design", ""), "kill-switch", "without one, of the default")
	assert.Contains(t, complete("sweep", tiny, "--incident", ""), "region-loss")
	assert.Contains(t, complete("calibrate", "access.log", tiny, "--design", ""), "standby", "the scenario stands second there")
	assert.Contains(t, complete("calibrate", "access.log", ""), "elb-2012")
	assert.NotContains(t, complete("calibrate", ""), "elb-2012", "a log stands there")
	assert.Contains(t, complete("check", tiny, ""), "elb-2012", "of which there may be many")
	assert.Contains(t, complete("list", ""), "scenarios")
	assert.Contains(t, complete("plan", "--lose", ""), "zone")
	assert.Contains(t, complete("trace", "info", "--format", ""), "haproxy-http")
	assert.Subset(t, complete("compare", tiny, "--expect", ""), []string{"availability", "cost", "p95(recovery)", "objectives"})
	assert.Equal(t, []string{"availability(standby", ":2"}, complete("compare", tiny, "--expect", "availability(stand"))
	assert.Contains(t, complete("compare", tiny, "--expect", "availability(single,"), "availability(single,region-loss")
	assert.Equal(t, []string{"p95(recovery", ":2"}, complete("plan", tiny, "--require", "p95(recov"))
	assert.Equal(t, []string{":2"}, complete("compare", tiny, "--expect", "objectives.ya"), "a file, then")
}
