package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What README has a newcomer ask of the scenario that init writes has an answer.
func TestTheLeastScenarioHasGuessesToAskAbout(t *testing.T) {
	shop := filepath.Join(t.TempDir(), "shop.yaml")
	require.NoError(t, os.WriteFile(shop, []byte(failsim("init", "--minimal").requireDone(t).stdout), 0o600))
	o := failsim("robust", shop, "--only", "service/time", "--replications", "4", "--quiet").requireDone(t)
	assert.Contains(t, o.stdout, "service/time = 100ms")
}

// A text that begins as a comment, with an empty line in it, ended in a stack trace.
func TestATextThatIsNoLogIsRefusedInALine(t *testing.T) {
	for _, text := range []string{"# hello\n\nfoo\n", "{\n\n", "\n\n# hello\n\n", "#\n\n{\n\nfoo bar\n"} {
		p := filepath.Join(t.TempDir(), "p.log")
		require.NoError(t, os.WriteFile(p, []byte(text), 0o600))
		o := failsim("trace", "info", p)
		assert.Equal(t, statusBadInput, o.status, "%q", text)
		assert.Contains(t, o.stderr, "p.log", "%q", text)
	}
}

// The paths that sweep takes, and those with dots, lead to their keys.
func TestExplainTakesThePathsOfOtherVerbs(t *testing.T) {
	want := failsim("explain", "designs/dns/ttl").requireDone(t).stdout
	assert.Contains(t, want, "designs/dns/ttl")
	assert.Equal(t, want, failsim("explain", "designs/*/dns/ttl").requireDone(t).stdout)
	assert.Equal(t, want, failsim("explain", "designs.dns.ttl").requireDone(t).stdout)
}
