package scenario

import (
	"failsim/models/file"
	"failsim/models/policy"
)

// Describe returns what a scenario file may say, with designs that may use strategies,
// as its readers tell it.
func Describe(presets Presets, strategies []policy.Strategy) *file.Shape {
	return file.Describe(func() file.Parser[Scenario] {
		r := newReader(strategies, nil)
		r.presets = presets
		return r.scenario
	})
}
