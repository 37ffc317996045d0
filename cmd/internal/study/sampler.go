package study

import (
	"fmt"
	"slices"
	"strings"

	"failsim/cmd/internal/strata"
	"failsim/models/topology"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/sim"
)

// What a replication draws first of all, whether a common-mode failure occurs, is known
// from its keys before it is run, and so is its probability. So replications are not
// taken as they come: numbers are drawn until there are enough of each kind, and means
// weigh each kind by its probability (stratified sampling: Cochran, Sampling Techniques,
// 3rd ed., 1977, ch. 5). Left to chance, a branch of 5 % is missing from 20 replications
// in a third of all studies, and with it nearly all that some designs lose.

// sampler chooses the replications of an incident. Their order does not depend
// on how many there will be, so more can be added.
type sampler struct {
	cells
	halves *recordClasses // that each cell is cut into; nil if it is not
	flip   int            // which half comes first, so that a study of one replication is of either
	strata strata.List    // by cell, or half of one
	drawn  results.Drawn
	gated  []*results.Drawn // the same, for designs whose gates may stop the operator error
	found  [][]int          // replications of each cell that wait for their turn
	next   int              // the first replication that has not been looked at
}

// rareShare is how much of the work goes at least to all cells but the
// likeliest: with 12 of 20 runs the interval of what providers cost
// that fail together holds (the trial is TestDefaultIntervalsHoldTheReference).
// Designs that a branch cannot reach lose nothing: to them these are runs like
// any other.
const rareShare = 0.6

// cellShare is how much goes to each of them, where they are many. What is left to the likeliest
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
	n := len(p.list)
	likeliest, sum := 0, 0.0
	for c, cell := range p.list {
		if cell.Probability > p.list[likeliest].Probability {
			likeliest = c
		}
	}
	rare := max(rareShare, min(mostShare, cellShare*float64(n-1)))
	for c, cell := range p.list {
		share := cell.Probability
		if c != likeliest {
			share = rare / float64(n-1)
		} else if n > 1 {
			share = 1 - rare
		}
		p.strata = append(p.strata, strata.Stratum{Name: cell.Name, Weight: cell.Probability, Share: share})
		sum += share
	}
	for c := range p.strata {
		p.strata[c].Share /= sum
	}
	if h := classesOf(s, i, means, seed); h != nil && n <= mostHalved {
		p.halve(h)
	} else {
		p.drawn.Cells = p.list
	}
	p.found = make([][]int, len(p.strata))
	return p
}

// mostHalved is how many cells leave each half of them three of 20 runs.
const mostHalved = 2

// halve cuts each cell by the records that are deleted.
func (p *sampler) halve(h *recordClasses) {
	p.halves, p.flip = h, int(sim.NewKey(h.seed, 0).Named("half").Uint64(0)&1)
	whole := p.strata
	p.strata = nil
	for c, cell := range p.list {
		for half, word := range recordWords {
			weight := cell.Probability * h.shares[half]
			p.drawn.Cells = append(p.drawn.Cells, results.Cell{Name: cell.Name, Class: word, Probability: weight})
			p.strata = append(p.strata, strata.Stratum{Name: cell.Name + ", " + word, Weight: weight, Share: whole[c].Share / 2})
		}
	}
}

// cellOf returns the cell of a replication, and which half of it.
func (p *sampler) cellOf(replication int) int {
	if p.halves == nil {
		return p.cell(replication)
	}
	return 2*p.cell(replication) + p.halves.of(replication)
}

// classesFor reports which cells are alike to a design; halves never are.
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

// stoppedEvery is how many replications of a cell have one in which the gates stop the operator error.
// Nothing happens in it, so it hardly varies (assumption).
const stoppedEvery = 4

// runsOf returns the runs of a design, and which of their cells it cannot tell
// apart. A design whose gates let the operator error pass with a known probability has
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
	g.Cells = append(g.Cells, results.Cell{Name: "the gates stop the operator error", Probability: 1 - passes, Stopped: true})
	p.gated = append(p.gated, g)
	return g, append(class, slices.Max(class)+1)
}

// draw chooses replications until there are n.
func (p *sampler) draw(n int) {
	for len(p.drawn.Runs) < n {
		c := p.strata.Next(func(a, b int) bool { return a^p.flip < b^p.flip })
		if !p.find(c) {
			p.strata[c].Share = 0
			continue
		}
		run := results.DrawnRun{Replication: p.found[c][0], Cell: c}
		for _, g := range p.gated {
			if g.Runs = append(g.Runs, run); p.strata[c].Runs%stoppedEvery == 0 {
				g.Runs = append(g.Runs, results.DrawnRun{Replication: run.Replication, Cell: len(g.Cells) - 1})
			}
		}
		p.drawn.Runs = append(p.drawn.Runs, run)
		p.found[c] = p.found[c][1:]
		p.strata[c].Runs++
	}
}

// find looks for a replication of a cell; there is none if it is too rare.
func (p *sampler) find(cell int) bool {
	for ; len(p.found[cell]) == 0; p.next++ {
		if p.next == mostLooked {
			return false
		}
		c := p.cellOf(p.next)
		p.found[c] = append(p.found[c], p.next)
	}
	return true
}

// deepen draws n replications, and more if a cell has too few for an interval.
func (p *sampler) deepen(n int) {
	for p.draw(n); p.strata.Scant(); n++ {
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
		made := p.strata[c].Runs
		if p.halves != nil {
			made = p.strata[2*c].Runs + p.strata[2*c+1].Runs
		}
		parts = append(parts, fmt.Sprintf("%d with %s (chance %.3g %%)", made, cell.Name, 100*cell.Probability))
	}
	return []string{fmt.Sprintf("%s: of %d replications %s; each weighs as much as it is likely", incident, len(p.drawn.Runs), strings.Join(parts, ", "))}
}
