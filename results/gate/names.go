package gate

import (
	"fmt"
	"slices"
	"strings"

	"failsim/results"
	"failsim/results/stored"
)

// Names are those that an expectation may use.
type Names struct {
	Populations, Designs, Incidents []string

	whole, parts []string // figures of a design, and of a population
}

// NewNames returns the names of what is to be run, and of all figures.
func NewNames(populations, designs, incidents []string) *Names {
	n := &Names{Populations: populations, Designs: designs, Incidents: incidents}
	all, err := stored.Figures(results.Blank())
	if err != nil {
		panic("gate: a blank summary has no figures: " + err.Error())
	}
	for _, f := range all {
		if f.Population == "" {
			n.whole = append(n.whole, f.Name)
		} else {
			n.parts = append(n.parts, f.Name)
		}
	}
	return n
}

// figure returns the name in summary.json of what a user calls a figure.
func (n *Names) figure(word, suffix string, ofPopulation bool) (string, error) {
	among, of := n.whole, ""
	if ofPopulation {
		among, of = n.parts, " of a population"
	}
	base := word
	if long, ok := Aliases[word]; ok {
		base = long
	}
	for _, name := range among {
		if sameFigure(name, base+suffix) {
			return name, nil
		}
	}
	for _, name := range among {
		if quantiles := strings.TrimSuffix(name, ".p50"); suffix == "" && quantiles != name && sameFigure(quantiles, base) {
			return "", fmt.Errorf("%s has quantiles: say p50(%s), p95(%s) or p99(%s)", word, word, word, word)
		}
		if suffix != "" && sameFigure(name, base) {
			return "", fmt.Errorf("%s is a mean of all runs and has no %s", word, strings.TrimPrefix(suffix, "."))
		}
	}
	if ofPopulation && slices.ContainsFunc(n.whole, func(name string) bool { return sameFigure(name, base+suffix) }) {
		return "", fmt.Errorf("%s is known of whole designs, not of populations", word)
	}
	return "", fmt.Errorf("unknown figure %q%s%s", word, of, nearest(word, spoken(among)))
}

// sameFigure tells whether a word is a figure's name, in which any _s may be left
// out.
func sameFigure(name, word string) bool { return name == word || plain(name) == plain(word) }

func plain(name string) string {
	parts := strings.Split(name, ".")
	for i := range parts {
		parts[i] = strings.TrimSuffix(parts[i], "_s")
	}
	return strings.Join(parts, ".")
}

// spoken are the names that users may have meant: without quantiles and units.
func spoken(names []string) []string {
	var list []string
	for short := range Aliases {
		list = append(list, short)
	}
	slices.Sort(list)
	for _, name := range names {
		for _, q := range stored.Quantiles {
			name = strings.TrimSuffix(name, "."+q)
		}
		for _, name := range []string{name, plain(name)} {
			if !slices.Contains(list, name) {
				list = append(list, name)
			}
		}
	}
	return list
}

// kind returns the list of an expectation that a name belongs to.
func (n *Names) kind(kind, name string, e *Expectation) (*[]string, error) {
	kinds := []struct {
		is    string
		names []string
		list  *[]string
	}{{"population", n.Populations, &e.Populations}, {"design", n.Designs, &e.Designs}, {"incident", n.Incidents, &e.Incidents}}
	var found []int
	var all []string
	for k := range kinds {
		if kind != "" && kind != kinds[k].is {
			continue
		}
		if slices.Contains(kinds[k].names, name) {
			found = append(found, k)
		}
		for _, known := range kinds[k].names {
			if !slices.Contains(all, known) {
				all = append(all, known)
			}
		}
	}
	switch {
	case kind != "" && kind != "population" && kind != "design" && kind != "incident":
		return nil, fmt.Errorf("unknown word %q before =%s", kind, nearest(kind, []string{"population", "design", "incident"}))
	case len(found) == 0 && kind == "":
		return nil, fmt.Errorf("no population, design or incident that is run is called %q%s", name, nearest(name, all))
	case len(found) == 0:
		return nil, fmt.Errorf("no %s that is run is called %q%s", kind, name, nearest(name, all))
	case len(found) > 1:
		return nil, fmt.Errorf("%q is a %s and a %s: say %s=%s or %s=%s", name, kinds[found[0]].is, kinds[found[1]].is,
			kinds[found[0]].is, name, kinds[found[1]].is, name)
	}
	return kinds[found[0]].list, nil
}
