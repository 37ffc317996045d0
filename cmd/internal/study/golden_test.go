package study

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/results/counted"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestDesignsAreWhatTheyWere pins every design in every incident of the
// founding scenario: its facts (the fingerprint) and a few figures, so that a
// change of behaviour shows in review as a change of this file.
func TestDesignsAreWhatTheyWere(t *testing.T) {
	s := founding(t, 4)
	w, err := Prepare(s, 1, nil)
	require.NoError(t, err)
	st, err := Compare(context.Background(), s, w, Options{Replications: 2, Seed: 1})
	require.NoError(t, err)
	var b strings.Builder
	b.WriteString("# elb-2012 at a quarter of its traffic, 2 replications, seed 1\n")
	for _, in := range st.Incidents {
		fmt.Fprintf(&b, "\n%s\n%-22s %-16s %9s %8s %9s %9s %8s\n", in.Name, "design", "fingerprint", "requests", "lost", "LBs hit", "LB-min/LB", "attempts")
		for _, sample := range in.Samples {
			var arrived, lost, attempts int64
			for _, r := range sample.Runs() {
				arrived += r.Requests.Arrived
				lost += r.Requests.Failed()
				attempts += r.Requests.Attempts
			}
			fmt.Fprintf(&b, "%-22s %-16s %9d %8d %8.3f%% %9.2f %8d\n", sample.Design.Name, sample.Fingerprint(), arrived, lost,
				100*mean(sample.Values(func(r *counted.Run) float64 { return r.Damage.Worst().PeakShare })),
				mean(sample.Values(func(r *counted.Run) float64 { return r.Damage.LBMinutesPerLB() })), attempts)
		}
	}
	golden(t, "testdata/designs.golden", b.String())
}

// golden holds a text against the file that pins it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "run go test ./cmd/internal/study -update if this is meant, and say why in the commit")
}
