package file

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Building is how a file builds on another, which its key base names. What the file
// says is laid over its base:
//
//   - a mapping changes the base's, key by key, and a key with nothing behind it takes
//     away what the base has there;
//   - a list is the list, and not the base's. If its items have names, one that bears
//     the name of an item of the base's takes from that what it does not say, and the
//     name alone stands for that item as it is;
//   - all else is instead of what the base says.
//
// An item of the base's that others are like is kept for them, with template: true.
type Building struct {
	// Find returns the file of that name, as a file called from names it.
	Find func(name, from string) (file string, content []byte, err error)
	Own  []string          // keys of the file as a whole that are not taken over
	Name map[string]string // by the key of a list: that of its items' names
	// Older are keys by their older names, and what they are called now.
	Older map[string][]string
	// Means says by what a word of the field is said here that is no word of the
	// language, for hints.
	Means map[string]string
	// Kin are, by such a word, those of the language that it stands for where they are valid,
	// the likeliest first.
	Kin map[string][]string
	// Named says what a word names that is no key, and how that is written; "" if nothing.
	Named func(word string) string
	// Shape is what such a file may say, for hints of where else a key stands.
	Shape func() *Shape
}

// BaseKey is the key by which a file names what it builds on.
const BaseKey = "base"

// mostBases bounds how many files build on each other: an assumption.
const mostBases = 10

// build returns what a file says together with its bases, and whether it has any.
// chain are the names of the files that build on this one.
func (b *Building) build(r *source, root *yaml.Node, chain []string) (*yaml.Node, bool) {
	at := valueAt(root, BaseKey)
	if b == nil || at == 0 {
		return root, false
	}
	base, ok := b.open(r, target(root.Content[at]), chain)
	if !ok {
		return root, false
	}
	for _, key := range append(b.Own, BaseKey) {
		if i := valueAt(base, key); i > 0 {
			base.Content = slices.Delete(base.Content, i-1, i+1)
		}
	}
	own := r.plain(root)
	at = valueAt(own, BaseKey)
	own.Content = slices.Delete(own.Content, at-1, at+1)
	o := overlay{r: r, names: b.Name, older: b.Older}
	return o.lay("", base, own), true
}

// open reads the base that a node names, with its own bases.
func (b *Building) open(r *source, n *yaml.Node, chain []string) (*yaml.Node, bool) {
	refuse := func(format string, args ...any) (*yaml.Node, bool) {
		r.problem(n.Line, n.Column, fmt.Sprintf(format, args...))
		return nil, false
	}
	if n.Kind != yaml.ScalarNode || isNull(n) {
		return refuse("a base is the name of a scenario or of a file")
	}
	name, content, err := b.Find(n.Value, chain[len(chain)-1])
	switch {
	case err != nil:
		return refuse("base: %v", err)
	case slices.Contains(chain, name):
		return refuse("files build on each other in a circle: %s", strings.Join(append(chain, name), " on "))
	case len(chain) > mostBases:
		return refuse("more than %d files build on each other", mostBases)
	}
	inner := newSource(name, content)
	root, ok := inner.load(content)
	r.join(inner, root.value)
	if !ok {
		return nil, false
	}
	if root.value.Kind != yaml.MappingNode {
		return refuse("base %s is no mapping", name)
	}
	all, _ := b.build(r, root.value, append(slices.Clone(chain), name))
	return r.plain(all), true
}

// join adds the lines and problems of another file, whose nodes then stand in these.
func (r *source) join(inner *source, root *yaml.Node) {
	before := r.add(inner.parts[0].name, 1, inner.lines...)
	for _, p := range inner.problems {
		p.order += before
		r.problems = append(r.problems, p)
	}
	seen := map[*yaml.Node]bool{}
	var shift func(n *yaml.Node)
	shift = func(n *yaml.Node) {
		if n == nil || seen[n] {
			return
		}
		seen[n] = true
		n.Line += before
		for _, c := range n.Content {
			shift(c)
		}
	}
	shift(root)
}
