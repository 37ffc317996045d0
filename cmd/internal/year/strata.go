package year

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"failsim/cmd/internal/strata"
	"failsim/sim"
)

// Calendars are drawn first and in plenty; their episodes are sorted into strata by the
// number of their incidents, their kind, whether a common-mode failure occurs, and the
// requests that come while it lasts, which their years count; then some of each stratum
// are drawn at random to be simulated request by request (two-phase sampling: Neyman
// 1938; Cochran, Sampling Techniques, 3rd ed., 1977, ch. 12). Nothing that a stratum or
// its share of the work depends on has seen a request, so means are unbiased.

// stratum is a class of episodes.
type stratum struct {
	kind     int // of the only incident; one past the last if what providers share fails too; -1 if there are several
	name     string
	episodes []episode // of all calendars, in their order
	drawn    []episode // those to simulate
	joint    bool      // more than one thing fails
}

// exposures cut the episodes of a kind by how many requests are expected while
// their faults last, which duration, hour and weekday make: the lesser half,
// the next 40 %, and the greatest tenth, which carries much of the harm
// (assumption: any cuts are unbiased, these are near the best for lognormal
// durations of sigma 1).
var exposures = []struct {
	upTo float64
	name string
}{{0.5, "lesser half"}, {0.9, "greater"}, {1, "greatest tenth"}}

// stratify sorts the episodes of years. It returns the strata, and for each
// year the strata of its episodes.
func (c *calendars) stratify(years int) (list []*stratum, calendar [][]int) {
	groups := make([][]episode, len(c.kinds)+3)
	calendar = make([][]int, years)
	for y := range years {
		for _, e := range c.year(y) {
			g := c.group(&e)
			groups[g] = append(groups[g], e)
		}
	}
	place := make(map[int]int) // of an episode by its id: its stratum
	for g, episodes := range groups {
		kind, name := c.groupKind(g)
		for _, s := range classes(episodes, kind, name) {
			s.joint = g >= len(c.kinds)
			for _, e := range s.episodes {
				place[e.id] = len(list)
			}
			list = append(list, s)
		}
	}
	for y := range calendar {
		for n := 0; ; n++ {
			s, ok := place[episodeID(y, n)]
			if !ok {
				break
			}
			calendar[y] = append(calendar[y], s)
		}
	}
	return list, calendar
}

// group sorts an episode by number, kind, and whether a common-mode failure occurs: that
// is rare, and all that some designs ever lose by.
func (c *calendars) group(e *episode) int {
	switch {
	case len(e.happens) > 1 && e.shared:
		return len(c.kinds) + 2
	case len(e.happens) > 1:
		return len(c.kinds) + 1
	case e.shared:
		return len(c.kinds)
	}
	return slices.Index(c.kinds, e.happens[0].Incident)
}

func (c *calendars) groupKind(g int) (kind int, name string) {
	switch g - len(c.kinds) {
	case 0:
		return g, sharedKind
	case 1:
		return -1, "several incidents"
	case 2:
		return -1, "several incidents, and what providers share"
	}
	return g, c.kinds[g].Name
}

// sharedKind names the episodes of one incident that takes along what
// providers share.
const sharedKind = "with what providers share"

// classes cuts the episodes of a kind by exposure, if there are enough.
func classes(list []episode, kind int, name string) []*stratum {
	if len(list) == 0 {
		return nil
	}
	sorted := make([]float64, len(list))
	for i, e := range list {
		sorted[i] = e.exposure
	}
	slices.Sort(sorted)
	if len(list) < strata.Fewest*len(exposures) {
		return []*stratum{{kind: kind, name: name, episodes: list}}
	}
	var cut []*stratum
	for _, class := range exposures {
		cut = append(cut, &stratum{kind: kind, name: fmt.Sprintf("%s, %s", name, class.name)})
	}
	for _, e := range list {
		i := 0
		for i < len(exposures)-1 && e.exposure > sorted[int(exposures[i].upTo*float64(len(sorted)))] {
			i++
		}
		cut[i].episodes = append(cut[i].episodes, e)
	}
	return slices.DeleteFunc(cut, func(s *stratum) bool { return len(s.episodes) == 0 })
}

// allocate shares a number of episodes out among the strata, and draws them: at
// least the fewest of each, if it has as many.
func allocate(of []*stratum, episodes int, years int, key sim.Key) {
	list := shares(of, years)
	list.Fill(episodes)
	for k, s := range of {
		s.draw(list[k].Runs, key)
	}
}

// shares follow Neyman's rule for costs, with what is known without a request:
// the root mean square of a stratum's exposure stands for the deviation of its
// harm, and the mean length of its runs for their cost. Half of the work goes
// to episodes in which more than one thing fails: what is redundant loses by
// little else.
func shares(of []*stratum, years int) strata.List {
	var list strata.List
	sum, joint := 0.0, 0.0
	for _, s := range of {
		squares, cost := 0.0, 0.0
		for _, e := range s.episodes {
			squares += float64(e.exposure * e.exposure)
			cost += (e.until + margin).Hours()
		}
		n := float64(len(s.episodes))
		want := n * math.Sqrt(squares/n) / math.Sqrt(cost/n)
		list = append(list, strata.Stratum{Name: s.name, Weight: n / float64(years), Share: want, Most: len(s.episodes)})
		sum += want
		if s.joint {
			joint += want
		}
	}
	for k, s := range of {
		want := list[k].Share
		list[k].Share = want / sum
		if joint > 0 {
			list[k].Share = float64(list[k].Share / 2)
			if s.joint {
				list[k].Share += float64(want / joint / 2)
			}
		}
	}
	return list
}

// draw takes n episodes at random: those whose keyed numbers are the smallest.
func (s *stratum) draw(n int, key sim.Key) {
	order := slices.Clone(s.episodes)
	slices.SortFunc(order, func(a, b episode) int {
		return cmp.Or(cmp.Compare(key.Uint64(uint64(a.id)), key.Uint64(uint64(b.id))), a.id-b.id)
	})
	s.drawn = order[:n]
}
