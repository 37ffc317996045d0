package main

import (
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/world/scenario"
	"failsim/strategies"
)

// A hint that leads nowhere, or away from a word that has a meaning, is worse than none.
func TestWordsOfTheFieldLeadToWhatSaysThem(t *testing.T) {
	known := map[string]bool{}
	for _, name := range explained() {
		known[name] = true
	}
	checked := map[string]bool{}
	for word, by := range scenario.Meanings(strategies.All()) {
		if !checked[by] {
			assert.NoError(t, explain(io.Discard, by), "%s leads to %s", word, by)
			checked[by] = true
		}
	}
	for _, c := range []struct{ text, says string }{
		{"incidents: [{incident: x, faults: [{at: 1m, surge: {factor: 2}}]}]", `unknown key "surge" in fault; that is said by "demand-surge" (failsim explain demand-surge)`},
		{"incidents: [{incident: x, faults: [{at: 1m, slow: {factor: 2}}]}]", `"gray"`},
		{"designs: [{design: single-provider, tenant: {balancing: [p2c]}}]", `unknown strategy "p2c" for balancing; that is said by "least-request"`},
		{"designs: [{design: single-provider, tenant: {sending: [hedging]}}]", `"hedge"`},
		{"designs: [{design: single-provider, cdn: {}}]", `"content-cache"`},
		{"designs: [{design: single-provider, tenant: {steering: [failover]}}]", `"dns-failover"`},
		{"designs: [{design: single-provider, change-freeze: 2d}]", `"do" (failsim explain do)`},
		{"designs: [{design: single-provider, canary: 5%}]", `"waves"`},
		{"slo: 99.9%", `unknown key "slo" in scenario; that is said by "objectives" (failsim explain objectives) (valid: about, base, clients, designs, incidents, length, objectives, prices, scenario, service, slas, start, weight, workload, world, year)`},
		{"lenght: 3h", `unknown key "lenght" in scenario; did you mean "length"? (valid: about,`},
	} {
		_, err := load(writtenFile(t, "mine.yaml", "scenario: mine\nbase: elb-2012\n"+c.text+"\n"))
		require.Error(t, err, c.text)
		assert.Contains(t, err.Error(), c.says, c.text)
	}
}
