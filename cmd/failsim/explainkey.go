package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"failsim/models/file"
)

// place is a key of scenarios and where it stands.
type place struct {
	path string
	key  *file.Key
}

// places are all keys of scenarios, each where it stands first if its value is known
// by a name of its own. They are found once: it takes a reading of everything.
var places = sync.OnceValue(func() (list []place) {
	known := map[string]bool{}
	var walk func(s *file.Shape, path string)
	walk = func(s *file.Shape, path string) {
		if s == nil || known[s.Called] {
			return
		}
		if s.Called != "" {
			known[s.Called] = true
		}
		walk(s.Item, path)
		for _, k := range slices.Concat(s.Keys, s.Kinds) {
			list = append(list, place{strings.TrimPrefix(path+"/"+k.Name, "/"), k})
			walk(k.Of, path+"/"+k.Name)
		}
	}
	walk(described(), "")
	return list
})

// keysCalled are the keys that a word or the end of a path names.
func keysCalled(word string) (found []place) {
	for _, p := range places() {
		if p.path == word || strings.HasSuffix(p.path, "/"+word) {
			found = append(found, p)
		}
	}
	return found
}

func explainKeys(w io.Writer, list []place) {
	for i, p := range list {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s\n  %s\n", p.path, p.key.Means())
		if takes := takesOf(p.key.Of); takes != "" {
			fmt.Fprintf(w, "  takes: %s\n", takes)
		}
		if len(p.key.Of.Must) > 0 {
			fmt.Fprintf(w, "  must be: %s\n", strings.Join(p.key.Of.Must, ", "))
		}
		switch {
		case p.key.Heir != "":
			fmt.Fprintf(w, "  without: %s\n", p.key.Without())
		case p.key.Default != "":
			fmt.Fprintf(w, "  default: %s\n", p.key.Without())
		case p.key.Optional:
			fmt.Fprintln(w, "  may be left out")
		default:
			fmt.Fprintln(w, "  must be there")
		}
		if p.key.Was != "" {
			fmt.Fprintf(w, "  its older name: %s\n", p.key.Was)
		}
		inner := p.key.Of
		if inner.Item != nil {
			inner = inner.Item
		}
		for _, k := range inner.Keys {
			fmt.Fprintf(w, "    %-20s %s\n", k.Name, k.Sentence())
		}
	}
}

// takesOf says in a line what a value can be.
func takesOf(s *file.Shape) string {
	if s.Called != "" && len(s.Kinds) > 0 {
		return "a " + s.Called
	}
	ways := slices.Clone(s.Scalar)
	words := make([]string, len(s.Words))
	for i, w := range s.Words {
		words[i] = w.Word
	}
	if len(words) > 0 {
		ways = append(ways, strings.Join(words, ", "))
	}
	switch {
	case s.Item != nil && len(s.Item.Keys) > 0:
		ways = append(ways, "a list of mappings")
	case s.Item != nil:
		ways = append(ways, "a list of "+takesOf(s.Item))
	}
	if len(s.Keys) > 0 {
		ways = append(ways, "a mapping")
	}
	kinds := make([]string, len(s.Kinds))
	for i, k := range s.Kinds {
		kinds[i] = k.Name
	}
	if len(kinds) > 0 {
		ways = append(ways, "one of {"+strings.Join(kinds, ": ...}, {")+": ...}")
	}
	return strings.Join(ways, "; or ")
}
