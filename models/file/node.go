package file

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Node is a value in the file: where it stands, and, if it is an alias, what
// it stands for.
type Node struct {
	r     *source
	at    *yaml.Node
	value *yaml.Node
	shape *Shape // of a dry run: what its readers take
}

// Dry reports whether there is no file, so that a reader that asks what stands there
// has to say all that could.
func (n Node) Dry() bool { return n.shape != nil }

// A Parser turns a node into a value. It reports what is wrong and then
// returns any value.
type Parser[T any] func(Node) T

func (r *source) node(n *yaml.Node) Node {
	r.count(n)
	value := n
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		value = n.Alias
	}
	return Node{r: r, at: n, value: value}
}

// anything is a node that may be whatever its reader takes it for.
func (r *source) anything(shape *Shape) Node {
	return Node{r: r, at: &yaml.Node{}, value: &yaml.Node{}, shape: shape}
}

// Refuse reports a problem at the node.
func (n Node) Refuse(format string, args ...any) {
	if n.Dry() {
		return
	}
	n.r.problem(n.at.Line, n.at.Column, fmt.Sprintf(format, args...))
}

// List returns the items of a list.
func (n Node) List(what string) []Node {
	if n.Exhausted() || n.Dry() {
		return nil
	}
	if n.value.Kind != yaml.SequenceNode {
		n.Refuse("expected a list of %s, found %s", what, n.Kind())
		return nil
	}
	items := make([]Node, len(n.value.Content))
	for i, c := range n.value.Content {
		items[i] = n.r.node(c)
	}
	return items
}

// Scalar returns the text of a value that is neither a list nor a mapping;
// expected says what the reader hopes for.
func (n Node) Scalar(expected string) (string, bool) {
	if n.Dry() {
		n.Expect(expected)
		return "", n.may(yaml.ScalarNode)
	}
	if n.value.Kind == yaml.ScalarNode && !n.Empty() {
		return n.value.Value, true
	}
	if !n.Exhausted() {
		n.Refuse("expected %s, found %s", expected, n.Kind())
	}
	return "", false
}

// Expect says what a single value is that is read later.
func (n Node) Expect(expected string) {
	if n.Dry() && n.may(yaml.ScalarNode) {
		n.shape.scalar(expected)
	}
}

// may reports whether a node of a dry run may be of a kind.
func (n Node) may(kind yaml.Kind) bool { return n.value.Kind == kind || n.value.Kind == 0 }

// Empty reports whether nothing stands where a value should.
func (n Node) Empty() bool { return n.value.Kind == yaml.ScalarNode && n.value.Tag == "!!null" }

// Kind names what the node is, for messages.
func (n Node) Kind() string {
	switch {
	case n.Empty():
		return "nothing"
	case n.value.Kind == yaml.MappingNode:
		return "a mapping"
	case n.value.Kind == yaml.SequenceNode:
		return "a list"
	}
	return fmt.Sprintf("%q", Short(n.value.Value))
}

// Single returns the only key of a mapping, and its value.
func (n Node) Single(expected string) (key string, value Node, ok bool) {
	if n.Exhausted() || n.Dry() {
		return "", Node{}, false
	}
	if n.value.Kind != yaml.MappingNode {
		n.Refuse("expected %s, found %s", expected, n.Kind())
		return "", Node{}, false
	}
	if c := n.value.Content; len(c) == 2 && c[0].Kind == yaml.ScalarNode {
		return c[0].Value, n.r.node(c[1]), true
	}
	n.Refuse("expected %s, which has one key; found %d", expected, len(n.value.Content)/2)
	return "", Node{}, false
}

// Line returns the line in which the node stands, counted over all files read.
func (n Node) Line() int { return n.at.Line }

// Place names the file, line and column of the node, for a message that comes later.
func (n Node) Place() string {
	if n.Dry() {
		return ""
	}
	p := n.r.partOf(n.at.Line)
	return fmt.Sprintf("%s:%d:%d", p.name, n.at.Line-p.first+p.shown, max(n.at.Column, 1))
}

// In names a line for a message at the node: "line 4", or "line 4 of base.yaml".
func (n Node) In(line int) string { return n.r.in(line, n.at.Line) }

// Problems returns how many problems were found in the whole file so far.
func (n Node) Problems() int { return len(n.r.problems) }

// Exhausted reports whether the file holds more than can be read: then nothing
// more is said about it.
func (n Node) Exhausted() bool { return n.r.exhausted() }

func (n Node) IsScalar() bool  { return n.value.Kind == yaml.ScalarNode }
func (n Node) IsMapping() bool { return n.value.Kind == yaml.MappingNode }
func (n Node) IsList() bool    { return n.value.Kind == yaml.SequenceNode }

// Peek returns the text of a key without a word about what may be wrong.
func Peek(n Node, key string) string {
	for i := 0; n.IsMapping() && i+1 < len(n.value.Content); i += 2 {
		if n.value.Content[i].Value == key {
			return n.value.Content[i+1].Value
		}
	}
	return ""
}

// Word returns the text of a bare word, and "" for a list or a mapping.
func (n Node) Word() string {
	if n.IsScalar() {
		return n.value.Value
	}
	return ""
}

// HasKey reports whether the node is a mapping with a key.
func (n Node) HasKey(key string) bool {
	for i := 0; n.IsMapping() && i+1 < len(n.value.Content); i += 2 {
		if n.value.Content[i].Value == key {
			return true
		}
	}
	return false
}

// Sound reports whether no problem was found in the whole file so far.
func (n Node) Sound() bool { return n.Problems() == 0 }

// Was says that a value has an older name for now.
func (n Node) Was(before, now string) { n.r.older(before, now) }

// Older says in a line which older names the file has, and what they are called
// now; "" if it has none.
func (n Node) Older() string {
	if len(n.r.renamed) == 0 {
		return ""
	}
	return n.r.parts[0].name + ": read by older names: " + strings.Join(n.r.renamed, ", ")
}
