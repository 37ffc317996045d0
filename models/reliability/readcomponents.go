package reliability

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
	"failsim/models/policy"
)

const (
	mostLength = 100 * 365 * 24 * time.Hour
	mostParts  = 100_000
)

type reader struct {
	spec   *Spec
	names  *file.Names
	crews  *file.Names
	things map[string]Thing
	crew   map[string]int
	parts  int
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

// found reads how a failure comes to be known.
func found(n file.Node) Found {
	var f Found
	if n.HasKey("every") {
		m := n.Open("found")
		f.Every = file.Need(m, "every", file.PositiveDurationOf)
		m.Done()
		return f
	}
	kind, inner, ok := n.Single("{every: 5m}, {probe: {...}} or {lease: {...}}")
	if !ok {
		return f
	}
	switch kind {
	case "probe":
		m := inner.Open("probe")
		p := policy.ProbeTiming{Interval: file.Need(m, "interval", file.PositiveDurationOf), Timeout: file.Get(m, "timeout", file.DurationOf, 0),
			Unhealthy: file.Get(m, "threshold", file.PositiveCountOf, 1), Healthy: 1}
		m.Done()
		f.Probe = &p
	case "lease":
		m := inner.Open("lease")
		f.Lease = file.Need(m, "length", file.PositiveDurationOf)
		f.Renew = file.Need(m, "renew", file.PositiveDurationOf)
		m.Done()
		if inner.Sound() && f.Renew > f.Lease {
			m.RefuseAt("renew", "a lease that is renewed later than its end has ended")
		}
	default:
		n.Refuse("a failure is found by every (a scan), probe or lease, not by %q", kind)
	}
	return f
}

func takeover(n file.Node) *Takeover {
	m := n.Open("takeover")
	defer m.Done()
	return &Takeover{Coverage: file.Get(m, "coverage", file.ProbabilityOf, 1), Switch: file.Need(m, "switch", distribution.Of)}
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

func atMostACentury(parse file.Parser[time.Duration]) file.Parser[time.Duration] {
	return file.That(parse, "at most a century", func(d time.Duration) bool { return d <= mostLength })
}
