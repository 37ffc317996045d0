package study

import (
	"fmt"
	"slices"
	"strings"

	"failsim/models/topology"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/statistics"
	"failsim/sim"
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
	cells
	halves *recordClasses // that each cell is cut into; nil if it is not
	flip   int            // which half comes first, so that a study of one replication is of either
	share  []float64      // of the runs, by cell; sums to 1
	drawn  results.Drawn
	gated  []*results.Drawn // the same, for designs whose gates may stop the slip
	made   []int            // runs, by cell
	found  [][]int          // replications of each cell that wait for their turn
	next   int              // the first replication that has not been looked at
}

// rareShare is how much of the work goes at least to all cells but the
// likeliest: with 12 of 20 runs the interval of what providers cost
// that fail together holds (the trial is TestDefaultIntervalsHoldTheReference).
// Designs that a branch cannot reach lose nothing: to them these are runs like
// any other.
const rareShare = 0.6

// cellShare is how much goes to each of them, where they are many: 3 of 20 runs
// are the fewest that show how skewed they are. What is left to the likeliest
// cell is at least the last of mostShare.
const (
	cellShare = 0.15
	mostShare = 0.85
)

// mostLooked bounds how many replications are looked at for those of a rare
// branch, which takes a second.
const mostLooked = 5_000_000

func newSampler(s *scenario.Scenario, i *scenario.Incident, means []float64, sampled bool, seed uint64) *sampler {
	p := &sampler{cells: cellsOf(branchesOf(s, i, sampled, seed))}
	p.drawn.Cells = p.list
	n := len(p.list)
	p.made, p.found, p.share = make([]int, n), make([][]int, n), make([]float64, n)
	likeliest, sum := 0, 0.0
	for c, cell := range p.list {
		if cell.Probability > p.list[likeliest].Probability {
			likeliest = c
		}
	}
	rare := max(rareShare, min(mostShare, cellShare*float64(n-1)))
	for c, cell := range p.list {
		if p.share[c] = cell.Probability; c != likeliest {
			p.share[c] = rare / float64(n-1)
		} else if n > 1 {
			p.share[c] = 1 - rare
		}
		sum += p.share[c]
	}
	for c := range p.share {
		p.share[c] /= sum
	}
	if h := classesOf(s, i, means, seed); h != nil && n <= mostHalved {
		p.halve(h)
	}
	return p
}

// mostHalved is how many cells leave each half of them three of 20 runs.
const mostHalved = 2

// halve cuts each cell by the records that are deleted.
func (p *sampler) halve(h *recordClasses) {
	p.halves, p.flip = h, int(sim.NewKey(h.seed, 0).Named("half").Uint64(0)&1)
	p.drawn.Cells = nil
	var share []float64
	for c, cell := range p.list {
		for half, word := range recordWords {
			p.drawn.Cells = append(p.drawn.Cells, results.Cell{Name: cell.Name, Class: word, Probability: cell.Probability * h.shares[half]})
			share = append(share, p.share[c]/2)
		}
	}
	p.share, p.made, p.found = share, make([]int, len(share)), make([][]int, len(share))
}

// cellOf returns the cell of a replication, and which half of it.
func (p *sampler) cellOf(replication int) int {
	if p.halves == nil {
		return p.cell(replication)
	}
	return 2*p.cell(replication) + p.halves.of(replication)
}

// classesFor tells which cells are alike to a design; halves never are.
func (p *sampler) classesFor(m *topology.Map, d *scenario.Design) []int {
	class := p.classes(m, d)
	if p.halves == nil {
		return class
	}
	var both []int
	for _, c := range class {
		both = append(both, 2*c, 2*c+1)
	}
	return both
}

// calmEvery is how many replications of a cell have one in which the gates stop the slip.
// Nothing happens in it, so it hardly varies (assumption).
const calmEvery = 4

// runsOf returns the runs of a design, and which of their cells it cannot tell
// apart. A design whose gates let the slip pass with a known probability has
// runs of both branches.
func (p *sampler) runsOf(m *topology.Map, d *scenario.Design, passes float64) (*results.Drawn, []int) {
	class := p.classesFor(m, d)
	if !(passes < 1) {
		return &p.drawn, class
	}
	g := &results.Drawn{}
	for _, c := range p.drawn.Cells {
		g.Cells = append(g.Cells, results.Cell{Name: c.Name, Class: c.Class, Probability: passes * c.Probability})
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
		for k := range p.share {
			c := k ^ p.flip
			share := p.share[c]
			if d := share*float64(len(p.drawn.Runs)+1) - float64(p.made[c]); d > behind {
				best, behind = c, d
			}
		}
		for len(p.found[best]) == 0 {
			if p.next == mostLooked {
				p.share[best], behind = 0, 0 // too rare to be found
				break
			}
			c := p.cellOf(p.next)
			p.found[c] = append(p.found[c], p.next)
			p.next++
		}
		if behind == 0 {
			continue
		}
		run := results.DrawnRun{Replication: p.found[best][0], Cell: best}
		for _, g := range p.gated {
			if g.Runs = append(g.Runs, run); p.made[best]%calmEvery == 0 {
				g.Runs = append(g.Runs, results.DrawnRun{Replication: run.Replication, Cell: len(g.Cells) - 1})
			}
		}
		p.drawn.Runs = append(p.drawn.Runs, run)
		p.found[best] = p.found[best][1:]
		p.made[best]++
	}
}

// deepen draws n replications, and more if a cell has too few for an interval.
func (p *sampler) deepen(n int) {
	fewest := func() int {
		least := n
		for c, made := range p.made {
			if p.share[c] > 0 {
				least = min(least, made)
			}
		}
		return least
	}
	for p.draw(n); fewest() < statistics.FewestOfStratum; n++ {
		p.draw(n + 1)
	}
}

// notes say how many replications each cell has.
func (p *sampler) notes(incident string) []string {
	if len(p.list) == 1 {
		return nil
	}
	var parts []string
	for c, cell := range p.list {
		made := p.made[c]
		if p.halves != nil {
			made = p.made[2*c] + p.made[2*c+1]
		}
		parts = append(parts, fmt.Sprintf("%d with %s (chance %.3g %%)", made, cell.Name, 100*cell.Probability))
	}
	return []string{fmt.Sprintf("%s: of %d replications %s; each weighs as much as it is likely", incident, len(p.drawn.Runs), strings.Join(parts, ", "))}
}
