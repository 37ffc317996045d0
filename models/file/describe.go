package file

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// What a file may say is told by its readers: they are run without a file, and each
// key that they ask for is written down with the sentence that stands where it is
// read. So keys and what is said of them cannot differ.

// Shape is what a reader takes as a value: any of a single value, a list, a mapping.
type Shape struct {
	Called string // what it is known as, if it stands in many places
	Scalar []string
	Words  []Word
	Must   []string // conditions beyond its form, for people
	Item   *Shape   // of a list
	Keys   []*Key   // of a mapping
	Kinds  []*Key   // of a mapping with one key of these
	opened int
	hit    bool
}

// Word is one of the words that a value can be.
type Word struct{ Word, About string }

// Key is a key of a mapping. One of capital letters stands for names that the file
// itself declares.
type Key struct {
	Name, About     string
	Default, Source string // as the file would write it, and where it comes from
	Was             string // an older name
	Of              *Shape
	Optional        bool
}

// dryRun is a reading without a file: there tells whether optional keys seem to be.
type dryRun struct{ there bool }

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

// Dry tells whether there is no file, so that a reader that asks what stands there
// has to say all that could.
func (n Node) Dry() bool { return n.shape != nil }

// anything is a node that may be whatever its reader takes it for.
func (r *source) anything(shape *Shape) Node {
	return Node{r: r, at: &yaml.Node{}, value: &yaml.Node{}, shape: shape}
}

// may tells whether a node of a dry run may be of a kind.
func (n Node) may(kind yaml.Kind) bool { return n.value.Kind == kind || n.value.Kind == 0 }

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

// Is tells whether a bare word stands there that has a meaning of its own, of which
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

// Expect says what a single value is that is read later.
func (n Node) Expect(expected string) {
	if n.Dry() && n.may(yaml.ScalarNode) {
		n.shape.scalar(expected)
	}
}

// Called names what stands in many places.
func (n Node) Called(name string) {
	if n.Dry() {
		n.shape.Called = name
	}
}

func (s *Shape) scalar(expected string) {
	s.hit = true
	if !slices.Contains(s.Scalar, expected) {
		s.Scalar = append(s.Scalar, expected)
	}
}

func (s *Shape) word(word, about string) {
	s.hit = true
	if !slices.ContainsFunc(s.Words, func(w Word) bool { return w.Word == word }) {
		s.Words = append(s.Words, Word{word, about})
	}
}

func keyIn(list *[]*Key, name string) *Key {
	for _, k := range *list {
		if k.Name == name {
			return k
		}
	}
	k := &Key{Name: name, Of: &Shape{}}
	*list = append(*list, k)
	return k
}

// say takes a sentence about a key, and where its default comes from.
func (k *Key) say(about []string) {
	if len(about) > 0 && k.About == "" {
		k.About = about[0]
	}
	if len(about) > 1 && k.Source == "" {
		k.Source = about[1]
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
	return k, explore(m.r, k.Of, parse)
}

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
	}
}

// openDry is Open in a dry run.
func (n Node) openDry(what string) *Mapping {
	m := &Mapping{Node: n, what: what, index: map[string]int{}}
	if m.broken = !n.may(yaml.MappingNode); m.broken {
		return m
	}
	n.shape.hit = true
	n.shape.opened++
	return m
}

// doneDry is Done in a dry run: what was not asked for this time need not be there.
func (m *Mapping) doneDry() {
	if m.broken {
		return
	}
	for _, k := range m.shape.Keys {
		if !slices.Contains(m.asked, k.Name) {
			k.Optional = true
		}
		if before, ok := m.renamed[k.Name]; ok {
			k.Was = before
		}
	}
}
