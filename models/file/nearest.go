package file

import "strings"

// Nearest returns the word among those given that word was probably meant to
// be: the one at the least edit distance, if that is small for a word of its
// length, or the only one that ends in "/word", as full region names do.
func Nearest(word string, among []string) (string, bool) {
	limit := 2
	if len(word) <= 4 {
		limit = 1
	}
	best := ""
	for _, w := range among {
		if d := distance(strings.ToLower(word), strings.ToLower(w)); d <= limit {
			best, limit = w, d-1
		}
	}
	if best != "" {
		return best, true
	}
	return onlyWithSuffix("/"+word, among)
}

func onlyWithSuffix(suffix string, among []string) (string, bool) {
	found := ""
	for _, w := range among {
		if strings.HasSuffix(w, suffix) {
			if found != "" {
				return "", false
			}
			found = w
		}
	}
	return found, found != ""
}

// distance returns how many letters must be inserted, deleted, replaced or
// swapped with their neighbour to turn a into b (optimal string alignment).
func distance(a, b string) int {
	const far = 64 // longer words are not compared: they are no typing mistakes
	x, y := []rune(a), []rune(b)
	if len(x) > far || len(y) > far {
		return far
	}
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := 1; i <= len(x); i++ {
		older, last, row := rows[0], rows[1], rows[2]
		row[0] = i
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
		rows[0], rows[1], rows[2] = last, row, older
	}
	return rows[1][len(y)]
}
