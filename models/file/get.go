package file

import "slices"

// Need reads a key that must be there. What about says of it is one sentence, for a
// reader who asks what the key means.
func Need[T any](m *Mapping, key string, parse Parser[T], about ...string) T {
	if m.Dry() {
		_, v := describe(m, key, parse, true, about)
		return v
	}
	if n, ok := m.Ask(key); ok {
		return parse(n)
	}
	m.lacking = append(m.lacking, key)
	var zero T
	return zero
}

// Get reads a key that may be missing. about is a sentence and, if the fallback is a
// figure that was chosen, where that comes from.
func Get[T any](m *Mapping, key string, parse Parser[T], fallback T, about ...string) T {
	if m.Dry() {
		k, v := describe(m, key, parse, false, about)
		k.usually(fallback)
		if k.Plain() && (saysWithout.MatchString(k.About) || !taken(k.Default, parse)) {
			k.Default = ""
		}
		return v
	}
	if n, ok := m.Ask(key); ok {
		return parse(n)
	}
	return fallback
}

// Or is Get with a default as a file would write it.
func Or[T any](m *Mapping, key string, parse Parser[T], usual string, about ...string) T {
	if m.Dry() {
		k, v := describe(m, key, parse, false, about)
		k.Default = usual
		return v
	}
	if n, ok := m.Ask(key); ok {
		return parse(n)
	}
	v, err := Read("default of "+key, []byte(usual), parse)
	if err != nil {
		panic(err) // a mistake in the reader
	}
	return v
}

// Inherit reads a key that may be missing only if there is something to take
// its value from.
func Inherit[T any](m *Mapping, key string, parse Parser[T], from T, heir bool, about ...string) T {
	if heir {
		return Get(m, key, parse, from, about...)
	}
	return Need(m, key, parse, about...)
}

// ListOf returns the parser of a list with at least one item.
func ListOf[T any](what string, item Parser[T]) Parser[[]T] {
	return func(n Node) []T {
		if n.Dry() {
			return listDry(n, item)
		}
		before := n.Problems()
		nodes := n.List(what)
		if len(nodes) == 0 && n.Problems() == before && !n.Exhausted() {
			n.Refuse("the list of %s is empty", what)
		}
		items := make([]T, len(nodes))
		for i, c := range nodes {
			items[i] = item(c)
		}
		n.r.tellOnce(before, nodes)
		return items
	}
}

// That adds a condition to a parser: its value must be so.
func That[T any](parse Parser[T], must string, ok func(T) bool) Parser[T] {
	return func(n Node) T {
		before := n.Problems()
		v := parse(n)
		if n.Dry() && !slices.Contains(n.shape.Must, must) {
			n.shape.Must = append(n.shape.Must, must)
		}
		if !n.Dry() && n.Problems() == before && !n.Exhausted() && !ok(v) {
			n.Refuse("%s must be %s", n.Kind(), must)
		}
		return v
	}
}
