package study

import (
	"context"
	"os"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/strategies"
	"failsim/traces"
)

func TestMain(m *testing.M) {
	if os.Getenv("GOGC") == "" { // else instructions are counted, without a collector
		debug.SetGCPercent(400) // there is memory enough: the collector took a quarter of the time
	}
	os.Exit(m.Run())
}

// founding reads the embedded scenario elb-2012. Tests of what happens to the
// fleet divide its traffic by thin, which leaves the fleet as it is.
func founding(t testing.TB, thin float64) *scenario.Scenario {
	t.Helper()
	s, err := scenario.ReadFile("../../failsim/scenarios/elb-2012.yaml", strategies.All(), traces.Names()...)
	require.NoError(t, err)
	for i := range s.Workload {
		s.Workload[i].Trace.PerSecond /= thin
	}
	return s
}

// compare runs some designs of a scenario's founding incident.
func compare(t testing.TB, s *scenario.Scenario, replications int, designs ...string) map[string]*results.Sample {
	t.Helper()
	w, err := Prepare(s, 1, nil)
	require.NoError(t, err)
	st, err := Compare(context.Background(), s, w, Options{Designs: designs, Incidents: []string{"elb-state-loss"}, Replications: replications, Seed: 1})
	require.NoError(t, err)
	samples := make(map[string]*results.Sample)
	for _, sample := range st.Incidents[0].Samples {
		samples[sample.Design.Name] = sample
	}
	return samples
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}
