package scenario

import "failsim/models/file"

// ofLBs reads whose LBs in a region a fault hits.
func ofLBs(r *reader, m *file.Mapping, f *Fault) {
	f.LB = file.Get(m, "lb", r.lb, "", "the region's LB of a name: POPULATION, or POPULATION/NUMBER; without it, all")
}

// silentFor reads how long an address is silent until another host has it.
func silentFor(_ *reader, m *file.Mapping, f *Fault) {
	f.Silent = file.Or(m, "silent", file.PositiveDurationOf, "3.3s", "how long nothing answers until the other host does", "keepalived 2.2 with advert_int 1: three adverts and its skew, 3.3s measured")
}
