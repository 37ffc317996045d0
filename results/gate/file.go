package gate

import (
	"errors"
	"strings"

	"failsim/models/file"
)

// Read reads a file of expectations:
//
//	expect:
//	  - availability(tv-americas) >= 99.9%
//	  - that: p95(recovery) <= 10m
//	    for: [multi-provider-client, kill-switch]
//
// The names and patterns after for: are of designs, incidents and populations, as in
// brackets.
func Read(name string, content []byte, names *Names) ([]Expectation, error) {
	return file.Read(name, content, func(n file.Node) []Expectation {
		var all []Expectation
		m := n.Open("a file of expectations")
		for _, list := range file.Need(m, "expect", file.ListOf("expectations", names.item)) {
			all = append(all, list...)
		}
		m.Done()
		return all
	})
}

// item reads one entry of the list.
func (n *Names) item(node file.Node) []Expectation {
	if !node.IsMapping() {
		return n.read(node)
	}
	m := node.Open("an expectation")
	list := file.Need(m, "that", n.read)
	for _, word := range file.Get(m, "for", file.ListOf("names", n.where), nil) {
		for i := range list {
			e := &list[i]
			kind, name, cut := strings.Cut(word, "=")
			if !cut {
				kind, name = "", word
			}
			_ = n.add(kind, name, e) // where has refused what is wrong with it
			e.Text = inBrackets(e.Text, word)
		}
	}
	m.Done()
	for i := range list {
		if e := &list[i]; e.Op != "" && len(e.Populations) > 0 {
			if _, err := n.figure(e.Figure, "", true); err != nil {
				m.RefuseAt("that", "%v", err)
			}
		}
	}
	return list
}

// inBrackets adds a name to an expectation's text, so that what is printed and
// kept in the manifest reads as on a command line.
func inBrackets(text, name string) string {
	end := strings.IndexAny(text, "<>")
	if end < 0 {
		return text
	}
	quantity, rest := strings.TrimSpace(text[:end]), text[end:]
	inner, open := strings.CutSuffix(quantity, ")")
	first, _, _ := strings.Cut(quantity, "(")
	if _, around := statistics[first]; open && !(around && strings.Count(inner, "(") == 1) {
		return inner + ", " + name + ") " + rest
	}
	return quantity + "(" + name + ") " + rest
}

func (n *Names) read(node file.Node) []Expectation {
	text, ok := node.Scalar("an expectation like availability >= 99.95%")
	if !ok {
		return nil
	}
	list, err := Parse(text, n)
	var m *Mistake
	if errors.As(err, &m) {
		node.Refuse("at letter %d of %q: %s", m.Column, file.Short(text), m.Message)
	}
	return list
}

func (n *Names) where(node file.Node) string {
	word, ok := node.Scalar("a name")
	if !ok {
		return ""
	}
	kind, name, cut := strings.Cut(word, "=")
	if !cut {
		kind, name = "", word
	}
	if err := n.add(kind, name, &Expectation{}); err != nil {
		node.Refuse("%v", err)
	}
	return word
}
