package file

import "go.yaml.in/yaml/v4"

// target is what a node stands for.
func target(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		return n.Alias
	}
	return n
}

// nameOf is what an item of a list is called: its only word or key, or the value
// of its first key.
func nameOf(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.ScalarNode:
		return n.Value
	case n.Kind != yaml.MappingNode || len(n.Content) < 2:
		return ""
	}
	if first := target(n.Content[1]); first.Kind == yaml.ScalarNode && len(n.Content) > 2 {
		return first.Value
	}
	return ""
}

// valueAt is where in a mapping's content the value of a key is; 0 if it is not.
func valueAt(n *yaml.Node, key string) int {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key && n.Content[i].Tag != "!!merge" {
			return i + 1
		}
	}
	return 0
}

func keysOf(n *yaml.Node) []string {
	var keys []string
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		keys = append(keys, n.Content[i].Value)
	}
	return keys
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// likeKey names the item of a list from which another takes what it does not say.
const likeKey = "like"

// mostLike bounds how long a chain of items that are like another may be.
const mostLike = 100

// inherited is the value of a key that a mapping takes from what it merges, or
// from the item of its list that it is like.
func inherited(n *yaml.Node, up []*yaml.Node, key string, depth int) *yaml.Node {
	if depth == mostLike {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Tag != "!!merge" {
			continue
		}
		from := []*yaml.Node{target(n.Content[i+1])}
		if from[0].Kind == yaml.SequenceNode {
			from = from[0].Content
		}
		for _, f := range from {
			f = target(f)
			if at := valueAt(f, key); at > 0 {
				return target(f.Content[at])
			}
			if value := inherited(f, nil, key, depth+1); value != nil {
				return value
			}
		}
	}
	at := valueAt(n, likeKey)
	if at == 0 || len(up) == 0 || up[len(up)-1].Kind != yaml.SequenceNode {
		return nil
	}
	for _, item := range up[len(up)-1].Content {
		if item = target(item); nameOf(item) == n.Content[at].Value {
			if at := valueAt(item, key); at > 0 {
				return target(item.Content[at])
			}
			return inherited(item, up, key, depth+1)
		}
	}
	return nil
}

// clone copies a node with all within; what is an alias in it stays one.
func clone(n *yaml.Node) *yaml.Node {
	c := *n
	c.Anchor, c.Content = "", nil
	for _, inner := range n.Content {
		c.Content = append(c.Content, clone(inner))
	}
	return &c
}
