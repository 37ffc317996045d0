package study

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/models/record"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

// TestBrowsersAndAnApp pins what each population of a scenario suffers from the
// fault on, under designs that decide for one of them, two or none.
func TestBrowsersAndAnApp(t *testing.T) {
	text, err := os.ReadFile("testdata/browsers-and-app.yaml")
	require.NoError(t, err)
	s, err := scenario.Read("browsers-and-app.yaml", text, strategies.All(), traces.Names()...)
	require.NoError(t, err)
	w := steady(s)
	var b strings.Builder
	b.WriteString("# browsers-and-app at steady rates, seed 1: requests of the 20 minutes of the fault\n")
	fmt.Fprintf(&b, "%-8s %-18s %-10s %8s %8s %9s %9s %9s %9s\n", "incident", "design", "population", "requests", "lost", "attempts", "p50", "p95", "p99")
	for i := range s.Incidents {
		for d := range s.Designs {
			settled := play(t, w, world.Choice{Design: &s.Designs[d], Incident: &s.Incidents[i], Seed: 1}).settled
			for _, p := range s.Workload {
				var took []time.Duration
				requests, attempts := 0, 0
				of(s, p.Name, settled, func(o *record.Settlement) {
					if at := time.Duration(o.Arrived); at < 10*time.Minute || at >= 30*time.Minute {
						return
					}
					requests++
					attempts += o.Attempts
					if o.Good() {
						took = append(took, o.Ended.Sub(o.Arrived))
					}
				})
				slices.Sort(took)
				at := func(q float64) string { return took[int(q*float64(len(took)-1))].Round(10 * time.Millisecond).String() }
				fmt.Fprintf(&b, "%-8s %-18s %-10s %8d %7.2f%% %9.3f %9s %9s %9s\n", s.Incidents[i].Name, s.Designs[d].Name, p.Name, requests,
					100*float64(requests-len(took))/float64(requests), float64(attempts)/float64(requests), at(0.5), at(0.95), at(0.99))
			}
		}
	}
	golden(t, "testdata/browsers-and-app.golden", b.String())
}
