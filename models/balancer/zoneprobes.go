package balancer

import (
	"failsim/models/caller"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// Zone is the backends of one zone, in service or not, as probes ask them past LBs:
// one of them that are up, each as likely as the others. A port of its own answers, so
// no probe waits for a server.
type Zone struct {
	Plane  *DataPlane
	Region id.Region
	Zone   id.Zone
	Sight  policy.Sight
}

var _ caller.Probed = (*Zone)(nil)

// Condition returns what a probe meets now.
func (z *Zone) Condition() health.Condition {
	d, r := z.Plane, &z.Plane.regions[z.Region]
	if !r.zoneUp(z.Zone) {
		return health.Condition{Fails: true, Silent: !r.refuses(z.Zone)}
	}
	up, errors, slow := 0, 0.0, false
	z.eachUp(func(p *pool, i int) {
		ails := d.ailsOf(p, &p.backends[i])
		up, errors, slow = up+1, errors+ails.errors(), slow || ails.slow() > 1
	})
	if up == 0 {
		return health.Condition{}
	}
	return health.Condition{Gray: errors / float64(up) * z.Sight.Errors, Busy: slow && z.Sight.Slow > 0}
}

// Probe implements caller.Probed.
func (z *Zone) Probe(now sim.Time, q *caller.Probe) (a Answer) {
	up := 0
	z.eachUp(func(*pool, int) { up++ })
	nth := int((q.Key.Named("backend").Uint64(uint64(now)) >> 32) * uint64(up) >> 32)
	a = refused(now, request.NoHealthyTarget) // that it has been asked says that some are up
	z.eachUp(func(p *pool, i int) {
		if nth == 0 {
			a = z.Plane.ask(now, p, i, &z.Sight, nil, q)
		}
		nth--
	})
	return a
}

// eachUp goes through its backends that are up.
func (z *Zone) eachUp(each func(p *pool, i int)) {
	for _, p := range z.Plane.pools {
		if p.region != z.Region {
			continue
		}
		for i := range p.inUse {
			if b := &p.backends[i]; b.zone == z.Zone && b.up {
				each(p, i)
			}
		}
	}
}
