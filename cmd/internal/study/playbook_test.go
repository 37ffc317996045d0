package study

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/world/scenario"
	"failsim/results/counted"
	"failsim/strategies"
	"failsim/traces"
)

// playing reads the founding scenario with people who act by a playbook of
// testdata/playbooks in its first incident, and a part of its traffic.
func playing(t *testing.T, playbook string) *scenario.Scenario {
	t.Helper()
	const path = "../../failsim/scenarios/elb-2012.yaml"
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	steps, err := os.ReadFile("testdata/playbooks/" + playbook + ".yaml")
	require.NoError(t, err)
	people := regexp.MustCompile(`(?s)    people:\n.*?  - incident: gcp-region-loss`)
	require.Len(t, people.FindAllIndex(content, -1), 1)
	text := "    people:\n      playbook:\n        " + strings.ReplaceAll(strings.TrimSpace(string(steps)), "\n", "\n        ") + "\n  - incident: gcp-region-loss"
	s, err := scenario.Read(path, people.ReplaceAllLiteral(content, []byte(text)), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	for i := range s.Workload {
		s.Workload[i].Trace.PerSecond /= 20
	}
	return s
}

// The phases of 2012, written out by hand as steps, make the same run to the bit, in
// designs that leave people to it, revise what they do, and delay it.
func TestPublishedPhasesAreAPlaybookInShort(t *testing.T) {
	designs := []string{"single-provider", "tested-restore", "two-person"}
	phases, steps := compare(t, founding(t, 20), 2, designs...), compare(t, playing(t, "as-in-2012"), 2, designs...)
	for _, d := range designs {
		assert.Equal(t, phases[d].Fingerprint(), steps[d].Fingerprint(), d)
	}
}

// TestAnotherPlaybookIsAnotherIncident shows what people do, step by step, where they
// stop all changes before they know the cause, and what that saves.
func TestAnotherPlaybookIsAnotherIncident(t *testing.T) {
	var b strings.Builder
	for _, playbook := range []string{"as-in-2012", "audit-first"} {
		s := playing(t, playbook)
		w, err := Prepare(s, 1, nil)
		require.NoError(t, err)
		fmt.Fprintf(&b, "%s\n", playbook)
		_, err = Follow(s, w, Single{Design: "single-provider", Incident: "elb-state-loss", Seed: 1}, func(since time.Duration, line string) {
			if !strings.Contains(line, ": LB ") {
				fmt.Fprintf(&b, "%10s  %s\n", since.Round(time.Second), line)
			}
		})
		require.NoError(t, err)
		sample := compare(t, s, 4, "single-provider")["single-provider"]
		fmt.Fprintf(&b, "LBs misconfigured at the worst time: %.2f %% (mean of 4)\n\n", 100*mean(sample.Values(func(r *counted.Run) float64 { return us(r).PeakShare })))
	}
	golden(t, "testdata/playbooks.golden", b.String())
}
