package scenario

import (
	"slices"

	"failsim/models/file"
)

func (r *reader) population(n file.Node) Population {
	m := n.Open("population")
	defer m.Done()
	p := Population{
		Name:    file.Need(m, "population", r.people.Declared),
		Place:   file.Need(m, "place", r.places.Reference),
		Trace:   r.demand(m),
		Users:   file.Need(m, "users", file.PositiveCountOf),
		Names:   file.Get(m, "names", file.PositiveCountOf, 1),
		Clients: file.Get(m, "clients", r.habits(r.all), r.all),
	}
	p.Kinds = file.Get(m, "kinds", r.kinds(p.Name), nil)
	r.clients[p.Name] = p.Clients
	return p
}

// demand reads what a population asks: the requests of a trace, or a steady rate.
func (r *reader) demand(m *file.Mapping) Trace {
	if !m.Has("rate") {
		m.Ask("rate") // so that hints name it
		if !m.Has("trace") {
			m.Missing("rate or trace")
		}
		return file.Get(m, "trace", r.trace, Trace{})
	}
	if _, both := m.Ask("trace"); both {
		m.RefuseAt("rate", `a population asks at a steady "rate" or as its "trace" does; a trace is scaled by a rate of its own: trace: {name: NAME, rate: 40/s}`)
	}
	return Trace{PerSecond: file.Need(m, "rate", file.PositiveRateOf).PerSecond()}
}

func (r *reader) trace(n file.Node) Trace {
	m := n.Open("trace")
	t := Trace{
		Name:          file.Get(m, "name", r.traceName, ""),
		File:          file.Get(m, "file", file.TextOf, ""),
		Repeat:        file.Get(m, "repeat", file.OneOf("repetition", "daily"), "") != "",
		PerSecond:     file.Get(m, "rate", file.PositiveRateOf, file.Rate{Seconds: 1}).PerSecond(),
		PeakPerSecond: file.Get(m, "peak", file.PositiveRateOf, file.Rate{Seconds: 1}).PerSecond(),
		SkipBad:       file.Get(m, "skip-bad", file.CountOf, 0),
	}
	if !m.Broken() && m.Has("name") == m.Has("file") {
		m.Refuse(`a trace has either a name, of an embedded trace, or a file`)
	}
	if !m.Broken() && m.Has("rate") && m.Has("peak") {
		m.Refuse(`a trace is scaled to a rate, which is its day's mean, or to a peak, which is its day's largest rate`)
	}
	m.Done()
	return t
}

func (r *reader) traceName(n file.Node) string {
	word := file.NameOf(n)
	if word != "" && len(r.traces) > 0 && !slices.Contains(r.traces, word) {
		n.Refuse("unknown trace %q%s", word, file.Hint(word, r.traces))
	}
	return word
}
