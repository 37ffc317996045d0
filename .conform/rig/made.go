package rig

import (
	"fmt"
	"strings"

	"failsim/models/policy"
	"failsim/strategies"
)

// Make makes a strategy of failsim's with some parameters, as a file would write
// them (name=value), and its defaults.
func Make[S any](name string, given ...string) S {
	for _, s := range strategies.All() {
		if s.Name != name {
			continue
		}
		v, left := policy.Values{}, len(given)
		for _, p := range s.Params {
			text := p.Default
			for _, g := range given {
				if value, ok := strings.CutPrefix(g, p.Name+"="); ok {
					text = value
					left--
				}
			}
			value, err := policy.ParseValue(text, p)
			if err != nil {
				panic(err)
			}
			v[p.Name] = value
		}
		if left > 0 {
			panic(fmt.Sprintf("rig: %s has no such parameters: %v", name, given))
		}
		return s.New(v).(S)
	}
	panic("rig: no strategy " + name)
}
