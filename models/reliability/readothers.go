package reliability

import (
	"strconv"
	"strings"
	"time"

	"failsim/models/policy"
	"failsim/models/world/scenario"
)

// found reads how a failure comes to be known.
func found(n scenario.Node) Found {
	var f Found
	if n.HasKey("every") {
		m := n.Open("found")
		f.Every = scenario.Need(m, "every", scenario.PositiveDurationOf)
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
		p := policy.ProbeTiming{Interval: scenario.Need(m, "interval", scenario.PositiveDurationOf), Timeout: scenario.Get(m, "timeout", scenario.DurationOf, 0),
			Unhealthy: scenario.Get(m, "threshold", scenario.PositiveCountOf, 1), Healthy: 1}
		m.Done()
		f.Probe = &p
	case "lease":
		m := inner.Open("lease")
		f.Lease = scenario.Need(m, "length", scenario.PositiveDurationOf)
		f.Renew = scenario.Need(m, "renew", scenario.PositiveDurationOf)
		m.Done()
		if inner.Sound() && f.Renew > f.Lease {
			m.RefuseAt("renew", "a lease that is renewed later than its end has ended")
		}
	default:
		n.Refuse("a failure is found by every (a scan), probe or lease, not by %q", kind)
	}
	return f
}

func takeover(n scenario.Node) *Takeover {
	m := n.Open("takeover")
	defer m.Done()
	return &Takeover{Coverage: scenario.Get(m, "coverage", scenario.ProbabilityOf, 1), Switch: scenario.Need(m, "switch", scenario.LawOf)}
}

func (r *reader) cause(n scenario.Node) bool {
	m := n.Open("cause")
	c := Cause{Name: scenario.Need(m, "cause", r.names.Declared), Down: scenario.Need(m, "down", scenario.LawOf)}
	c.Up = r.upTimes(m, c.Down, false)
	c.Takes = scenario.Get(m, "takes", scenario.ListOf("components", func(n scenario.Node) int {
		name := r.names.Reference(n)
		t, known := r.things[name]
		if n.Sound() && (!known || t.Section != OfComponents) {
			n.Refuse("a cause takes components, and %q is none", name)
		}
		return t.Index
	}), nil)
	m.Done()
	r.judge(n, "cause", c.Name, c.Up, c.Down)
	r.things[c.Name] = Thing{OfCauses, len(r.spec.Causes)}
	r.spec.Causes = append(r.spec.Causes, c)
	return true
}

func (r *reader) pair(n scenario.Node) bool {
	m := n.Open("pair")
	p := Pair{
		Name:     scenario.Need(m, "pair", r.names.Declared),
		Up:       scenario.Need(m, "up", scenario.PositiveLawOf),
		Down:     scenario.Need(m, "down", scenario.PositiveLawOf),
		Coverage: scenario.Get(m, "coverage", scenario.ProbabilityOf, 1),
		Failover: scenario.Need(m, "failover", scenario.LawOf),
	}
	if p.Coverage < 1 {
		p.Manual = scenario.Need(m, "manual", scenario.LawOf)
	} else {
		p.Manual = scenario.Get(m, "manual", scenario.LawOf, nil)
	}
	m.Done()
	r.judge(n, "pair", p.Name, p.Up, p.Down, p.Failover, p.Manual)
	r.things[p.Name] = Thing{OfPairs, len(r.spec.Pairs)}
	r.spec.Pairs = append(r.spec.Pairs, p)
	return true
}

func (r *reader) sharing(n scenario.Node) bool {
	m := n.Open("sharing")
	s := Sharing{
		Name:    scenario.Need(m, "sharing", r.names.Declared),
		Servers: scenario.Need(m, "servers", scenario.PositiveCountOf),
		Load:    scenario.Need(m, "load", scenario.PositiveNumberOf),
		Loses:   scenario.Get(m, "loses", scenario.ProbabilityOf, 0),
	}
	scenario.Need(m, "trips", func(n scenario.Node) bool {
		m := n.Open("trips")
		defer m.Done()
		s.Above = scenario.Need(m, "above", scenario.PositiveNumberOf)
		s.Batch = scenario.Get(m, "batch", scenario.ProbabilityOf, 0)
		s.After = scenario.Get(m, "after", scenario.PositiveDurationOf, time.Second)
		return true
	})
	m.Done()
	r.spec.Sharing = append(r.spec.Sharing, s)
	return true
}

func (r *reader) system(n scenario.Node) bool {
	m := n.Open("system")
	s := System{Name: scenario.Need(m, "system", r.names.Declared), Needs: scenario.Need(m, "needs", r.needs)}
	m.Done()
	r.things[s.Name] = Thing{OfSystems, len(r.spec.Systems)}
	r.spec.Systems = append(r.spec.Systems, s)
	return true
}

// needs reads a name, or {all: [...]}, {any: [...]} or {2-of: [...]}.
func (r *reader) needs(n scenario.Node) Needs {
	if !n.IsMapping() {
		name := r.names.Reference(n)
		t, known := r.things[name]
		if !known && n.Sound() {
			n.Refuse("%q cannot be needed: it is not up or down, or is declared later", name)
		}
		return Needs{Thing: t}
	}
	word, inner, ok := n.Single("a name, {all: [...]}, {any: [...]} or {2-of: [...]}")
	if !ok {
		return Needs{}
	}
	least := 0
	switch number, of := strings.CutSuffix(word, "-of"); {
	case word == "all":
	case word == "any":
		least = 1
	case of:
		k, err := strconv.Atoi(number)
		if err != nil || k < 1 {
			n.Refuse("how many are needed is a number like 2 in 2-of, not %q", number)
			return Needs{}
		}
		least = k
	default:
		n.Refuse("unknown need %q (valid: all, any, 2-of and the like)", word)
		return Needs{}
	}
	needs := Needs{Least: least, Of: scenario.ListOf("things", r.needs)(inner)}
	if !n.Sound() {
		return needs
	}
	members := 0
	for _, of := range needs.Of {
		members += r.spec.members(of)
	}
	if least > members {
		n.Refuse("%d are needed of %d: it would never be up", least, members)
	}
	return needs
}
