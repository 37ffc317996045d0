package main

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// outline says what of a document is read, and what of it changes how requests fail
// though no scenario can say it: paths of keys without positions in lists. All else of
// a document whose types are known says nothing of how requests fail.
type outline struct{ read, unsaid []string }

func newOutline(read, unsaid string) outline {
	return outline{strings.Fields(read), strings.Fields(unsaid)}
}

// leadsTo reports that something of a list stands below a path.
func leadsTo(list []string, path string) bool {
	return slices.ContainsFunc(list, func(p string) bool { return strings.HasPrefix(p, path+".") })
}

// account notes what is not read of a document, each at the highest key below which
// nothing is read.
func (t *tree) account(n *yaml.Node, what, path string, o outline) {
	n = plain(n)
	if n != nil && n.Kind == yaml.SequenceNode {
		for _, item := range n.Content {
			t.account(item, what, path, o)
		}
	}
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := strings.TrimPrefix(path+"."+key.Value, ".")
		switch line := t.at(key).Line; {
		case !says(value):
		case slices.Contains(o.read, at):
			switch {
			case t.placed == nil || t.isPlaced(value):
			case isNumber(text(value)) || value.Kind == yaml.SequenceNode:
				unsaid(t.into, t.name, line, what, at+": nothing here has the use of it")
			default:
				beside(t.into, t.name, line, what, at)
			}
		case slices.Contains(o.unsaid, at):
			unsaid(t.into, t.name, line, what, at)
		case leadsTo(o.read, at), leadsTo(o.unsaid, at):
			t.account(value, what, at, o)
		default:
			beside(t.into, t.name, line, what, at)
		}
	}
}

// isPlaced reports that some value is from a node or from what stands below it.
func (t *tree) isPlaced(n *yaml.Node) bool {
	return t.placed[n] || slices.ContainsFunc(n.Content, t.isPlaced)
}
