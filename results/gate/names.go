package gate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"failsim/results"
	"failsim/results/stored"
	"failsim/results/words"
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

// sameFigure reports whether a word is a figure's name, in which any _s may be left
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

// kinds are what the names in an expectation's brackets may be of.
var kinds = []string{"population", "design", "incident"}

// add has an expectation hold of what a word in its brackets means: a name, or a pattern
// of names of one kind.
func (n *Names) add(kind, word string, e *Expectation) error {
	if kind != "" && !slices.Contains(kinds, kind) {
		return fmt.Errorf("unknown word %q before =%s", kind, nearest(kind, kinds))
	}
	var all, of []string // of: the kinds of which something is meant
	var meant []string
	var list *[]string
	for k, known := range [][]string{n.Populations, n.Designs, n.Incidents} {
		if kind != "" && kind != kinds[k] {
			continue
		}
		if found := words.Matching(word, known); len(found) > 0 {
			of, meant, list = append(of, kinds[k]), found, []*[]string{&e.Populations, &e.Designs, &e.Incidents}[k]
		}
		for _, name := range known {
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	switch {
	case len(of) > 1:
		return fmt.Errorf("%q is %s and %s: say %s=%s or %s=%s", word, article(of[0]), article(of[1]), of[0], word, of[1], word)
	case len(of) == 1:
		for _, name := range meant {
			if !slices.Contains(*list, name) {
				*list = append(*list, name)
			}
		}
		return nil
	}
	what := cmp.Or(kind, "population, design or incident")
	if words.IsPattern(word) {
		return fmt.Errorf("no %s that is run fits %q%s", what, word, nearest(word, all))
	}
	return fmt.Errorf("no %s that is run is called %q%s", what, word, nearest(word, all))
}

func article(kind string) string {
	if kind == "incident" {
		return "an " + kind
	}
	return "a " + kind
}
