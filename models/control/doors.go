package control

import (
	"failsim/models/id"
	"failsim/sim"
)

// Settle has the sink notified of every call up to now.
func (p *Plane) Settle(now sim.Time) { p.catchUp(now) }

// Own returns which LB of the data plane a record is of, if it is the tenant's,
// which never changes.
func (p *Plane) Own(record id.Record) (lb id.LB, ok bool) {
	lb, ok = p.tenant[record]
	return lb, ok
}

// Missing returns how many records of running LBs are missing.
func (p *Plane) Missing() int {
	p.catchUp(p.kernel.Now())
	return p.store.Missing()
}

// Misconfigured returns how many LBs of the fleet have no targets.
func (p *Plane) Misconfigured() int {
	p.catchUp(p.kernel.Now())
	return p.misconfiguredCount
}

// Paused reports whether workflows are switched off by anyone.
func (p *Plane) Paused() bool {
	p.catchUp(p.kernel.Now())
	return p.paused()
}
