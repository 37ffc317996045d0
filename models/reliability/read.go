package reliability

import (
	"time"

	"failsim/models/law"
	"failsim/models/world/scenario"
)

const (
	mostLength = 100 * 365 * 24 * time.Hour
	mostParts  = 100_000
)

// Read reads a file. Name is its name in messages. The error is a
// *scenario.Errors and names every mistake with its place.
func Read(name string, content []byte) (*Spec, error) {
	return scenario.ReadAs(name, content, nil, func(n scenario.Node) *Spec {
		r := &reader{spec: &Spec{}, names: scenario.NewNames("component, cause, pair, sharing or system"),
			crews: scenario.NewNames("crew"), things: map[string]Thing{}, crew: map[string]int{}}
		r.read(n)
		return r.spec
	})
}

type reader struct {
	spec   *Spec
	names  *scenario.Names
	crews  *scenario.Names
	things map[string]Thing
	crew   map[string]int
	parts  int
}

// read reads the sections in an order in which names are declared before they
// are used.
func (r *reader) read(n scenario.Node) {
	m, s := n.Open("reliability file"), r.spec
	s.Name = scenario.Need(m, "reliability", scenario.NameOf)
	s.About = scenario.Get(m, "about", scenario.TextOf, "")
	s.Length = scenario.Need(m, "length", atMostACentury(scenario.PositiveDurationOf))
	s.WarmUp = scenario.Need(m, "warm-up", warmUp)
	s.Cycles = scenario.Get(m, "cycles", scenario.PositiveCountOf, 1)
	s.Until = until(m)
	s.Within = scenario.Get(m, "within", scenario.ListOf("durations", scenario.DurationOf), nil)
	s.Crews = scenario.Get(m, "crews", scenario.ListOf("crews", r.aCrew), nil)
	scenario.Get(m, "components", scenario.ListOf("components", r.component), nil)
	scenario.Get(m, "causes", scenario.ListOf("causes", r.cause), nil)
	scenario.Get(m, "pairs", scenario.ListOf("pairs", r.pair), nil)
	scenario.Get(m, "sharing", scenario.ListOf("sharing", r.sharing), nil)
	scenario.Get(m, "systems", scenario.ListOf("systems", r.system), nil)
	if !m.Has("components") && !m.Has("pairs") && !m.Has("causes") && !m.Has("sharing") {
		m.Missing("one of components, causes, pairs, sharing")
	}
	m.Done()
	if n.Sound() && s.Until != UntilLength && s.WarmUp > 0 {
		m.RefuseAt("until", "a cycle that ends with its first outage or repair has no steady state: set warm-up: none")
	}
}

func atMostACentury(parse scenario.Parser[time.Duration]) scenario.Parser[time.Duration] {
	return scenario.That(parse, "at most a century", func(d time.Duration) bool { return d <= mostLength })
}

func warmUp(n scenario.Node) time.Duration {
	if n.Word() == "none" {
		return 0
	}
	if word := n.Word(); word != "" && (word[0] < '0' || word[0] > '9') {
		scenario.OneOf("warm-up", "none", "a duration like 100h")(n)
		return 0
	}
	return atMostACentury(scenario.DurationOf)(n)
}

func until(m *scenario.Mapping) Until {
	switch scenario.Get(m, "until", scenario.OneOf("end of a cycle", "outage", "mended"), "") {
	case "outage":
		return UntilOutage
	case "mended":
		return UntilMended
	}
	return UntilLength
}

func (r *reader) aCrew(n scenario.Node) Crew {
	m := n.Open("crew")
	defer m.Done()
	c := Crew{Name: scenario.Need(m, "crew", r.crews.Declared), People: scenario.Need(m, "people", scenario.PositiveCountOf)}
	r.crew[c.Name] = len(r.crew)
	return c
}

func (r *reader) component(n scenario.Node) bool {
	m := n.Open("component")
	c := Component{
		Name:   scenario.Need(m, "component", r.names.Declared),
		Count:  scenario.Get(m, "count", scenario.PositiveCountOf, 1),
		Down:   scenario.Need(m, "down", scenario.LawOf),
		Broken: scenario.Get(m, "begins", scenario.OneOf("beginning", "up", "broken"), "up") == "broken",
		Crew:   -1,
	}
	c.Up = r.upTimes(m, c.Down, c.Broken)
	if m.Has("crew") {
		c.Crew = r.crew[scenario.Need(m, "crew", r.crews.Reference)]
	} else {
		scenario.Get(m, "crew", scenario.NameOf, "")
	}
	c.Found = scenario.Get(m, "found", found, Found{})
	c.Takeover = scenario.Get(m, "takeover", takeover, nil)
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
func (r *reader) judge(n scenario.Node, what, name string, laws ...law.Law) {
	if r.spec.WarmUp == 0 || !n.Sound() {
		return
	}
	for _, l := range laws {
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
func (r *reader) upTimes(m *scenario.Mapping, down law.Law, broken bool) law.Law {
	switch {
	case m.Has("up") && m.Has("available"):
		scenario.Need(m, "up", scenario.PositiveLawOf)
		scenario.Need(m, "available", scenario.ProbabilityOf)
		m.RefuseAt("available", "a component has up times or an availability, not both")
		return nil
	case m.Has("available"):
		a := scenario.Need(m, "available", scenario.That(scenario.ProbabilityOf, "above 0% and below 100%", func(a float64) bool { return a > 0 && a < 1 }))
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
		l, err := law.NewExponential(max(1, time.Duration(up)))
		if err != nil {
			m.RefuseAt("available", "%v", err)
			return nil
		}
		return l
	case broken && !m.Has("up"):
		scenario.Get(m, "up", scenario.PositiveLawOf, nil)
		scenario.Get(m, "available", scenario.ProbabilityOf, 0)
		return nil
	}
	scenario.Get(m, "available", scenario.ProbabilityOf, 0)
	return scenario.Need(m, "up", scenario.PositiveLawOf)
}
