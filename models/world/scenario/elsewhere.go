package scenario

import (
	"fmt"
	"slices"
	"strings"

	"failsim/models/policy"
)

// named returns what says of a word that somebody wrote as a key which fault, action of
// people or strategy it names, and how that is written; "" if none.
func named(strategies []policy.Strategy) func(word string) string {
	return func(word string) string {
		var all []string
		if _, known := policy.ActionOf(word); known {
			all = append(all, fmt.Sprintf("what people do in a step of a playbook, {step: NAME, do: %s}", word))
		}
		for _, s := range strategies {
			if s.Name != word {
				continue
			}
			if of := fmt.Sprintf("{%s: [%s]}", s.Socket, word); policy.OwnerOf(s.Socket) == policy.Provider {
				all = append(all, fmt.Sprintf("a strategy of %s, in a design as providers: {PROVIDER: %s}", s.Socket, of))
			} else {
				all = append(all, fmt.Sprintf("a strategy of %s, in a design as tenant: %s", s.Socket, of))
			}
		}
		if slices.Contains(FaultKinds(), word) {
			all = append(all, fmt.Sprintf("a kind of fault, incidents: [{faults: [{at: TIME, %s: {...}}]}]", word))
		}
		if len(all) == 0 {
			return ""
		}
		return "that is " + strings.Join(all, ", and ")
	}
}
