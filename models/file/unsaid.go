package file

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Unsaid lists the defaults that a file leaves as they are and that are called
// assumptions where they are read: numbers, and words of which another could be
// chosen. A default that holds in several places for keys of the same name, as those
// of two designs that use one strategy, is one number with several paths. What stands
// for none (0 s, 0 %) is left out: no factor leads away from it.
func Unsaid(name string, content []byte, of *Shape) ([]Marked, error) {
	r := newSource(name, content)
	root, ok := r.load(content)
	if !ok {
		return nil, &Errors{Problems: sorted(r.problems)}
	}
	u := &unsaid{at: map[string]int{}}
	u.walk(root.value, of, nil, nil)
	return u.found, nil
}

type unsaid struct {
	found []Marked
	at    map[string]int // by the last keys of a path, without places in lists, and the value: its place in found
}

// walk goes through the tree beside what it may say; up are the lists and mappings
// around.
func (u *unsaid) walk(n *yaml.Node, s *Shape, path []string, up []*yaml.Node) {
	if s == nil {
		return
	}
	inner := append(slices.Clone(up), n)
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if k := s.key(n.Content[i].Value); k != nil {
				u.walk(n.Content[i+1], k.Of, append(slices.Clone(path), n.Content[i].Value), inner)
			}
		}
		if len(n.Content) == 2 && keyNamed(s.Kinds, n.Content[0].Value) != nil {
			return
		}
		for _, k := range s.Keys {
			if valueAt(n, k.Name) == 0 && inherited(n, up, k.Name, 0) == nil {
				u.add(k, path)
			}
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			u.walk(item, s.Item, append(slices.Clone(path), itemName(n, i)), inner)
		}
	case yaml.ScalarNode:
		if k := keyNamed(s.Kinds, n.Value); k != nil { // a strategy by its name alone
			for _, k := range k.Of.Keys {
				u.add(k, path)
			}
		}
	}
}

// key returns the key of a mapping that a word is, or that stands for names.
func (s *Shape) key(word string) *Key {
	if k := keyNamed(s.Keys, word); k != nil {
		return k
	}
	if k := keyNamed(s.Kinds, word); k != nil {
		return k
	}
	if i := slices.IndexFunc(s.Keys, (*Key).stands); i >= 0 {
		return s.Keys[i]
	}
	return nil
}

// stands reports whether a key stands for names that the file itself declares.
func (k *Key) stands() bool { return k.Name == strings.ToUpper(k.Name) }

func keyNamed(list []*Key, name string) *Key {
	for _, k := range list {
		if k.Name == name {
			return k
		}
	}
	return nil
}

func (u *unsaid) add(k *Key, path []string) {
	said := k.Source + "; " + k.About
	if k.Default == "" || k.stands() || !strings.Contains(said, assumption) {
		return
	}
	m := Marked{Path: strings.Join(append(slices.Clone(path), k.Name), "/"), Value: k.Default, Comment: k.About}
	for _, w := range k.Of.Words {
		m.Words = append(m.Words, w.Word)
	}
	if a, err := ParseAmount(k.Default); len(m.Words) == 0 && (err != nil || a.X == 0) {
		return
	}
	of := k.Name + "=" + k.Default
	for i := len(path) - 1; i >= 0; i-- {
		if _, err := strconv.Atoi(path[i]); err != nil {
			of = path[i] + "/" + of
			break
		}
	}
	if at, ok := u.at[of]; ok {
		u.found[at].Also = append(u.found[at].Also, m.Path)
		return
	}
	u.at[of] = len(u.found)
	u.found = append(u.found, m)
}
