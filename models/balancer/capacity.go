package balancer

import (
	"failsim/models/id"
	"failsim/models/request"
)

// Forwards returns how many requests a second an LB passes on that can be answered, as
// far as it is up to the LB: what its nodes in service take in, and nothing of an LB
// that is lost or has no targets. Errors of a gray layer are no answers.
func (d *DataPlane) Forwards(lb id.LB) float64 {
	l := &d.lbs[lb]
	r := l.region
	if r.down != request.None || r.lbsLost > 0 || r.common || l.lost.down() || !l.Targets {
		return 0
	}
	return float64(l.Nodes) * l.NodePerSecond * r.inService() * (1 - l.layer.errors()) / l.own.slow()
}

// Answering returns how many servers of a pool answer: those that are up and that LBs may
// ask, where a slow one counts for as much as it does, and errors are no answers.
func (d *DataPlane) Answering(pool int) float64 {
	p := d.pools[pool]
	if d.regions[p.region].common {
		return 0
	}
	sum := 0.0
	for _, i := range d.asked(p) {
		if b := &p.backends[i]; b.up {
			grays := d.ailsOf(p, b)
			sum += float64(b.station.Servers()) * (1 - grays.errors()) / grays.slow()
		}
	}
	return sum
}

// Pools returns how many pools of backends there are.
func (d *DataPlane) Pools() int { return len(d.pools) }
