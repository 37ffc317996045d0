package file

import (
	"slices"
	"strings"
)

// How many words a hint lists: of names, which a file may have many of, and of keys,
// of which a section has few.
const (
	fewWords = 12
	fewKeys  = 24
)

// Hint reports which word was probably meant, and which there are if few.
func Hint(word string, among []string) string { return hint(word, among, "", fewWords) }

// Hint is the function of that name, which knows besides what words of the field are
// called here.
func (n Node) Hint(word string, among []string) string { return n.hint(word, among, fewWords) }

func (n Node) hint(word string, among []string, few int) string {
	return hint(word, among, n.r.means[strings.ToLower(word)], few)
}

// hintIn is hint within what is called so, to which no word leads back.
func (n Node) hintIn(what, word string, among []string, few int) string {
	means := n.r.means[strings.ToLower(word)]
	if strings.HasPrefix(means, "\""+what+"\"") {
		means = ""
	}
	return hint(word, among, means, few)
}

func hint(word string, among []string, means string, few int) string {
	text := ""
	if near, ok := Nearest(word, among); ok {
		text = "; did you mean \"" + near + "\"?"
	} else if means != "" {
		text = "; that is said by " + means
	}
	among = slices.Compact(slices.Sorted(slices.Values(among)))
	if len(among) > 0 && len(among) <= few {
		text += " (valid: " + strings.Join(slices.Sorted(slices.Values(among)), ", ") + ")"
	}
	return text
}
