package gate

import (
	"slices"
	"strings"

	"failsim/results/stored"
)

// Complete returns what an expectation that has been typed so far may go on with: the
// whole of it, up to a figure or a name that stands there then. It is nothing where a
// bound is to come.
func (n *Names) Complete(typed string) (list []string) {
	begun := 0 // the expectation that is being typed
	if i := strings.LastIndex(typed, " and "); i >= 0 {
		begun = i + len(" and ")
	}
	now := typed[begun:]
	if strings.ContainsAny(now, "<>=") {
		return nil
	}
	at := begun + strings.LastIndexAny(now, "(, ") + 1
	before := typed[:at]
	inside := strings.TrimSpace(typed[begun:at])
	switch around := strings.TrimSuffix(inside, "("); {
	case inside == "":
		list = n.figures("")
	case isStatistic(around):
		list = n.figures(statistics[around])
	case strings.Count(inside, "(") > strings.Count(inside, ")"):
		for _, names := range [][]string{n.Designs, n.Populations, n.Incidents} {
			list = append(list, names...)
		}
	}
	var whole []string
	for _, word := range list {
		if strings.HasPrefix(word, typed[at:]) {
			whole = append(whole, before+word)
		}
	}
	return whole
}

func isStatistic(word string) bool {
	_, ok := statistics[word]
	return ok
}

// figures are those that a suffix can follow, as a user would call them; without one
// all, with what stands around those that have quantiles.
func (n *Names) figures(suffix string) (list []string) {
	long := map[string]string{}
	for short, name := range Aliases {
		long[name] = short
	}
	for _, name := range n.whole {
		base, quantile := name, ""
		for _, q := range stored.Quantiles {
			if cut, ok := strings.CutSuffix(name, "."+q); ok {
				base, quantile = cut, q
			}
		}
		called := plain(base)
		if short, ok := long[base]; ok {
			called = short
		}
		switch {
		case suffix == "" && quantile != "":
			list = append(list, quantile+"("+called+")")
		case suffix == "" || suffix == "."+quantile:
			list = append(list, called)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
