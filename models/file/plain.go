package file

import (
	"bytes"

	"go.yaml.in/yaml/v4"
)

// plain returns a tree without aliases and merges: each stands for what it means.
// What is wrong with them is left as it is, for the reader to refuse.
func (r *source) plain(n *yaml.Node) *yaml.Node {
	r.count(n) // what aliases repeat counts, as in reading
	if r.exhausted() {
		return n
	}
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		if r.merging[n.Alias] {
			return n
		}
		r.merging[n.Alias] = true
		defer delete(r.merging, n.Alias)
		all := *r.plain(n.Alias)
		all.Line, all.Column = n.Line, n.Column
		return &all
	}
	all := *n
	all.Anchor, all.Content = "", nil
	var merged []*yaml.Node
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && c.Tag == "!!merge" {
			merged = append(merged, n.Content[i+1])
		}
		if n.Kind == yaml.MappingNode && n.Content[i-i%2].Tag == "!!merge" {
			continue
		}
		all.Content = append(all.Content, r.plain(c))
	}
	for _, m := range merged {
		r.mergeInto(&all, n, m)
	}
	return &all
}

// mergeInto adds what a merge names to a mapping, where it does not have it.
func (r *source) mergeInto(all, n, m *yaml.Node) {
	from := r.plain(m)
	list := []*yaml.Node{from}
	if from.Kind == yaml.SequenceNode {
		list = from.Content
	}
	for _, f := range list {
		if f.Kind != yaml.MappingNode {
			all.Content = append(all.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!merge", Value: "<<", Line: n.Line, Column: n.Column}, m)
			return
		}
		for i := 0; i+1 < len(f.Content); i += 2 {
			if valueAt(all, f.Content[i].Value) == 0 {
				all.Content = append(all.Content, f.Content[i], f.Content[i+1])
			}
		}
	}
}

// text writes a tree as a file of its own.
func text(root *yaml.Node) ([]byte, error) {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(root); err != nil {
		return nil, err
	}
	return b.Bytes(), e.Close()
}
