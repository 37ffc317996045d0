package main

import (
	"io"
	"slices"
	"strings"
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

// The same word stands for one thing here and another there: a hint names what is valid where
// it stands, and one mistake is one message.
func TestWordsOfTheFieldStandForWhatIsValidThere(t *testing.T) {
	values := append(append([]string{}, scenario.LateWays...), scenario.QueueOrders...)
	for word, stands := range scenario.Kin() {
		for _, by := range stands {
			if !slices.Contains(values, by) {
				assert.NoError(t, explain(io.Discard, by), "%s stands for %s", word, by)
			}
		}
	}
	queue := func(text string) string {
		return "world: {queues: [{queue: q, workers: 1, work: 1s, " + text + "}]}"
	}
	step := func(text string) string {
		return "world: {services: [{service: hub}], configurations: [{configuration: routes, of: hub, takes: 1m}]}\nincidents: [{incident: x, faults: [{at: 10m, push: {configuration: routes}}], people: {of: cloud, playbook: [" + text + "]}}]"
	}
	fault := func(text string) string { return "incidents: [{incident: x, faults: [{at: 10m, " + text + "}]}]" }
	for text, meant := range map[string]string{
		queue("deadline: 5s, late: retry"):                         "requeued",
		queue("deadline: 5s, late: shed"):                          "dropped",
		queue("deadline: 5s, late: wait"):                          "kept",
		queue("order: priority"):                                   "classes",
		queue("timeout: 3s"):                                       "deadline",
		queue("max-length: 5"):                                     "queue-capacity",
		queue("retry: true"):                                       "back-off",
		step("{step: a, do: killswitch, on: routes, over: 5m}"):    "kill-switch",
		step("{step: a, do: push, on: routes}"):                    "push-mended",
		step("{step: a, do: fix, on: routes, when: {at: 5m}}"):     "push-mended",
		step("{step: a, do: undo, on: routes}"):                    "roll-back",
		step("{step: a, do: stop, on: routes}"):                    "freeze",
		step("{step: a, do: disable, on: routes, reaches: 95%}"):   "kill-switch",
		step("{step: a, do: kill-switch, on: routes, share: 95%}"): "reaches",
		step("{step: a, do: reboot, on: hub}"):                     "restart",
		step("{step: a, do: bypass, on: hub, without: hub}"):       "start-without",
		step("{step: a, do: rate-limit, on: hub, rate: 5/s}"):      "throttle",
		step("{step: a, do: scale, on: hub, workers: 5}"):          "add",
		step("{step: a, do: drain, on: cloud/edge, over: 5m}"):     "evacuate",
		fault("deploy: {configuration: routes}"):                   "push",
		fault("fail: {herd: phones}"):                              "on",
		fault("service-down: {service: hub}"):                      "fail",
	} {
		_, err := load(writtenFile(t, "mine.yaml", "scenario: mine\nbase: one-region\n"+text+"\ndesigns: [as-it-was]\n"))
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), `did you mean "`+meant+`"?`, text)
		assert.Equal(t, 1, strings.Count(err.Error(), "mine.yaml:"), "%s", err)
	}
}
