package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results/stored"
)

// ofOld is a copy of a result that version 036a259 wrote, by summary/1, of four
// replications of two designs: its runs have neither strata nor weights, and it holds no
// scenario.
func ofOld(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "old")
	require.NoError(t, os.CopyFS(folder, os.DirFS("../../results/stored/testdata/summary-1")))
	return folder
}

func TestAnOldResultIsReadRight(t *testing.T) {
	old := ofOld(t)
	r, err := stored.Open(old)
	require.NoError(t, err)
	assert.Len(t, r.Runs.Keys, 4, "two designs in two incidents")
	for _, f := range r.Figures {
		if f.Name != "availability" || f.Population != "" {
			continue
		}
		runs := r.Runs.Runs[stored.Key{Incident: f.Incident, Design: f.Design}]
		sum := 0.0
		for _, x := range runs.Figures["availability"] {
			sum += x
		}
		assert.InDelta(t, f.Value, sum/4, 1e-9, "the mean that summary.json states is that of the rows, all alike: %s, %s", f.Incident, f.Design)
	}
	assert.Equal(t, filepath.Join(old, "report.html")+"\n", failsim("report", old).requireDone(t).stdout)
	assert.Contains(t, failsim("diff", old, old).requireDone(t).stdout, "0 changed, 86 same in every run")
}

func TestAnOldResultThatNamesNoScenarioIsNotRunAgain(t *testing.T) {
	o := failsim("verify", ofOld(t))
	assert.Equal(t, statusBadInput, o.status)
	assert.Contains(t, o.stderr, "cannot be run again")
}

func TestAResultOfALaterVersionIsRefused(t *testing.T) {
	old := ofOld(t)
	path := filepath.Join(old, "summary.json")
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, []byte(`{"schema": "failsim/summary/9"`+string(data[len("{\n  \"schema\": \"failsim/summary/1\""):])), 0o600))
	for _, verb := range [][]string{{"report", old}, {"diff", old, old}} {
		o := failsim(verb...)
		assert.Equal(t, statusBadInput, o.status, verb)
		assert.Contains(t, o.stderr, "failsim/summary/9", verb)
	}
}
