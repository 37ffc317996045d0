package balancer

import (
	"failsim/models/id"
	"failsim/models/request"
)

// regionState is what faults have done to a region. Faults may overlap: each
// is counted.
type regionState struct {
	lostBy     []loss // faults that hold the whole region down
	zones      []held // by zone: faults that hold it down
	down       request.Cause
	resets     bool // what holds it down leaves all its hosts there to refuse
	grays      grays
	lbGrays    grays // of its LBs alone
	lbsLost    int   // faults that hold its LBs down
	commons    int
	common     bool
	aliveShare float64 // zones that are up
	shifted    []bool  // by zone: taken out of service by steering
	impaired   bool    // any of it is not as it should be; what is gray does not count
}

// loss is a fault that holds a whole region down.
type loss struct {
	cause request.Cause
	as    Death
}

func newRegionState(zones int) regionState {
	return regionState{zones: make([]held, zones), aliveShare: 1, shifted: make([]bool, zones)}
}

func (r *regionState) zoneUp(z id.Zone) bool { return !r.zones[z].down() && r.down == request.None }

// refuses reports whether the hosts of a zone that is lost, by itself or with its region,
// refuse what is sent to them.
func (r *regionState) refuses(z id.Zone) bool {
	if r.down != request.None && !r.resets {
		return false
	}
	if r.zones[z].down() {
		return r.zones[z].refuses()
	}
	return r.resets
}

// stateOf reports whether a backend of the region is up, whether it works at all, and, if
// it is not up, whether its host refuses what is sent to it.
func (r *regionState) stateOf(b *backend) (up, alive, refuses bool) {
	if r.refuses(b.zone) {
		return false, false, !b.lost.down() || b.lost.refuses()
	}
	there := r.zoneUp(b.zone)
	alive = there && !b.lost.down()
	return alive && !b.closing, alive, alive && b.closing || there && b.lost.refuses()
}

// inService returns the share of a region's nodes that forward requests: those of
// zones that are up, without zones that steering took out of service unless there
// is no other. LBs that are slow forward as fewer nodes would.
func (r *regionState) inService() float64 {
	serving := 0
	for z := range r.zones {
		if !r.zones[z].down() && !r.shifted[z] {
			serving++
		}
	}
	if serving == 0 {
		return r.aliveShare / r.lbGrays.slow()
	}
	return float64(serving) / float64(len(r.zones)) / r.lbGrays.slow()
}
