package format

import (
	"fmt"
	"slices"
	"strings"

	"failsim/results/words"
)

// indexExactly finds a column by its name as it stands.
func indexExactly(names []string, name string) int { return slices.Index(names, name) }

// indexNamed finds a column by its name; capitals count only if two differ in
// nothing else.
func indexNamed(names []string, name string) int {
	found := -1
	for i, n := range names {
		if n == name {
			return i
		}
		if found < 0 && strings.EqualFold(n, name) {
			found = i
		}
	}
	return found
}

// nearestColumn words that a column is not there. It names the nearest, but
// does not list all: without a header they would be data.
func nearestColumn(name string, names []string) string {
	best, least := "", 2+len(name)/3
	for _, n := range names {
		if d := words.EditDistance(name, n); len(n) < 100 && d < least {
			best, least = n, d
		}
	}
	if best == "" {
		return fmt.Sprintf("none is called %q", name)
	}
	return fmt.Sprintf("none is called %q; did you mean %q?", name, best)
}
