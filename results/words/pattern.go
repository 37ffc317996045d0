package words

import (
	"path"
	"slices"
	"strings"
)

// Matching returns those of some names that a word means, in their order: the one that
// is called so, or all that fit a pattern with * (any letters), ? (one letter) and
// [a-z]. It is the grammar of every flag and file that takes names.
func Matching(word string, names []string) []string {
	if slices.Contains(names, word) {
		return []string{word}
	}
	var found []string
	for _, name := range names {
		if fits, err := path.Match(word, name); err == nil && fits {
			found = append(found, name)
		}
	}
	return found
}

// IsPattern reports whether a word may stand for several names.
func IsPattern(word string) bool { return strings.ContainsAny(word, "*?[") }
