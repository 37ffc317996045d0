package control

import (
	"math"

	"failsim/sim"
)

// shrinkMargin is how far below the next smaller size demand must lie before
// an LB shrinks, so that noise does not make it flap. Assumption.
const shrinkMargin = 0.85

// measure looks at the demand of every LB of the tenant and scales those that
// have outgrown their nodes, or have too many. Scaling is a workflow like any
// other: on missing state it does harm.
func (p *Plane) measure(now sim.Time) {
	p.after(now, p.spec.ScaleEvery, measure, 0)
	for i := range p.scaled {
		s := &p.scaled[i]
		lb := p.data.LB(s.LB)
		s.samples[s.taken%len(s.samples)] = lb.Measure()
		s.taken++
		if s.taken < len(s.samples) || s.busy {
			continue
		}
		sum := 0
		for _, n := range s.samples {
			sum += n
		}
		perSecond := float64(sum) / (float64(len(s.samples)) * p.spec.ScaleEvery.Seconds())
		nodes := wanted(perSecond, lb.NodePerSecond*p.spec.Target, lb.Nodes, s.MinNodes)
		if nodes != lb.Nodes {
			p.scale(now, i, nodes)
		}
		lb.CannotGrow = nodes > lb.Nodes && !s.busy
	}
}

// wanted returns how many nodes a demand wants at the load a node should have.
func wanted(perSecond, perNode float64, nodes, least int) int {
	n := max(least, int(math.Ceil(perSecond/perNode)))
	if n < nodes && perSecond > float64(nodes-1)*perNode*shrinkMargin {
		return nodes
	}
	return n
}

func (p *Plane) scale(now sim.Time, i, nodes int) {
	s := &p.scaled[i]
	draw := sim.Mix(s.ID) + uint64(s.taken)
	if !p.begin(now, workflow{lb: s.record, nodes: int32(nodes), scaling: int32(i)}, draw) && !p.paused() && !p.down {
		p.watcher.CallFailed(now, p.region)
	}
}
