package scenario

import "slices"

func (r *reader) population(n node) Population {
	m := n.open("population")
	defer m.done()
	return Population{
		Name:  need(m, "population", r.people.declared),
		Place: need(m, "place", r.places.reference),
		Trace: need(m, "trace", r.trace),
		Users: need(m, "users", positiveCount),
		Names: get(m, "names", positiveCount, 1),
	}
}

func (r *reader) trace(n node) Trace {
	m := n.open("trace")
	t := Trace{
		Name:      get(m, "name", r.traceName, ""),
		File:      get(m, "file", text, ""),
		Repeat:    get(m, "repeat", oneOf("repetition", "daily"), "") != "",
		PerSecond: get(m, "rate", positiveRate, Rate{0, 1}).PerSecond(),
		SkipBad:   get(m, "skip-bad", count, 0),
	}
	if !m.broken && m.has("name") == m.has("file") {
		m.refuse(`a trace has either a name, of an embedded trace, or a file`)
	}
	m.done()
	return t
}

func (r *reader) traceName(n node) string {
	word := name(n)
	if word != "" && len(r.traces) > 0 && !slices.Contains(r.traces, word) {
		n.refuse("unknown trace %q%s", word, hint(word, r.traces))
	}
	return word
}
