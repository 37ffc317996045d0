package main

import (
	"failsim/cmd/conform/rig"
)

// experiment is one run of a program, which shows some facts.
type experiment struct {
	name    string
	program *rig.Program
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
	for _, of := range [][]experiment{gdnsd(), redis(), etcd(), postgresql(), bird(), varnish(), powerdns(), names(), resolvers(), clients(), breakers(), haproxy(), nginx(), apache(), caddy()} {
		list = append(list, of...)
	}
	return list
}
