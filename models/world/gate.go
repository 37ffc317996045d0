package world

import (
	"math"

	"failsim/models/policy"
	"failsim/models/topology"
	"failsim/models/world/scenario"
)

// SlipPasses returns the probability that the slip which begins an incident
// gets through the gates of its provider: all must let it pass. It is NaN for
// an incident that begins with anything else. Runs are given that it passed.
func SlipPasses(m *topology.Map, d *scenario.Design, i *scenario.Incident) float64 {
	for _, f := range i.Faults {
		if !f.Slip() {
			continue
		}
		p := 1.0
		provider := m.Providers[m.Regions[m.Region(f.Region)].Provider].Name
		for _, gate := range strategies[policy.Gating](d.Provider[provider][policy.GatingSocket]) {
			share, _ := gate.Passes()
			p *= share
		}
		return p
	}
	return math.NaN()
}
