package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// By hand: dashboards go at 0, and with them 30 % of the servers' requests. A step that waits
// for five minutes of that begins at 5, and the next follows it at 8; one that waits for two minutes
// of 25 % begins at 2; 35 % never come.
func TestAStepMayWaitForAService(t *testing.T) {
	file := writtenFile(t, "blind.yaml", `scenario: blind
base: one-region
world:
  services: [{service: dashboards}, {service: web, needs: [dashboards]}, {service: cloud/edge/servers, needs: [{on: web, share: 30%, error-after: 5ms}]}]
incidents:
  - incident: it
    title: dashboards go
    faults: [{at: 20m, fail: {on: {service: dashboards}, for: 1h}}]
    people:
      of: cloud
      playbook:
        - {step: call, do: wait, when: {service: dashboards, down-for: 5m}, takes: 3m}
        - {step: again, do: wait}
        - {step: other, do: wait, team: web, when: {service: cloud/edge/servers, share: 25%, down-for: 2m}, takes: 1m}
        - {step: never, do: wait, team: web, when: {service: cloud/edge/servers, share: 35%, down-for: 2m}, takes: 1m}
designs: [as-it-was]
`)
	out := failsim("run", file, "--design", "as-it-was").requireDone(t).stdout
	for _, says := range []string{"       +2m0s  cloud/edge: web: other begins", "       +5m0s  cloud/edge: people: call begins", "       +8m0s  cloud/edge: people: again done"} {
		assert.Contains(t, out, says)
	}
	assert.NotContains(t, out, "web: never")
}
