package file

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Question is a line whose comment asks something unconfirmed: its value is a
// default.
type Question struct {
	Line int
	Text string // the value, and what is asked
	rank int
}

var asks = regexp.MustCompile(`^question(?: (\d+))?: (.*)$`)

// Questions lists the lines of a file whose comments begin with "question:". Those
// that have a number ("question 3:") come first, in the order of their numbers. What
// is asked of several lines is told once, where it stands first.
func Questions(text string) []Question {
	var list []Question
	seen := map[string]bool{}
	for i, line := range strings.Split(text, "\n") {
		before, comment := cutComment(line)
		found := asks.FindStringSubmatch(strings.TrimSpace(comment))
		if found == nil || strings.TrimSpace(before) == "" || seen[found[2]] {
			continue
		}
		seen[found[2]] = true
		q := Question{Line: i + 1, Text: strings.TrimPrefix(strings.TrimSpace(before), "- ") + " (" + found[2] + ")", rank: MostNames}
		if n, err := strconv.Atoi(found[1]); err == nil {
			q.rank = n
		}
		list = append(list, q)
	}
	slices.SortStableFunc(list, func(a, b Question) int { return cmp.Compare(a.rank, b.rank) })
	return list
}
