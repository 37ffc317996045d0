package study

import (
	"fmt"
	"slices"

	"failsim/models/topology"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
)

// branch is something that a replication draws, with known probabilities.
type branch struct {
	outcomes []outcome // the first is the usual one
	of       func(replication int) int
	reaches  func(*topology.Map, *scenario.Design) bool // whether it matters to a design
}

type outcome struct {
	name        string
	probability float64
}

// branchesOf lists those of an incident: whether a common-mode failure occurs, and which
// attempt to restore is the first that works.
func branchesOf(s *scenario.Scenario, i *scenario.Incident, sampled bool, seed uint64) []branch {
	var list []branch
	if p := s.World.CommonMode.Share; p > 0 && p < 1 && i.FailsProvider() {
		list = append(list, branch{
			outcomes: []outcome{{"no common-mode failure", 1 - p}, {"common-mode failure", p}},
			of: func(replication int) int {
				if world.CommonMode(s, i, seed, replication) {
					return 1
				}
				return 0
			},
			reaches: func(m *topology.Map, d *scenario.Design) bool { return world.SharesFate(m, d, i) }})
	}
	if plan := i.People.Plan(sampled); plan != nil {
		list = append(list, restoreBranch(i, plan, seed)...)
	}
	return list
}

// restoreBranch is that of the restores of a plan; none if they leave nothing to
// chance.
func restoreBranch(i *scenario.Incident, plan *scenario.Plan, seed uint64) []branch {
	b := branch{reaches: func(*topology.Map, *scenario.Design) bool { return true }}
	number := make([]int, len(plan.Restores)+1) // of an outcome, by the first attempt that works
	left := 1.0
	add := func(k int, name string, p float64) {
		if p > 0 {
			number[k] = len(b.outcomes)
			b.outcomes = append(b.outcomes, outcome{name, p})
		}
	}
	for k, r := range plan.Restores {
		add(k, fmt.Sprintf("restore %d works", k+1), left*r.Works)
		left *= 1 - r.Works
	}
	add(len(plan.Restores), "no restore works", left)
	if len(b.outcomes) < 2 {
		return nil
	}
	b.of = func(replication int) int { return number[world.FirstRestore(i, plan, seed, replication)] }
	return []branch{b}
}

// mostCells bounds how many there are: runs of many rare cells would take the
// work of all others.
const mostCells = 8

// cells are all combinations of outcomes. Where they are too many the rarest
// stay, and the likeliest are one in which outcomes are left to chance.
type cells struct {
	branches []branch
	list     []results.Cell
	of       []int // by combination: its cell
	merged   int   // the cell that is left to chance; -1
}

func cellsOf(branches []branch) cells {
	c := cells{branches: branches, merged: -1}
	all := []results.Cell{{Probability: 1}}
	for _, b := range branches { // combination: the first branch counts fastest
		var more []results.Cell
		for _, o := range b.outcomes {
			for _, cell := range all {
				name := o.name
				if cell.Name != "" {
					name = cell.Name + ", " + o.name
				}
				more = append(more, results.Cell{Name: name, Probability: cell.Probability * o.probability})
			}
		}
		all = more
	}
	c.of = make([]int, len(all))
	order := make([]int, len(all)) // the likeliest first
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case all[a].Probability > all[b].Probability:
			return -1
		case all[a].Probability < all[b].Probability:
			return 1
		}
		return a - b
	})
	for n, k := range order {
		if n > 0 && n <= len(all)-mostCells {
			c.merged, c.of[k] = 0, 0
			c.list[0].Probability += all[k].Probability
			c.list[0].Name = "all others, by chance"
			continue
		}
		c.of[k] = len(c.list)
		c.list = append(c.list, all[k])
	}
	return c
}

// cell returns that of a replication.
func (c *cells) cell(replication int) int {
	k, size := 0, 1
	for _, b := range c.branches {
		k += size * b.of(replication)
		size *= len(b.outcomes)
	}
	return c.of[k]
}

// classes reports which cells are alike to a design: those that differ only in
// what cannot reach it.
func (c *cells) classes(m *topology.Map, d *scenario.Design) []int {
	class, seen := make([]int, len(c.list)), map[int]int{}
	some := slices.ContainsFunc(c.branches, func(b branch) bool { return b.reaches(m, d) })
	for k, cell := range c.of {
		reached, size, rest := 0, 1, k
		for _, b := range c.branches {
			if b.reaches(m, d) {
				reached += size * (rest % len(b.outcomes))
			}
			rest /= len(b.outcomes)
			size *= len(b.outcomes)
		}
		if cell == c.merged && some {
			reached = -1
		}
		if _, ok := seen[reached]; !ok {
			seen[reached] = len(seen)
		}
		class[cell] = seen[reached]
	}
	return class
}
