package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// unsaid are real situations that a scenario cannot say yet, and why. Whoever makes
// one possible adds its file and takes it out of here. Of those that are known none is
// left (30 November 2026).
var unsaid = map[string]string{}

var (
	expects = regexp.MustCompile(`(?m)^# expect (\S+): (\d+) lost, within (\d+) %$`)
	ofRuns  = regexp.MustCompile(`(?m)^# runs: (\d+)$`)
)

// Each scenario in testdata/situations is something that happened, or a sum that can
// be done by hand. Its first lines say where, what was lost there, and how far off a
// run may be.
func TestRealSituationsLoseWhatTheirSourcesSaw(t *testing.T) {
	files, err := filepath.Glob("testdata/situations/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		t.Run(name, func(t *testing.T) {
			assert.NotContains(t, unsaid, name, "it is said now")
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			lost := losses(t, path, string(text))
			expected := expects.FindAllStringSubmatch(string(text), -1)
			assert.Len(t, lost, len(expected), "each design has a line that says what it loses")
			for _, e := range expected {
				want, within := number(t, e[2]), number(t, e[3])
				assert.InDelta(t, want, lost[e[1]], want*within/100, "%s: %s", name, e[0])
			}
		})
	}
}

func number(t *testing.T, text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	require.NoError(t, err)
	return x
}

// losses runs a situation as anybody would, and returns how many requests a run
// loses, by design.
func losses(t *testing.T, path, text string) map[string]float64 {
	runs := "2"
	if m := ofRuns.FindStringSubmatch(text); m != nil {
		runs = m[1]
	}
	o := failsim("compare", path, "--replications", runs, "--json", "--quiet", "--out", filepath.Join(t.TempDir(), "out")).requireDone(t)
	var summary struct {
		Incidents []struct {
			Designs []struct {
				Name     string
				Requests struct{ Failed float64 }
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(o.stdout), &summary))
	lost := map[string]float64{}
	for _, d := range summary.Incidents[0].Designs {
		lost[d.Name] = d.Requests.Failed / number(t, runs)
	}
	return lost
}
