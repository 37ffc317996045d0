package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/conform"
)

// What the table says was predicted of real programs is what failsim says today: a
// model that moves a prediction fails here, wherever no program is installed.
func TestTheTableHasWhatIsPredictedToday(t *testing.T) {
	type key struct{ program, strategy, fact string }
	rows := map[key]conform.Fact{}
	for _, f := range conform.Facts() {
		if f.By == by {
			rows[key{f.Program, f.Strategy, f.Fact}] = f
		}
	}
	for _, e := range all() {
		for _, f := range e.predict() {
			k := key{e.program.Name, f.strategy, f.text}
			row, known := rows[k]
			delete(rows, k)
			switch {
			case !known:
				t.Errorf("%s: no row of %s has %q: go run ./real -update -only '^%s$'", e.name, e.program.Name, f.text, e.name)
			case f.predicted.unsaid:
				assert.Equal(t, conform.NotModelled, row.Verdict, "%s: %s", e.name, f.text)
			default:
				assert.Equal(t, row.Predicted, f.predicted.String(), "%s: %s: go run ./real -update -only '^%s$'", e.name, f.text, e.name)
				assert.NotEqual(t, conform.NotModelled, row.Verdict, "%s: %s", e.name, f.text)
			}
		}
	}
	for k := range rows {
		t.Errorf("no experiment makes %q of %s any more", k.fact, k.program)
	}
}

// A preset and an experiment of the same program say the same of it.
func TestOpossumsPresetIsWhatWasHeldAgainstIt(t *testing.T) {
	preset, err := os.ReadFile("../../cmd/failsim/presets/opossum-10.yaml")
	require.NoError(t, err)
	for _, given := range asOpossum {
		assert.Contains(t, string(preset), strings.Replace(given, "=", ": ", 1))
	}
	assert.Contains(t, string(preset), "opossum "+opossumVersion)
}
