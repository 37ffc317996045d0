package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results/diff"
)

func TestDiffTellsWhatChangedBeyondNoise(t *testing.T) {
	t.Setenv("GITHUB_ACTIONS", "")
	of := func(scenario string, more ...string) string {
		out := outIn(t)
		failsim(append([]string{"compare", scenario, "--out", out, "--quiet", "--designs", "standby", "--incident", "region-loss"}, more...)...).requireDone(t)
		return out
	}
	plain := of(tiny)
	o := failsim("diff", plain, plain).requireDone(t)
	assert.Contains(t, o.stdout, " 0 changed, ")
	assert.Contains(t, o.stdout, " 0 no change seen, 0 cannot tell")

	other := failsim("diff", plain, of(tiny, "--seed", "2"))
	assert.Equal(t, statusDone, other.status, other.stdout)
	assert.Contains(t, other.stdout, "seed: 1 before, 2 after")

	slower := failsim("diff", plain, of(edited(t, "interval: 30s, threshold: 3", "interval: 60s, threshold: 5")), "--json")
	assert.Equal(t, statusNo, slower.status)
	assert.Equal(t, "failsim: the results differ\n", slower.stderr)
	var d diff.Result
	require.NoError(t, json.Unmarshal([]byte(slower.stdout), &d))
	for _, row := range d.Rows {
		if row.Figure == "availability" {
			assert.Equal(t, diff.Changed, row.Verdict)
			assert.Equal(t, diff.Paired, row.How)
			assert.Less(t, float64(row.CI95[1]), 0.0, "who looks less often finds out later")
		}
	}
	require.NotEmpty(t, d.Run)
	assert.Equal(t, "scenario file (SHA-256)", d.Run[0].What)
}

func TestDiffRefusesWhatIsNoResult(t *testing.T) {
	folder := t.TempDir()
	o := failsim("diff", folder, "absent")
	assert.Equal(t, outcome{status: statusBadInput, stderr: "failsim: " + folder + " holds no summary.json: is it a result of failsim?\n"}, o)
	assert.Equal(t, statusBadInput, failsim("diff", folder).status)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "summary.json"), []byte("{"), 0o600))
	o = failsim("diff", filepath.Join(folder, "summary.json"), folder)
	assert.Equal(t, statusBadInput, o.status)
	assert.Contains(t, o.stderr, "summary.json: it is not JSON as failsim writes it: ")
}
