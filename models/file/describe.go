package file

import "go.yaml.in/yaml/v4"

// What a file may say is told by its readers: they are run without a file, and each
// key that they ask for is written down with the sentence that stands where it is
// read. So keys and what is said of them cannot differ.

// Describe returns what the whole of a file may say. It is read twice, as if no
// optional key were there and as if all were, by a reader made anew.
func Describe[T any](whole func() Parser[T]) *Shape {
	shape := &Shape{}
	for _, there := range []bool{false, true} {
		r := newSource("", nil)
		r.dry = &dryRun{there}
		whole()(r.anything(shape))
	}
	return shape
}

// explore has a value read as a single one, as a mapping and as a list, and returns
// what comes of the first that its reader takes.
func explore[T any](r *source, shape *Shape, parse Parser[T]) (v T) {
	found := false
	for _, kind := range []yaml.Kind{yaml.ScalarNode, yaml.MappingNode, yaml.SequenceNode} {
		shape.hit = false
		n := r.anything(shape)
		n.value.Kind = kind
		if one := parse(n); shape.hit && !found {
			v, found = one, true
		}
	}
	return v
}

// Is reports whether a bare word stands there that has a meaning of its own, of which
// about tells.
func (n Node) Is(word, about string) bool {
	if n.Dry() {
		if n.may(yaml.ScalarNode) {
			n.shape.word(word, about)
		}
		return false
	}
	return n.IsScalar() && n.value.Value == word
}

// OnlyKey says, in a dry run, of a word that it may be the only key of the mapping.
func (n Node) OnlyKey(word, about string) Node {
	if !n.may(yaml.MappingNode) {
		return n.r.anything(&Shape{})
	}
	n.shape.hit = true
	k := keyIn(&n.shape.Kinds, word)
	k.say([]string{about})
	return n.r.anything(k.Of)
}

// Called names what stands in many places.
func (n Node) Called(name string) {
	if n.Dry() {
		n.shape.Called = name
	}
}

// describe reads a key of a mapping in a dry run.
func describe[T any](m *Mapping, key string, parse Parser[T], needed bool, about []string) (k *Key, v T) {
	if m.broken {
		return &Key{}, v
	}
	m.asked = append(m.asked, key)
	before := len(m.shape.Keys)
	k = keyIn(&m.shape.Keys, key)
	k.say(about)
	if !needed || len(m.shape.Keys) > before && m.shape.opened > 1 {
		k.Optional = true
	}
	if k.Optional {
		k.inherits(m.heir)
	}
	return k, explore(m.r, k.Of, parse)
}

// Heir says that what the mapping leaves out stands elsewhere in the file, and where:
// as the world says.
func (m *Mapping) Heir(of string) { m.heir = of }

// Perhaps has a dry run know that what is read need not be there.
func (m *Mapping) Perhaps(read func()) {
	if !m.Dry() {
		read()
		return
	}
	before := len(m.shape.Keys)
	read()
	for _, k := range m.shape.Keys[before:] {
		k.Optional = true
		k.inherits(m.heir)
	}
}

// listDry reads one item of a list in a dry run.
func listDry[T any](n Node, item Parser[T]) []T {
	if !n.may(yaml.SequenceNode) {
		return nil
	}
	n.shape.hit = true
	if n.shape.Item == nil {
		n.shape.Item = &Shape{}
	}
	return []T{explore(n.r, n.shape.Item, item)}
}
