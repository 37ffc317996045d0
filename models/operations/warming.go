package operations

import "failsim/sim"

// steps are how many steps it takes from cold to warm: the factor falls evenly.
const steps = 10

// Warms has servers of a pool be cold and warm up.
func (p *Pool) Warms(w Warming) {
	p.warming = &w
	p.after(0, max(1, w.Takes/steps), warms, len(p.slots))
}

// factor is that of so many steps before it is warm.
func (w *Warming) factor(cold int) float64 { return 1 + (w.Factor-1)*float64(cold)/steps }

// begins has a server that starts be cold.
func (p *Pool) begins(now sim.Time, i int) {
	if p.warming != nil {
		p.isCold(now, i, steps)
	}
}

func (p *Pool) isCold(now sim.Time, i, cold int) {
	s := &p.slots[i]
	if s.looked = now; s.cold != cold {
		p.plane.Warm(now, p.number, i, p.warming.factor(s.cold), p.warming.factor(cold))
		s.cold = cold
	}
}

// warm sees which servers have worked, which are lost, and which have had nothing to do.
func (p *Pool) warm(now sim.Time) {
	w := p.warming
	every := max(1, w.Takes/steps)
	p.after(now, every, warms, len(p.slots))
	for i := range p.slots {
		s := &p.slots[i]
		if s.state != serving {
			continue
		}
		switch _, servers := p.plane.Working(now, p.number, i); {
		case servers == 0:
			p.isCold(now, i, steps)
		case !p.plane.Worked(now.Add(-every), now, p.number, i):
			if w.After > 0 && s.cold < steps && now >= s.looked.Add(w.After) {
				p.isCold(now, i, steps)
			}
		case s.cold > 0:
			p.isCold(now, i, s.cold-1)
		default:
			s.looked = now
		}
	}
}
