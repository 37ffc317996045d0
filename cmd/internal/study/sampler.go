package study

import (
	"fmt"
	"slices"

	"failsim/models/topology"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
)

// What a replication draws first of all, whether what providers share fails
// too, is known from its keys before it is run, and so is its probability. So
// replications are not taken as they come: numbers are drawn until there are
// enough of each kind, and means weigh each kind by its probability (stratified
// sampling: Cochran, Sampling Techniques, 3rd ed., 1977, ch. 5). Left to
// chance, a branch of 5 % is missing from 20 replications in a third of all
// studies, and with it nearly all that some designs lose.

// sampler chooses the replications of an incident. Their order does not depend
// on how many there will be, so more can be added.
type sampler struct {
	seed     uint64
	branches []branch
	share    []float64 // of the runs, by cell; sums to 1
	drawn    results.Drawn
	gated    []*results.Drawn // the same, for designs whose gates may stop the slip
	made     []int            // runs, by cell
	found    [][]int          // replications of each cell that wait for their turn
	next     int              // the first replication that has not been looked at
}

// branch is something that a replication draws with a known probability.
type branch struct {
	says        string // what happens if it does
	otherwise   string
	probability float64
	happens     func(replication int) bool
	reaches     func(*topology.Map, *scenario.Design) bool // whether it matters to a design
}

// rareShare is how much of the work goes to branches at least that are rarer
// than that, together: with 12 of 20 runs the interval of what providers cost
// that fail together holds (the trial is TestDefaultIntervalsHoldTheReference).
// Designs that a branch cannot reach lose nothing: to them these are runs like
// any other.
const rareShare = 0.6

// mostLooked bounds how many replications are looked at for those of a rare
// branch, which takes a second.
const mostLooked = 5_000_000

// branchesOf lists those of an incident.
func branchesOf(s *scenario.Scenario, i *scenario.Incident, seed uint64) []branch {
	var list []branch
	if p := s.World.CommonMode.Share; p > 0 && i.FailsProvider() {
		list = append(list, branch{"common-mode failure", "no common-mode failure", p,
			func(replication int) bool { return world.CommonMode(s, i, seed, replication) },
			func(m *topology.Map, d *scenario.Design) bool { return world.SharesFate(m, d, i) }})
	}
	return list
}

func newSampler(s *scenario.Scenario, i *scenario.Incident, seed uint64) *sampler {
	p := &sampler{seed: seed, branches: branchesOf(s, i, seed)}
	p.drawn.Cells = []results.Cell{{Probability: 1}}
	for _, b := range p.branches {
		var cells []results.Cell
		for _, happens := range []bool{false, true} {
			for _, c := range p.drawn.Cells {
				cells = append(cells, b.cut(c, happens))
			}
		}
		p.drawn.Cells = cells
	}
	n := len(p.drawn.Cells)
	p.made, p.found, p.share = make([]int, n), make([][]int, n), make([]float64, n)
	sum := 0.0
	for c, cell := range p.drawn.Cells {
		if p.share[c] = cell.Probability; cell.Probability > 0 {
			p.share[c] = max(cell.Probability, rareShare/float64(max(n-1, 1))/(1-rareShare)*(1-cell.Probability))
		}
		sum += p.share[c]
	}
	for c := range p.share {
		p.share[c] /= sum
	}
	return p
}

// cut returns the part of a cell in which a branch happens, or does not.
func (b *branch) cut(c results.Cell, happens bool) results.Cell {
	name, probability := b.says, b.probability
	if !happens {
		name, probability = b.otherwise, 1-b.probability
	}
	if c.Name != "" {
		name = c.Name + ", " + name
	}
	return results.Cell{Name: name, Probability: c.Probability * probability}
}

// cell returns that of a replication.
func (p *sampler) cell(replication int) int {
	c := 0
	for i, b := range p.branches {
		if b.happens(replication) {
			c += 1 << i
		}
	}
	return c
}

// classes tells which cells are alike to a design.
func (p *sampler) classes(m *topology.Map, d *scenario.Design) []int {
	reached := 0
	for i, b := range p.branches {
		if b.reaches(m, d) {
			reached |= 1 << i
		}
	}
	class, seen := make([]int, len(p.drawn.Cells)), map[int]int{}
	for c := range class {
		if _, ok := seen[c&reached]; !ok {
			seen[c&reached] = len(seen)
		}
		class[c] = seen[c&reached]
	}
	return class
}

// calmEvery is how many replications have one in which the gates stop the slip.
// Nothing happens in it, so it hardly varies (assumption).
const calmEvery = 4

// runsOf returns the runs of a design, and which of their cells it cannot tell
// apart. A design whose gates let the slip pass with a known probability has
// runs of both branches.
func (p *sampler) runsOf(m *topology.Map, d *scenario.Design, passes float64) (*results.Drawn, []int) {
	class := p.classes(m, d)
	if !(passes < 1) {
		return &p.drawn, class
	}
	g := &results.Drawn{}
	for _, c := range p.drawn.Cells {
		g.Cells = append(g.Cells, results.Cell{Name: c.Name, Probability: passes * c.Probability})
	}
	g.Cells = append(g.Cells, results.Cell{Name: "the gates stop the slip", Probability: 1 - passes, Stopped: true})
	p.gated = append(p.gated, g)
	return g, append(class, slices.Max(class)+1)
}

// draw chooses replications until there are n: each from the cell that is
// furthest behind its share.
func (p *sampler) draw(n int) {
	for len(p.drawn.Runs) < n {
		best, behind := 0, 0.0
		for c, share := range p.share {
			if d := share*float64(len(p.drawn.Runs)+1) - float64(p.made[c]); d > behind {
				best, behind = c, d
			}
		}
		for len(p.found[best]) == 0 {
			if p.next == mostLooked {
				p.share[best], behind = 0, 0 // too rare to be found
				break
			}
			c := p.cell(p.next)
			p.found[c] = append(p.found[c], p.next)
			p.next++
		}
		if behind == 0 {
			continue
		}
		run := results.DrawnRun{Replication: p.found[best][0], Cell: best}
		for _, g := range p.gated {
			if g.Runs = append(g.Runs, run); len(p.drawn.Runs)%calmEvery == 0 {
				g.Runs = append(g.Runs, results.DrawnRun{Replication: run.Replication, Cell: len(g.Cells) - 1})
			}
		}
		p.drawn.Runs = append(p.drawn.Runs, run)
		p.found[best] = p.found[best][1:]
		p.made[best]++
	}
}

// notes say how many replications each branch has.
func (p *sampler) notes(incident string) []string {
	var list []string
	for i, b := range p.branches {
		n := 0
		for c, made := range p.made {
			if c>>i&1 == 1 {
				n += made
			}
		}
		list = append(list, fmt.Sprintf("%s: %s has a chance of %.3g %%; %d of the %d replications are drawn with it, and weigh as much as it is likely",
			incident, b.says, 100*b.probability, n, len(p.drawn.Runs)))
	}
	return list
}
