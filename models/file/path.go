package file

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// spot is a place in the tree that can hold another value: a value of a mapping,
// or an item of a list.
type spot struct {
	of *yaml.Node
	at int // of its content
	// up are the lists and mappings around, the innermost last.
	up []*yaml.Node
}

// edited is one edit while it is applied: a line of its own after those of the
// file.
type edited struct {
	r    *source
	line int
	path []segment
}

// segment is one key of a path, and at which of its letters it starts.
type segment struct {
	word   string
	column int
}

func splitPath(path string) []segment {
	var list []segment
	column := 1
	for _, word := range strings.Split(path, "/") {
		list = append(list, segment{word, column})
		column += len([]rune(word)) + 1
	}
	return list
}

// value reads what is to stand at the path: YAML on one line.
func (e *edited) value(text string, column int) (*yaml.Node, bool) {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(text), &document); err != nil || len(document.Content) != 1 {
		e.r.problem(e.line, column, "a value is YAML on one line: a word, a number with its unit, a [list] or a {mapping: of some}")
		return nil, false
	}
	e.place(document.Content[0], column)
	return document.Content[0], true
}

// place has a node and all within stand in the edit's line.
func (e *edited) place(n *yaml.Node, column int) {
	n.Line, n.Column = e.line, column+max(0, n.Column-1)
	for _, c := range n.Content {
		e.place(c, column)
	}
}

func (s *spot) put(value *yaml.Node) { s.of.Content[s.at] = value }

// here returns the node at a spot, as one that may be changed: an alias gives way
// to a copy of what it stands for.
func (s *spot) here() *yaml.Node {
	n := s.of.Content[s.at]
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		n = clone(n.Alias)
		s.put(n)
	}
	return n
}

// resolve finds every spot that a path addresses; none if there is a problem,
// which it reports.
func (e *edited) resolve(root *yaml.Node) []*spot {
	whole := &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{root}}
	return e.below(&spot{of: whole}, 0)
}

// below finds what the path from its k-th word on addresses, from a spot.
func (e *edited) below(s *spot, k int) []*spot {
	if k == len(e.path) {
		return []*spot{s}
	}
	switch n := s.here(); n.Kind {
	case yaml.MappingNode:
		return e.inMapping(s, n, k)
	case yaml.SequenceNode:
		return e.inList(s, n, k)
	default:
		if isNull(n) {
			*n = e.mapping(k)
			return e.inMapping(s, n, k)
		}
		if s.of.Kind == yaml.SequenceNode && k > 0 && n.Value == e.path[k-1].word { // a bare word becomes {word: {key: value}}
			*n = e.mapping(k - 1)
			return e.inMapping(s, n, k-1)
		}
		e.refuse(k, "%s is %q, which has no %s", e.upTo(k), Short(n.Value), e.path[k].word)
		return nil
	}
}

func (e *edited) mapping(k int) yaml.Node {
	return yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: e.line, Column: e.path[k].column}
}

func (e *edited) refuse(k int, format string, args ...any) {
	e.r.problem(e.line, e.path[k].column, fmt.Sprintf(format, args...))
}

// upTo is the path before its k-th word.
func (e *edited) upTo(k int) string {
	if k == 0 {
		return "the scenario"
	}
	return joined(e.path[:k])
}

func joined(path []segment) string {
	words := make([]string, len(path))
	for i, s := range path {
		words[i] = s.word
	}
	return strings.Join(words, "/")
}

// longestName is how many slashes and words a name may have: aws/us-east-1 has two.
const longestName = 3

