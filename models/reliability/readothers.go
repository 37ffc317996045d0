package reliability

import (
	"strconv"
	"strings"
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
)

func (r *reader) cause(n file.Node) bool {
	m := n.Open("cause")
	c := Cause{Name: file.Need(m, "cause", r.names.Declared), Down: file.Need(m, "down", distribution.Of)}
	c.Up = r.upTimes(m, c.Down, false)
	c.Takes = file.Get(m, "takes", file.ListOf("components", func(n file.Node) int {
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

func (r *reader) pair(n file.Node) bool {
	m := n.Open("pair")
	p := Pair{
		Name:     file.Need(m, "pair", r.names.Declared),
		Up:       file.Need(m, "up", distribution.PositiveOf),
		Down:     file.Need(m, "down", distribution.PositiveOf),
		Coverage: file.Get(m, "coverage", file.ProbabilityOf, 1),
		Failover: file.Need(m, "failover", distribution.Of),
	}
	if p.Coverage < 1 {
		p.Manual = file.Need(m, "manual", distribution.Of)
	} else {
		p.Manual = file.Get(m, "manual", distribution.Of, nil)
	}
	m.Done()
	r.judge(n, "pair", p.Name, p.Up, p.Down, p.Failover, p.Manual)
	r.things[p.Name] = Thing{OfPairs, len(r.spec.Pairs)}
	r.spec.Pairs = append(r.spec.Pairs, p)
	return true
}

func (r *reader) sharing(n file.Node) bool {
	m := n.Open("sharing")
	s := Sharing{
		Name:    file.Need(m, "sharing", r.names.Declared),
		Servers: file.Need(m, "servers", file.PositiveCountOf),
		Load:    file.Need(m, "load", file.PositiveNumberOf),
		Loses:   file.Get(m, "loses", file.ProbabilityOf, 0),
	}
	file.Need(m, "trips", func(n file.Node) bool {
		m := n.Open("trips")
		defer m.Done()
		s.Above = file.Need(m, "above", file.PositiveNumberOf)
		s.Batch = file.Get(m, "batch", file.ProbabilityOf, 0)
		s.After = file.Get(m, "after", file.PositiveDurationOf, time.Second)
		return true
	})
	m.Done()
	r.spec.Sharing = append(r.spec.Sharing, s)
	return true
}

func (r *reader) system(n file.Node) bool {
	m := n.Open("system")
	s := System{Name: file.Need(m, "system", r.names.Declared), Needs: file.Need(m, "needs", r.needs)}
	m.Done()
	r.things[s.Name] = Thing{OfSystems, len(r.spec.Systems)}
	r.spec.Systems = append(r.spec.Systems, s)
	return true
}

// needs reads a name, or {all: [...]}, {any: [...]} or {2-of: [...]}.
func (r *reader) needs(n file.Node) Needs {
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
	needs := Needs{Least: least, Of: file.ListOf("things", r.needs)(inner)}
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
