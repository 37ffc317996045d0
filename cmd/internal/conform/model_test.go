package conform_test

import (
	"failsim/cmd/internal/conform/model"
	"failsim/models/balancer"
	"failsim/models/policy"
)

const users = 50 // of the one population

// predict plays a case in failsim.
func predict(p *plan) (fates []fate) {
	s := model.Setup{Key: p.key, Backends: p.backends, Servers: p.servers, QueueCapacity: p.places, Distribution: p.distribution, Arrivals: p.arrivals, Users: users,
		Timeout: p.timeout, Patience: p.patience, Retrying: p.retrying.make().(policy.Retrying),
		Balancing: p.balancing.make().(policy.Balancing), Filters: p.makeFilters(), Check: policy.Check{ProbeTiming: p.check}}
	if !p.checked {
		s.Check.Interval = 0
	}
	for _, f := range p.faults {
		of := model.Fault{First: f.backends, From: f.from, Until: f.until, Gray: f.gray, Lost: true}
		switch f.kind {
		case lost:
			of.As = balancer.Mixed
		case dies:
			of.As = balancer.Process
		case vanishes:
			of.As = balancer.Machine
		default:
			of.Lost = false
		}
		s.Faults = append(s.Faults, of)
	}
	all, _ := model.Play(&s)
	for _, f := range all {
		fates = append(fates, fate{f.Good, f.Attempts, f.Took})
	}
	return fates
}
