package diff

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// scenarios lists what two scenario files say differently, by path, as the files say
// it: what follows by an alias or like stands where it is written. Items of lists go
// by the value of their first key, as paths of failsim sweep have it.
func scenarios(before, after []byte) []Difference {
	list := []Difference{}
	a, b := values(before), values(after)
	if a == nil || b == nil {
		return list
	}
	for _, path := range a.order {
		if x, y := a.at[path], b.at[path]; x != y {
			list = append(list, Difference{path, x, y})
		}
	}
	for _, path := range b.order {
		if _, both := a.at[path]; !both {
			list = append(list, Difference{path, "", b.at[path]})
		}
	}
	return list
}

// said are the values of a file by path, in its order.
type said struct {
	order []string
	at    map[string]string
}

func values(text []byte) *said {
	var root yaml.Node
	if len(text) == 0 || yaml.Unmarshal(text, &root) != nil || len(root.Content) == 0 {
		return nil
	}
	s := &said{at: map[string]string{}}
	s.walk("", root.Content[0])
	return s
}

func (s *said) walk(path string, n *yaml.Node) {
	under := func(word string) string { return strings.TrimPrefix(path+"/"+word, "/") }
	switch {
	case n.Kind == yaml.MappingNode && len(n.Content) > 0:
		for i := 0; i+1 < len(n.Content); i += 2 {
			s.walk(under(n.Content[i].Value), n.Content[i+1])
		}
	case n.Kind == yaml.SequenceNode && slices.ContainsFunc(n.Content, func(c *yaml.Node) bool { return c.Kind == yaml.MappingNode }):
		for i, item := range n.Content {
			s.walk(under(s.named(under, item, i)), item)
		}
	case n.Kind == yaml.AliasNode:
		s.put(path, "*"+n.Value)
	case n.Kind == yaml.SequenceNode:
		var words []string
		for _, item := range n.Content {
			words = append(words, item.Value)
		}
		s.put(path, "["+strings.Join(words, ", ")+"]")
	default:
		s.put(path, strings.Join(strings.Fields(n.Value), " "))
	}
}

func (s *said) put(path, value string) {
	s.order = append(s.order, path)
	s.at[path] = value
}

// named is what an item of a list goes by: the value of its first key, where no
// earlier item has it, or its number.
func (s *said) named(under func(string) string, item *yaml.Node, i int) string {
	if item.Kind == yaml.MappingNode && len(item.Content) > 1 && item.Content[1].Kind == yaml.ScalarNode {
		name := item.Content[1].Value
		begins := under(name)
		if !slices.ContainsFunc(s.order, func(path string) bool { return path == begins || strings.HasPrefix(path, begins+"/") }) {
			return name
		}
	}
	return strconv.Itoa(i)
}
