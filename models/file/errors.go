package file

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Problem is one thing that is wrong with a scenario file.
type Problem struct {
	File         string
	Line, Column int // from 1; columns count characters
	Message      string
	Source       string // the offending line
	order        int    // of the line among those of all files read
	noMapping    bool   // something else stands where a mapping should
	told         bool   // by an earlier one, of another item of the same list
}

// longestLine is what people can have written; a longer line is not shown.
const longestLine = 10_000

// String returns FILE:LINE:COLUMN: message, and below it the offending line
// with a caret.
func (p Problem) String() string {
	head := fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
	if len(p.Source) > longestLine || strings.TrimSpace(p.Source) == "" {
		return head
	}
	line, caret := excerpt([]rune(p.Source), p.Column-1)
	return fmt.Sprintf("%s\n    %s\n    %s^", head, line, caret)
}

// excerpt returns the part of a line around a place, and the blank space that
// puts a caret below that place.
func excerpt(line []rune, place int) (text, indent string) {
	const before, after = 80, 40
	place = min(max(place, 0), len(line))
	from, to := 0, len(line)
	if place > before {
		from = place - before/2
	}
	if to > place+after && to > from+before+after {
		to = max(place+after, from+before+after)
	}
	for i, c := range line {
		if unicode.IsControl(c) && c != '\t' {
			line[i] = unicode.ReplacementChar // so that a file cannot steer a terminal
		}
	}
	blank := strings.Map(func(c rune) rune {
		if c == '\t' {
			return c
		}
		return ' '
	}, string(line[from:place]))
	return strings.TrimRight(string(line[from:to]), " \t"), blank
}

// Errors is everything that is wrong with a scenario file, by position.
type Errors struct {
	Problems []Problem
}

// Error returns every problem, each on lines of its own.
func (e *Errors) Error() string {
	texts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		texts[i] = p.String()
	}
	return strings.Join(texts, "\n")
}

// sorted brings problems into the order of the file and drops repetitions,
// which arise where an alias is read more than once.
func sorted(problems []Problem) []Problem {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(a.order-b.order, a.Column-b.Column)
	})
	return slices.Compact(slices.DeleteFunc(problems, func(p Problem) bool { return p.told }))
}
