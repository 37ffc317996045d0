package words

import (
	"fmt"
	"strings"
)

// Unknown words the error for a name that is not among the known ones: the
// nearest first, then all.
func Unknown(what, name string, known []string) string {
	if best := Nearest(name, known); best != "" {
		return fmt.Sprintf("unknown %s %q; did you mean %q? (known: %s)", what, name, best, WordList(known))
	}
	return fmt.Sprintf("unknown %s %q (known: %s)", what, name, WordList(known))
}

// Nearest returns the known name that may have been meant; none if none is near.
func Nearest(name string, known []string) string {
	best, least := "", 2+len(name)/3
	for _, k := range known {
		if d := EditDistance(name, k); d < least || strings.HasPrefix(k, name) && name != "" && best == "" {
			best, least = k, d
		}
	}
	return best
}

// WordList lists words.
func WordList(words []string) string { return strings.Join(words, ", ") }

// EditDistance is Levenshtein's: how many bytes to insert, delete or change.
func EditDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// Plural counts things: 1 line, 2 lines.
func Plural(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
