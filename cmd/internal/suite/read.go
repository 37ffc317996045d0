package suite

import (
	"strconv"
	"strings"

	"failsim/models/file"
)

// Read reads a suite file. The error is *file.Errors.
func Read(name string, content []byte) (*Suite, error) {
	s, err := file.Read(name, content, suite)
	if err != nil {
		return nil, err
	}
	return &s, nil
}

func suite(n file.Node) Suite {
	m := n.Open("suite")
	defer m.Done()
	return Suite{
		Name:         file.Need(m, "suite", file.NameOf),
		About:        file.Get(m, "about", file.TextOf, ""),
		Replications: file.Need(m, "replications", file.PositiveCountOf),
		Grid:         file.Get(m, "grid", file.ListOf("scenarios", file.NameOf), nil),
		Claims:       file.Need(m, "claims", file.ListOf("claims", claim)),
	}
}

func claim(n file.Node) Claim {
	m := n.Open("claim")
	defer m.Done()
	return Claim{
		Name:  file.Need(m, "claim", file.TextOf),
		Voice: file.Get(m, "voice", file.TextOf, ""),
		Says:  file.Need(m, "says", file.TextOf),
		Parts: file.Need(m, "holds", file.ListOf("statements", statement)),
		Turns: file.Get(m, "turns", file.ListOf("turns", turn), nil),
		Note:  file.Get(m, "note", file.TextOf, ""),
	}
}

func statement(n file.Node) Statement {
	m := n.Open("statement")
	defer m.Done()
	s := Statement{Figure: file.Need(m, "of", file.OneOf("figure", Figures()...)), Design: file.Need(m, "design", file.NameOf), Over: file.Get(m, "over", file.NameOf, "")}
	in := file.Need(m, "in", file.TextOf)
	var ok bool
	if s.Scenario, s.Incident, ok = strings.Cut(in, "/"); !ok && !m.Broken() {
		m.RefuseAt("in", "expected SCENARIO/INCIDENT, found %q", file.Short(in))
	}
	number := file.ScalarOf("a number like 0.5 or -3", func(text string) (float64, error) { return strconv.ParseFloat(text, 64) })
	above, below := file.Get(m, "above", number, 0), file.Get(m, "below", number, 0)
	if s.Above = m.Has("above"); s.Above {
		s.Than = above
	} else {
		s.Than = below
	}
	switch {
	case m.Broken():
	case m.Has("above") == m.Has("below"):
		m.Refuse(`a statement says that a figure is "above" a number, or "below" one`)
	case s.Over != "" && !figures[s.Figure].paired:
		m.RefuseAt("over", "%s is of one design: it is not compared run by run", s.Figure)
	}
	return s
}

func turn(n file.Node) Turn {
	m := n.Open("turn")
	defer m.Done()
	t := Turn{If: file.Need(m, "if", file.TextOf), Only: file.Need(m, "in", file.NameOf)}
	t.Set = file.Need(m, "set", file.ListOf("edits", func(n file.Node) file.Edit {
		path, value, ok := strings.Cut(file.TextOf(n), "=")
		if !ok {
			n.Refuse("expected PATH=VALUE, like world/control-plane/misread=20%%")
		}
		return file.Edit{Path: path, Value: value, From: "set"}
	}))
	return t
}
