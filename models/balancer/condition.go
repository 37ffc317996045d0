package balancer

import (
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/request"
)

// Condition returns what a probe through an LB meets now.
func (d *DataPlane) Condition(lb id.LB) health.Condition { return d.condition(&d.lbs[lb]) }

func (d *DataPlane) condition(l *LB) health.Condition {
	switch {
	case l.region.down != request.None:
		return health.Condition{Fails: true, Silent: !l.region.resets, Closed: l.region.resets}
	case l.lost.refuses():
		return health.Condition{Fails: true, Closed: true}
	case l.region.lbsLost > 0, l.lost.down():
		return health.Condition{Fails: true, Silent: true}
	case !l.Targets || l.region.common || !d.serves(l.pool):
		return health.Condition{Fails: true}
	}
	return health.Condition{Gray: d.errors(l)}
}

// Behind returns what a probe meets now that goes around an LB, to the
// backends behind it: it passes as long as any of them works, whatever LBs
// believe of them.
func (d *DataPlane) Behind(lb id.LB) health.Condition { return d.behind(d.lbs[lb].pool) }

func (d *DataPlane) behind(p *pool) health.Condition {
	switch {
	case !p.works():
		return health.Condition{Fails: true, Silent: !p.refuses(), Closed: p.refuses()}
	case d.regions[p.region].common:
		return health.Condition{Fails: true}
	}
	return health.Condition{Gray: d.grayErrors(p, p.members)}
}
