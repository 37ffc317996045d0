package main

import (
	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform"
)

// experiment is one run of a program, which shows some facts.
type experiment struct {
	name    string
	program *rig.Program
	// needs says what else is missing here; empty: nothing.
	needs func() string
	// long: it takes a quarter of an hour, and runs only if that is asked for.
	long bool
	// predict works out what failsim says, before anything runs.
	predict func() []fact
	// measure returns a figure for each fact, in their order.
	measure func(b *rig.Bench, path string) []figure
}

// fact is what failsim says of a program.
type fact struct {
	strategy  string // empty where no strategy decides
	text      string
	predicted figure
}

// all are the experiments. Those that take long stand first, as several run at a time.
func all() (list []experiment) {
	for _, of := range [][]experiment{gdnsd(), redis(), etcd(), postgresql(), postgresqlFrozen(), bird(), varnish(), powerdns(), names(), resolvers(), clients(), kernels(), lookups(), silences(), speakers(), takeovers(), blackholes(), layers(), pools(), breakers(), haproxy(), nginx(), apache(), caddy()} {
		list = append(list, of...)
	}
	return list
}

// lacks says what is missing here besides the program; empty: nothing.
func (e *experiment) lacks() string {
	if e.needs == nil {
		return ""
	}
	return e.needs()
}

// says is what is printed of a prediction.
func (f fact) says() string {
	if f.predicted.unsaid {
		return "nothing; seen before: " + f.predicted.String()
	}
	return f.predicted.String()
}

// verdict is what becomes of a fact. A program that does not even do what it was seen
// to do before deviates.
func (f fact) verdict(measured figure) conform.Verdict {
	switch {
	case !f.predicted.passes(measured):
		return conform.Deviates
	case f.predicted.unsaid:
		return conform.NotModelled
	}
	return conform.Holds
}

// also are commands besides its program that an experiment needs.
func also(programs ...*rig.Program) func() string {
	return func() string {
		for _, p := range programs {
			if p.Path() == "" {
				return p.Missing()
			}
		}
		return ""
	}
}

// ownNets is also for what needs networks of its own, as root has them.
func ownNets(programs ...*rig.Program) func() string {
	return func() string {
		if lacks := rig.Nets(); lacks != "" {
			return lacks
		}
		return also(programs...)()
	}
}
