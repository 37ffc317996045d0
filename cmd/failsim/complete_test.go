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
	assert.Contains(t, complete("trace", "info", "--format", ""), "haproxy-http")
}
