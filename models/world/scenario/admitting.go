package scenario

import (
	"slices"

	"failsim/models/file"
	"failsim/models/policy"
)

// checkAdmitting refuses what cannot decide together at a backend: one strategy
// twice, and two that say who is next.
func checkAdmitting(m *file.Mapping, filled map[policy.Socket][]policy.Setting) {
	key, list := string(policy.AdmittingSocket), filled[policy.AdmittingSocket]
	next := ""
	for i, s := range list {
		if s.Strategy == nil || s.Strategy.New == nil {
			return
		}
		if slices.ContainsFunc(list[:i], func(before policy.Setting) bool { return before.Strategy == s.Strategy }) {
			m.RefuseAt(key, "admitting names %s twice: the second would change nothing", s.Strategy.Name)
			return
		}
		if _, ok := s.Strategy.New(s.Values).(policy.Ordering); !ok {
			continue
		}
		if next != "" {
			m.RefuseAt(key, "%s and %s both say who is served next: take one", next, s.Strategy.Name)
			return
		}
		next = s.Strategy.Name
	}
}
