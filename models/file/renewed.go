package file

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

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
