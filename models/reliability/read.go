package reliability

import (
	"time"

	"failsim/models/file"
)

// Read reads a file. Name is its name in messages. The error is a
// *file.Errors and names every mistake with its place.
func Read(name string, content []byte) (*Spec, error) {
	return file.Read(name, content, func(n file.Node) *Spec {
		r := &reader{spec: &Spec{}, names: file.NewNames("component, cause, pair, sharing or system", file.MostNames),
			crews: file.NewNames("crew", file.MostNames), things: map[string]Thing{}, crew: map[string]int{}}
		r.read(n)
		return r.spec
	})
}

// read reads the sections in an order in which names are declared before they
// are used.
func (r *reader) read(n file.Node) {
	m, s := n.Open("reliability file"), r.spec
	s.Name = file.Need(m, "reliability", file.NameOf)
	s.About = file.Get(m, "about", file.TextOf, "")
	s.Length = file.Need(m, "length", atMostACentury(file.PositiveDurationOf))
	s.WarmUp = file.Need(m, "warm-up", warmUp)
	s.Cycles = file.Get(m, "cycles", file.PositiveCountOf, 1)
	s.Until = until(m)
	s.Within = file.Get(m, "within", file.ListOf("durations", file.DurationOf), nil)
	s.Crews = file.Get(m, "crews", file.ListOf("crews", r.aCrew), nil)
	file.Get(m, "components", file.ListOf("components", r.component), nil)
	file.Get(m, "causes", file.ListOf("causes", r.cause), nil)
	file.Get(m, "pairs", file.ListOf("pairs", r.pair), nil)
	file.Get(m, "sharing", file.ListOf("sharing", r.sharing), nil)
	file.Get(m, "systems", file.ListOf("systems", r.system), nil)
	if !m.Has("components") && !m.Has("pairs") && !m.Has("causes") && !m.Has("sharing") {
		m.Missing("one of components, causes, pairs, sharing")
	}
	m.Done()
	if n.Sound() && s.Until != UntilLength && s.WarmUp > 0 {
		m.RefuseAt("until", "a cycle that ends with its first outage or repair has no steady state: set warm-up: none")
	}
}

func warmUp(n file.Node) time.Duration {
	if n.Word() == "none" {
		return 0
	}
	if word := n.Word(); word != "" && (word[0] < '0' || word[0] > '9') {
		file.OneOf("warm-up", "none", "a duration like 100h")(n)
		return 0
	}
	return atMostACentury(file.DurationOf)(n)
}

func until(m *file.Mapping) Until {
	switch file.Get(m, "until", file.OneOf("end of a cycle", "outage", "mended"), "") {
	case "outage":
		return UntilOutage
	case "mended":
		return UntilMended
	}
	return UntilLength
}

func (r *reader) aCrew(n file.Node) Crew {
	m := n.Open("crew")
	defer m.Done()
	c := Crew{Name: file.Need(m, "crew", r.crews.Declared), People: file.Need(m, "people", file.PositiveCountOf)}
	r.crew[c.Name] = len(r.crew)
	return c
}
