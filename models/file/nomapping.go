package file

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// refuseNoMapping reports that something else stands where a mapping should, and returns
// 1 + the place of that report: which keys it would have is known once they were asked for.
func (n Node) refuseNoMapping(what string) int {
	n.Refuse("expected a mapping for %s, found %s", what, n.Kind())
	n.r.problems[len(n.r.problems)-1].noMapping = true
	return len(n.r.problems)
}

// sayForm adds to such a report the form of the mapping: the keys that it needs, in the
// order in which they were asked for, or, where it needs none, those that it may have.
func (r *source) sayForm(refused int, asked, needed []string) {
	var keys []string
	for _, key := range needed {
		if slices.Contains(asked, key) && !slices.Contains(keys, key) { // others are whole sentences
			keys = append(keys, key)
		}
	}
	slices.SortStableFunc(keys, func(a, b string) int { return cmp.Compare(slices.Index(asked, a), slices.Index(asked, b)) })
	text := valid(asked, fewKeys)
	if len(keys) > 0 {
		text = ": write {" + strings.Join(keys, ": ..., ") + ": ...}"
	}
	r.problems[refused-1].Message += text
}

// tellOnce has one report stand for all items of a list that are no mappings, of those
// that came after so many problems.
func (r *source) tellOnce(before int, items []Node) {
	var first *Problem
	more := 0
	for i := before; i < len(r.problems); i++ {
		p := &r.problems[i]
		item := func(n Node) bool { return n.at.Line == p.order && max(n.at.Column, 1) == p.Column }
		switch {
		case !p.noMapping || p.told || !slices.ContainsFunc(items, item):
		case first == nil:
			first = p
		default:
			p.told = true
			more++
		}
	}
	if more > 0 {
		first.Message += fmt.Sprintf(" (and %d more of this list)", more)
	}
}
