package study

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/models/world"
	"failsim/results/counted"
)

func TestAWholeTraceIsPlayedBeyondTheScenariosAndTheIncidentsLength(t *testing.T) {
	var text strings.Builder
	text.WriteString("period,count\n")
	start := time.Date(2020, 3, 2, 0, 0, 0, 0, time.UTC)
	for minute := range 3 * 24 * 60 {
		fmt.Fprintf(&text, "%s,1\n", start.Add(time.Duration(minute)*time.Minute).Format(time.DateTime))
	}
	path := filepath.Join(t.TempDir(), "counts.csv")
	require.NoError(t, os.WriteFile(path, []byte(text.String()), 0o644))
	s := founding(t, 1)
	require.Greater(t, 72*time.Hour, s.Length)
	w, err := Prepare(s, 1, &Replay{Files: []string{path}, Whole: true})
	require.NoError(t, err)
	for i := range s.Incidents { // the second states a length of its own
		requests, _ := one(t, w, world.Choice{Design: designOf(s, "single-provider"), Incident: &s.Incidents[i], Seed: 1}, &counted.Tally{})
		require.EqualValues(t, 3*24*60, requests, s.Incidents[i].Name)
	}
}
