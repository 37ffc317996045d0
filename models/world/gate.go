package world

import (
	"math"
	"time"

	"failsim/models/policy"
	"failsim/models/topology"
	"failsim/models/world/scenario"
)

// ErrorPasses returns the probability that the operator error which begins an incident
// gets through the gates of its provider: all must let it pass. It is NaN for
// an incident that begins with anything else. Runs are given that it passed.
func ErrorPasses(m *topology.Map, d *scenario.Design, i *scenario.Incident) float64 {
	for _, f := range i.Faults {
		if f.OperatorError() {
			p, _ := gates(d, m.Providers[m.Regions[m.Region(f.Region)].Provider].Name)
			return p
		}
	}
	return math.NaN()
}

// gates returns the probability that an operator error passes every gate of a provider,
// and by how much they delay each change.
func gates(d *scenario.Design, provider string) (passes float64, delay time.Duration) {
	passes = 1
	for _, gate := range strategies[policy.Gating](d.Provider[provider][policy.GatingSocket]) {
		share, wait := gate.Passes()
		passes *= share
		delay += wait
	}
	return passes, delay
}

// delayed puts a playbook under gates: switching workflows off or on, each
// attempt to restore and re-enabling are changes too, however urgent.
func delayed(b *policy.Playbook, delay time.Duration) {
	for i := range b.Steps {
		if s := &b.Steps[i]; s.Do.Changes() {
			s.Delay += delay
		}
	}
}
