package file

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"
)

// TemplateKey is the key of an item which is only there for others to be like.
const TemplateKey = "template"

// overlay lays one tree over another; both are plain.
type overlay struct {
	r     *source
	names map[string]string
	older map[string][]string
}

// lay returns what is said of a key by a base and by what builds on it.
func (o *overlay) lay(key string, base, own *yaml.Node) *yaml.Node {
	switch name := o.names[key]; {
	case base.Kind == yaml.MappingNode && own.Kind == yaml.MappingNode:
		return o.mapping(base, own)
	case name != "" && base.Kind == yaml.SequenceNode && own.Kind == yaml.SequenceNode:
		return o.list(name, base, own)
	}
	return own
}

func (o *overlay) mapping(base, own *yaml.Node) *yaml.Node {
	own = o.renewed(own, base)
	base = o.renewed(base, own)
	all := *own
	all.Content = nil
	for i := 0; i+1 < len(base.Content); i += 2 {
		key := base.Content[i].Value
		switch at := valueAt(own, key); {
		case at == 0:
			all.Content = append(all.Content, base.Content[i], base.Content[i+1])
		case isNull(own.Content[at]): // taken away
		default:
			all.Content = append(all.Content, own.Content[at-1], o.lay(key, base.Content[i+1], own.Content[at]))
		}
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(own.Content); i += 2 {
		if key := own.Content[i].Value; valueAt(base, key) == 0 || seen[key] { // one that stands twice is the reader's to refuse
			all.Content = append(all.Content, own.Content[i], own.Content[i+1])
		} else {
			seen[key] = true
		}
	}
	return &all
}

// list is the one of what builds on the base, whose items are named by a key.
func (o *overlay) list(name string, base, own *yaml.Node) *yaml.Node {
	all, of := *own, *base
	all.Content, of.Content = nil, nil
	for _, item := range base.Content {
		of.Content = append(of.Content, o.named(name, item))
	}
	base = &of
	for _, item := range own.Content {
		item = o.named(name, item)
		word := nameBy(name, item)
		from := itemBy(name, base, word)
		switch {
		case item.Kind == yaml.ScalarNode && from == nil:
			var names []string
			for _, of := range base.Content {
				names = append(names, nameBy(name, of))
			}
			o.r.problem(item.Line, item.Column, fmt.Sprintf("the base has no %s %q%s", name, Short(word), Hint(word, names)))
		case item.Kind == yaml.ScalarNode:
			all.Content = append(all.Content, from)
		case from != nil && item.Kind == yaml.MappingNode:
			all.Content = append(all.Content, o.mapping(from, item))
		default:
			all.Content = append(all.Content, item)
		}
	}
	all.Content = withTemplates(name, base, all.Content)
	return &all
}

// withTemplates puts before each item those of the base that it is like, one after the
// other, if they are not listed.
func withTemplates(name string, base *yaml.Node, items []*yaml.Node) (list []*yaml.Node) {
	there := map[string]bool{}
	for _, item := range items {
		there[nameBy(name, item)] = true
	}
	var first func(item *yaml.Node)
	first = func(item *yaml.Node) {
		word := wordAt(item, likeKey)
		from := itemBy(name, base, word)
		if from == nil || there[word] {
			return
		}
		there[word] = true
		first(from)
		list = append(list, template(from))
	}
	for _, item := range items {
		first(item)
		list = append(list, item)
	}
	return list
}

// template is an item that is only there for others to be like.
func template(item *yaml.Node) *yaml.Node {
	item = clone(item)
	word := func(value, tag string) *yaml.Node {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value, Line: item.Line, Column: item.Column}
	}
	if valueAt(item, TemplateKey) == 0 {
		item.Content = append(item.Content, word(TemplateKey, "!!str"), word("true", "!!bool"))
	}
	return item
}

// nameBy is the name of an item: a bare word, or the value of a key.
func nameBy(key string, item *yaml.Node) string {
	if item.Kind == yaml.ScalarNode {
		return item.Value
	}
	return wordAt(item, key)
}

func wordAt(n *yaml.Node, key string) string {
	if at := valueAt(n, key); at > 0 && n.Content[at].Kind == yaml.ScalarNode {
		return n.Content[at].Value
	}
	return ""
}

// itemBy is the item of a list that has a name; nil if there is none.
func itemBy(key string, list *yaml.Node, word string) *yaml.Node {
	for _, item := range list.Content {
		if word != "" && item.Kind == yaml.MappingNode && wordAt(item, key) == word {
			return item
		}
	}
	return nil
}

// Two files that build on each other may call a key by its older and by its newer
// name. Then it is the same key, and both say it by the newer one.

// renewed returns a mapping whose keys have the names by which another one knows them.
func (o *overlay) renewed(n, other *yaml.Node) *yaml.Node {
	return o.rename(n, func(now string) bool { return valueAt(other, now) > 0 })
}

// named returns an item of a list whose name is the value of a key, which it may have
// by its older name.
func (o *overlay) named(name string, item *yaml.Node) *yaml.Node {
	if item.Kind != yaml.MappingNode {
		return item
	}
	return o.rename(item, func(now string) bool { return now == name })
}

// rename returns a mapping whose older keys are called what they are called now, of
// those names that count; a name that is there already does not.
func (o *overlay) rename(n *yaml.Node, counts func(now string) bool) *yaml.Node {
	all := n
	for i := 0; i+1 < len(n.Content); i += 2 {
		before := n.Content[i].Value
		for _, now := range o.older[before] {
			if !counts(now) || valueAt(n, now) > 0 {
				continue
			}
			if all == n {
				all = &yaml.Node{}
				*all = *n
				all.Content = slices.Clone(n.Content)
			}
			key := *n.Content[i]
			key.Value = now
			all.Content[i] = &key
			o.r.older(before, now)
		}
	}
	return all
}
