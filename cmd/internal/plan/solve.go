package plan

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// Found is the answer of one design.
type Found struct {
	Grid int
	Answer
}

// Solve finds the cheapest candidate of every design, and orders designs: those that
// meet by their cost, then the others. One that is told to end returns the designs that
// are done, with the reason.
func (p *Plan) Solve(ctx context.Context) ([]Found, error) {
	p.Search.Test = func(c, n int) (*Evidence, error) { return p.test(ctx, c, n) }
	var list []Found
	var err error
	for g := range p.Grids {
		among := []int{}
		for c := range p.Candidates {
			if p.Candidates[c].Group == g {
				among = append(among, c)
			}
		}
		var a Answer
		if a, err = p.solve(g, among); err != nil {
			break
		}
		list = append(list, Found{g, a})
	}
	slices.SortStableFunc(list, func(a, b Found) int {
		switch {
		case a.Best < 0 && b.Best < 0:
			return cmp.Compare(p.nearest(b.Grid), p.nearest(a.Grid))
		case a.Best < 0:
			return 1
		case b.Best < 0:
			return -1
		}
		return cmp.Compare(p.Candidates[a.Best].Cost, p.Candidates[b.Best].Cost)
	})
	return list, err
}

// solve finds the cheapest candidate of one design.
func (p *Plan) solve(g int, among []int) (Answer, error) {
	corner, err := p.Strictest(g)
	if err == nil {
		_, err = p.judge(corner)
	}
	if err == nil && len(p.required[g]) > 0 {
		_, err = p.Look(corner)
	}
	if err != nil {
		return Answer{}, err
	}
	return p.Find(among)
}

// nearest is how far the best tested candidate of a grid is from meeting, by its
// worst requirement.
func (p *Plan) nearest(g int) float64 {
	best := math.Inf(-1)
	for _, c := range p.Tested() {
		if p.Candidates[c].Group == g {
			best = max(best, p.worstMargin(c))
		}
	}
	return best
}
