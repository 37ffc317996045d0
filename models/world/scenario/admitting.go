package scenario

import (
	"slices"

	"failsim/models/file"
	"failsim/models/policy"
)

// checkFiltering refuses one filter twice, and one that learns and stands behind who puts
// all backends back: it would take out again what that has put back.
func checkFiltering(m *file.Mapping, filled map[policy.Socket][]policy.Setting) {
	key, list := string(policy.FilteringSocket), filled[policy.FilteringSocket]
	opens := ""
	for i, s := range list {
		if s.Strategy == nil || s.Strategy.New == nil {
			return
		}
		if slices.ContainsFunc(list[:i], func(before policy.Setting) bool { return before.Strategy == s.Strategy }) {
			m.RefuseAt(key, "filtering names %s twice: take one", s.Strategy.Name)
			return
		}
		made := s.Strategy.New(s.Values)
		if _, learns := made.(policy.Learning); learns && !s.Strategy.Weighs && opens != "" {
			m.RefuseAt(key, "%s takes out again what %s has put back: %s stands last", s.Strategy.Name, opens, opens)
			return
		}
		if _, ok := made.(policy.FailingOpen); ok {
			opens = s.Strategy.Name
		}
	}
}

// checkAdmitting refuses what cannot decide together at a queue: one strategy
// twice, and two that say who is next.
func checkAdmitting(m *file.Mapping, socket policy.Socket, filled map[policy.Socket][]policy.Setting) {
	key, list := string(socket), filled[socket]
	next := ""
	for i, s := range list {
		if s.Strategy == nil || s.Strategy.New == nil {
			return
		}
		if slices.ContainsFunc(list[:i], func(before policy.Setting) bool { return before.Strategy == s.Strategy }) {
			m.RefuseAt(key, "%s names %s twice: the second would change nothing", key, s.Strategy.Name)
			return
		}
		if _, ok := s.Strategy.New(s.Values).(policy.Ordering); !ok {
			continue
		}
		if next != "" {
			m.RefuseAt(key, "%s and %s both decide which request is served next: take one", next, s.Strategy.Name)
			return
		}
		next = s.Strategy.Name
	}
}
