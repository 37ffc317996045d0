package scenario

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// node is a value in the file: where it stands, and, if it is an alias, what
// it stands for.
type node struct {
	r     *reader
	at    *yaml.Node
	value *yaml.Node
}

func (r *reader) node(n *yaml.Node) node {
	r.count(n)
	value := n
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		value = n.Alias
	}
	return node{r: r, at: n, value: value}
}

// refuse reports a problem at the node.
func (n node) refuse(format string, args ...any) {
	n.r.problem(n.at.Line, n.at.Column, fmt.Sprintf(format, args...))
}

// list returns the items of a list.
func (n node) list(what string) []node {
	if n.r.exhausted() {
		return nil
	}
	if n.value.Kind != yaml.SequenceNode {
		n.refuse("expected a list of %s, found %s", what, n.kind())
		return nil
	}
	items := make([]node, len(n.value.Content))
	for i, c := range n.value.Content {
		items[i] = n.r.node(c)
	}
	return items
}

// scalar returns the text of a value that is neither a list nor a mapping;
// expected says what the reader hopes for.
func (n node) scalar(expected string) (string, bool) {
	if n.value.Kind == yaml.ScalarNode && !n.empty() {
		return n.value.Value, true
	}
	if !n.r.exhausted() {
		n.refuse("expected %s, found %s", expected, n.kind())
	}
	return "", false
}

// empty tells whether nothing stands where a value should.
func (n node) empty() bool { return n.value.Kind == yaml.ScalarNode && n.value.Tag == "!!null" }

// kind names what the node is, for messages.
func (n node) kind() string {
	switch {
	case n.empty():
		return "nothing"
	case n.value.Kind == yaml.MappingNode:
		return "a mapping"
	case n.value.Kind == yaml.SequenceNode:
		return "a list"
	}
	return fmt.Sprintf("%q", short(n.value.Value))
}

// single returns the only key of a mapping, and its value.
func (n node) single(expected string) (key string, value node, ok bool) {
	if n.r.exhausted() {
		return "", node{}, false
	}
	if n.value.Kind != yaml.MappingNode {
		n.refuse("expected %s, found %s", expected, n.kind())
		return "", node{}, false
	}
	if c := n.value.Content; len(c) == 2 && c[0].Kind == yaml.ScalarNode {
		return c[0].Value, n.r.node(c[1]), true
	}
	n.refuse("expected %s, which has one key; found %d", expected, len(n.value.Content)/2)
	return "", node{}, false
}

func (n node) isScalar() bool  { return n.value.Kind == yaml.ScalarNode }
func (n node) isMapping() bool { return n.value.Kind == yaml.MappingNode }
func (n node) isList() bool    { return n.value.Kind == yaml.SequenceNode }

// peek returns the text of a key without a word about what may be wrong.
func peek(n node, key string) string {
	for i := 0; n.isMapping() && i+1 < len(n.value.Content); i += 2 {
		if n.value.Content[i].Value == key {
			return n.value.Content[i+1].Value
		}
	}
	return ""
}
