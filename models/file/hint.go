package file

import (
	"slices"
	"strings"
)

// How many words a hint lists: of names, which a file may have many of, and of keys,
// of which a section has few.
const (
	fewWords = 14
	fewKeys  = 24
)

// Hint reports which word was probably meant, and which there are if few.
func Hint(word string, among []string) string { return hint(word, among, "", fewWords) }

// Hint is the function of that name, which knows besides what words of the field are
// called here.
func (n Node) Hint(word string, among []string) string { return n.hint(word, among, fewWords) }

func (n Node) hint(word string, among []string, few int) string {
	return n.hintIn("", word, among, few)
}

// kinOf returns the word of those that are valid for which another one stands, unless that is
// the beginning of one.
func (n Node) kinOf(word string, among []string) (string, bool) {
	if near, ok := Nearest(word, among); ok && strings.HasPrefix(near, word) {
		return near, true
	}
	for _, k := range n.r.kin[strings.ToLower(word)] {
		if slices.Contains(among, k) {
			return k, true
		}
	}
	return "", false
}

// hintIn is hint within what is called so, to which no word leads back.
func (n Node) hintIn(what, word string, among []string, few int) string {
	if k, ok := n.kinOf(word, among); ok {
		return meant(k) + valid(among, few)
	}
	means := n.r.means[strings.ToLower(word)]
	if what != "" && strings.HasPrefix(means, "\""+what+"\"") {
		means = ""
	}
	return hint(word, among, means, few)
}

func hint(word string, among []string, means string, few int) string {
	text := ""
	if near, ok := Nearest(word, among); ok {
		text = meant(near)
	} else if means != "" {
		text = "; that is said by " + means
	}
	return text + valid(among, few)
}

func meant(word string) string { return "; did you mean \"" + word + "\"?" }

func valid(among []string, few int) string {
	among = slices.Compact(slices.Sorted(slices.Values(among)))
	if len(among) == 0 || len(among) > few {
		return ""
	}
	return " (valid: " + strings.Join(among, ", ") + ")"
}
