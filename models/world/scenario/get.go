package scenario

// A parser turns a node into a value. It reports what is wrong and then
// returns any value.
type parser[T any] func(node) T

// need reads a key that must be there.
func need[T any](m *mapping, key string, parse parser[T]) T {
	if n, ok := m.ask(key); ok {
		return parse(n)
	}
	m.lacking = append(m.lacking, key)
	var zero T
	return zero
}

// get reads a key that may be missing.
func get[T any](m *mapping, key string, parse parser[T], fallback T) T {
	if n, ok := m.ask(key); ok {
		return parse(n)
	}
	return fallback
}

// inherit reads a key that may be missing only if there is something to take
// its value from.
func inherit[T any](m *mapping, key string, parse parser[T], from T, heir bool) T {
	if heir {
		return get(m, key, parse, from)
	}
	return need(m, key, parse)
}

// listOf returns the parser of a list with at least one item.
func listOf[T any](what string, item parser[T]) parser[[]T] {
	return func(n node) []T {
		before := len(n.r.problems)
		nodes := n.list(what)
		if len(nodes) == 0 && len(n.r.problems) == before && !n.r.exhausted() {
			n.refuse("the list of %s is empty", what)
		}
		items := make([]T, len(nodes))
		for i, c := range nodes {
			items[i] = item(c)
		}
		return items
	}
}

// that adds a condition to a parser: its value must be so.
func that[T any](parse parser[T], must string, ok func(T) bool) parser[T] {
	return func(n node) T {
		before := len(n.r.problems)
		v := parse(n)
		if len(n.r.problems) == before && !n.r.exhausted() && !ok(v) {
			n.refuse("%s must be %s", n.kind(), must)
		}
		return v
	}
}
