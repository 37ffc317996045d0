package study

import (
	"fmt"
	"strings"

	"failsim/models/file"
)

// Unknown is a name that a scenario does not have.
type Unknown struct {
	Kind, Name string
	Known      []string
}

// Error implements error.
func (u *Unknown) Error() string {
	if near, ok := file.Nearest(u.Name, u.Known); ok {
		return fmt.Sprintf("unknown %s %q; did you mean %q?", u.Kind, u.Name, near)
	}
	return fmt.Sprintf("unknown %s %q; there are %s", u.Kind, u.Name, strings.Join(u.Known, ", "))
}

// Pick returns the named elements in the order of the scenario, or all.
func Pick[T any](all []T, names []string, kind string, nameOf func(*T) string) ([]*T, error) {
	wanted := make(map[string]bool)
	for _, n := range names {
		wanted[n] = true
	}
	var picked []*T
	var known []string
	for i := range all {
		name := nameOf(&all[i])
		known = append(known, name)
		if len(names) == 0 || wanted[name] {
			picked = append(picked, &all[i])
		}
		delete(wanted, name)
	}
	for _, n := range names {
		if wanted[n] {
			return nil, &Unknown{kind, n, known}
		}
	}
	return picked, nil
}
