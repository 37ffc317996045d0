package file

// A Parser turns a node into a value. It reports what is wrong and then
// returns any value.
type Parser[T any] func(Node) T

// Need reads a key that must be there.
func Need[T any](m *Mapping, key string, parse Parser[T]) T {
	if n, ok := m.Ask(key); ok {
		return parse(n)
	}
	m.lacking = append(m.lacking, key)
	var zero T
	return zero
}

// Get reads a key that may be missing.
func Get[T any](m *Mapping, key string, parse Parser[T], fallback T) T {
	if n, ok := m.Ask(key); ok {
		return parse(n)
	}
	return fallback
}

// Inherit reads a key that may be missing only if there is something to take
// its value from.
func Inherit[T any](m *Mapping, key string, parse Parser[T], from T, heir bool) T {
	if heir {
		return Get(m, key, parse, from)
	}
	return Need(m, key, parse)
}

// ListOf returns the parser of a list with at least one item.
func ListOf[T any](what string, item Parser[T]) Parser[[]T] {
	return func(n Node) []T {
		before := n.Problems()
		nodes := n.List(what)
		if len(nodes) == 0 && n.Problems() == before && !n.Exhausted() {
			n.Refuse("the list of %s is empty", what)
		}
		items := make([]T, len(nodes))
		for i, c := range nodes {
			items[i] = item(c)
		}
		return items
	}
}

// That adds a condition to a parser: its value must be so.
func That[T any](parse Parser[T], must string, ok func(T) bool) Parser[T] {
	return func(n Node) T {
		before := n.Problems()
		v := parse(n)
		if n.Problems() == before && !n.Exhausted() && !ok(v) {
			n.Refuse("%s must be %s", n.Kind(), must)
		}
		return v
	}
}
