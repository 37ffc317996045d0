package reliability

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
)

const (
	mostLength = 100 * 365 * 24 * time.Hour
	mostParts  = 100_000
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

type reader struct {
	spec   *Spec
	names  *file.Names
	crews  *file.Names
	things map[string]Thing
	crew   map[string]int
	parts  int
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

func atMostACentury(parse file.Parser[time.Duration]) file.Parser[time.Duration] {
	return file.That(parse, "at most a century", func(d time.Duration) bool { return d <= mostLength })
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

func (r *reader) component(n file.Node) bool {
	m := n.Open("component")
	c := Component{
		Name:   file.Need(m, "component", r.names.Declared),
		Count:  file.Get(m, "count", file.PositiveCountOf, 1),
		Down:   file.Need(m, "down", distribution.Of),
		Broken: file.Get(m, "begins", file.OneOf("beginning", "up", "broken"), "up") == "broken",
		Crew:   -1,
	}
	c.Up = r.upTimes(m, c.Down, c.Broken)
	if m.Has("crew") {
		c.Crew = r.crew[file.Need(m, "crew", r.crews.Reference)]
	} else {
		file.Get(m, "crew", file.NameOf, "")
	}
	c.Found = file.Get(m, "found", found, Found{})
	c.Takeover = file.Get(m, "takeover", takeover, nil)
	m.Done()
	if r.parts += c.Count; r.parts > mostParts {
		n.Refuse("there are more than %d parts", mostParts)
	}
	if n.Sound() && c.Crew >= 0 && c.Takeover != nil {
		m.RefuseAt("crew", "a component with a takeover has a repairer of its own")
	}
	r.judge(n, "component", c.Name, c.Up, c.Down)
	r.things[c.Name] = Thing{OfComponents, len(r.spec.Components)}
	r.spec.Components = append(r.spec.Components, c)
	return true
}

// judge refuses a steady state that does not exist.
func (r *reader) judge(n file.Node, what, name string, dists ...distribution.Distribution) {
	if r.spec.WarmUp == 0 || !n.Sound() {
		return
	}
	for _, l := range dists {
		if l == nil {
			continue
		}
		if _, finite := l.Mean(); !finite {
			n.Refuse("%s %q has no steady state: the mean of %s is infinite; ask for a transient with warm-up: none", what, name, l)
			return
		}
	}
}

// upTimes reads up times, or an availability that exponential ones give.
func (r *reader) upTimes(m *file.Mapping, down distribution.Distribution, broken bool) distribution.Distribution {
	switch {
	case m.Has("up") && m.Has("available"):
		file.Need(m, "up", distribution.PositiveOf)
		file.Need(m, "available", file.ProbabilityOf)
		m.RefuseAt("available", "a component has up times or an availability, not both")
		return nil
	case m.Has("available"):
		a := file.Need(m, "available", file.That(file.ProbabilityOf, "above 0% and below 100%", func(a float64) bool { return a > 0 && a < 1 }))
		if down == nil || !(a > 0 && a < 1) {
			return nil
		}
		mean, finite := down.Mean()
		if !finite || mean <= 0 {
			m.RefuseAt("available", "an availability needs down times whose mean is above 0s and finite")
			return nil
		}
		up := float64(mean) * a / (1 - a)
		if up > float64(mostLength)*1000 {
			m.RefuseAt("available", "up times would last longer than 100,000 years on average")
			return nil
		}
		l, err := distribution.NewExponential(max(1, time.Duration(up)))
		if err != nil {
			m.RefuseAt("available", "%v", err)
			return nil
		}
		return l
	case broken && !m.Has("up"):
		file.Get(m, "up", distribution.PositiveOf, nil)
		file.Get(m, "available", file.ProbabilityOf, 0)
		return nil
	}
	file.Get(m, "available", file.ProbabilityOf, 0)
	return file.Need(m, "up", distribution.PositiveOf)
}
