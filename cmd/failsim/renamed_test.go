package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An incident that was renamed is found by its older name too, and its runs are those
// that they were.
func TestARenamedIncidentIsReadByItsOlderNameAndRunsAsItDid(t *testing.T) {
	text, err := os.ReadFile(tiny)
	require.NoError(t, err)
	fingerprint := func(named, asked string) (string, string) {
		path := filepath.Join(t.TempDir(), "tiny.yaml")
		require.NoError(t, os.WriteFile(path, []byte(strings.ReplaceAll(string(text), "incident: state-loss", "incident: "+named)), 0o600))
		o := failsim("run", path, "--design", "single", "--incident", asked).requireDone(t)
		at := strings.LastIndex(o.stdout, "fingerprint ")
		require.Positive(t, at)
		return o.stdout[at:], o.stderr
	}
	was, _ := fingerprint("slip-everywhere", "slip-everywhere")
	now, note := fingerprint("operator-error-everywhere", "slip-everywhere")
	assert.Equal(t, was, now)
	assert.Contains(t, note, "--incident: slip-everywhere is now called operator-error-everywhere\n")
	_, note = fingerprint("operator-error-everywhere", "operator-error-everywhere")
	assert.NotContains(t, note, "now called")
}
