package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/importer"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

// A retry budget and hedged tries of Envoy's are those of a load balancer that calls for
// itself.
func TestEnvoysBudgetAndHedgesAreCalls(t *testing.T) {
	data, err := os.ReadFile("testdata/second/envoy.yaml")
	require.NoError(t, err)
	p, err := importer.Make("made", of(t, [2]string{"envoy.yaml", string(data)}), "search")
	require.NoError(t, err)
	text := p.Scenario(nil)
	s, err := scenario.Read("made.yaml", []byte(text), strategies.All(), traces.Names()...)
	require.NoError(t, err, text)
	assert.NotNil(t, s.Designs[0].Calls)
	assert.Contains(t, text, "    lb-calls: {timeout: 5s, retrying: [{backoff: {attempts: 4, base: 50ms, cap: 1s, budget: 25%, tokens: 5}}], on: [connect-failure, errors, overload, timeouts], sending: [{hedge: {percentile: 0%, after: 2s, share: 100%, attempts: 4}}]}   # envoy.yaml:")
	assert.NotContains(t, text, "lb-retrying")
}