func (e *edited) inMapping(s *spot, n *yaml.Node, k int) []*spot {
	inner := append(slices.Clone(s.up), n)
	if e.path[k].word == "*" {
		var all []*spot
		for i := 1; i < len(n.Content); i += 2 {
			if n.Content[i-1].Tag != "!!merge" {
				all = append(all, e.below(&spot{n, i, inner}, k+1)...)
			}
		}
		return all
	}
	for words := min(longestName, len(e.path)-k); words >= 1; words-- {
		if i := valueAt(n, joined(e.path[k:k+words])); i > 0 {
			return e.below(&spot{n, i, inner}, k+words)
		}
	}
	if value := inherited(n, s.up, e.path[k].word, 0); value != nil {
		return e.below(e.add(n, inner, k, clone(value)), k+1)
	}
	return e.missing(n, inner, k)
}

// missing adds a key that the file does not have. Whether there is such a key is
// for the reader to say; but what lies below cannot be a list.
func (e *edited) missing(n *yaml.Node, inner []*yaml.Node, k int) []*spot {
	word := e.path[k].word
	last := k == len(e.path)-1
	near, ok := Nearest(word, keysOf(n))
	if word == "" || !last && ok {
		text := ""
		if ok {
			text = fmt.Sprintf("; did you mean %s?", strings.TrimPrefix(joined(e.path[:k])+"/"+near, "/"))
		}
		e.refuse(k, "%s has no %q%s", e.upTo(k), Short(word), text)
		return nil
	}
	if !last && isCount(e.path[k+1].word) {
		e.refuse(k, "%s has no list %q%s", e.upTo(k), Short(word), Hint(word, keysOf(n)))
		return nil
	}
	return e.below(e.add(n, inner, k, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: e.line, Column: e.path[k].column}), k+1)
}

func isCount(word string) bool {
	_, err := strconv.Atoi(word)
	return err == nil
}

// add puts a key of the path into a mapping.
func (e *edited) add(n *yaml.Node, inner []*yaml.Node, k int, value *yaml.Node) *spot {
	n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: e.path[k].word, Line: e.line, Column: e.path[k].column}, value)
	return &spot{n, len(n.Content) - 1, inner}
}

func (e *edited) inList(s *spot, n *yaml.Node, k int) []*spot {
	inner := append(slices.Clone(s.up), n)
	word := e.path[k].word
	if word == "*" {
		var all []*spot
		for i := range n.Content {
			all = append(all, e.below(&spot{n, i, inner}, k+1)...)
		}
		return all
	}
	if i, err := strconv.Atoi(word); err == nil {
		if i < 0 || i >= len(n.Content) {
			e.refuse(k, "%s has items 0 to %d", e.upTo(k), len(n.Content)-1)
			return nil
		}
		return e.below(&spot{n, i, inner}, k+1)
	}
	for words := min(longestName, len(e.path)-k); words >= 1; words-- {
		name := joined(e.path[k : k+words])
		if i := slices.IndexFunc(n.Content, func(item *yaml.Node) bool { return nameOf(target(item)) == name }); i >= 0 {
			return e.below(&spot{n, i, inner}, k+words)
		}
	}
	return e.havingKey(n, inner, k)
}

// havingKey finds the one item of a list that has a key.
func (e *edited) havingKey(n *yaml.Node, inner []*yaml.Node, k int) []*spot {
	var have []int
	var names []string
	for i, item := range n.Content {
		item = target(item)
		if valueAt(item, e.path[k].word) > 0 {
			have = append(have, i)
		}
		if name := nameOf(item); name != "" {
			names = append(names, name)
		}
		names = append(names, keysOf(item)...)
	}
	switch {
	case len(have) == 1:
		return e.below(&spot{n, have[0], inner}, k)
	case len(have) > 1:
		e.refuse(k, "%d items of %s have %s: say which by its number, such as %s/%d/%s", len(have), e.upTo(k), e.path[k].word,
			joined(e.path[:k]), have[0], joined(e.path[k:]))
	default:
		slices.Sort(names)
		near := Hint(e.path[k].word, slices.Compact(names))
		e.refuse(k, "%s has no %q%s", e.upTo(k), Short(e.path[k].word), near)
	}
	return nil
}
