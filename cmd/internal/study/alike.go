package study

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"failsim/models/policy"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
)

// A design that an incident cannot touch has runs in which nothing happens, and
// there is often another whose users meet the same servers, LBs and clients. Then
// one run stands for both: the first runs of both are made and must agree in every
// figure, and of the others only those stand for more than one design in which
// every request was answered at the first attempt, so that nothing by which the
// designs differ was ever asked for.

// twins is how many replications of each design are run whatever stands for it.
const twins = 2

// leadersOf returns, by design, which one's runs stand for its own; -1 if none do.
func (c *comparison) leadersOf(i *scenario.Incident, samples []*results.Sample) []int {
	leaders := make([]int, len(c.designs))
	untouched := func(d int) bool {
		return samples[d].Design.OutOfReach
	}
	for d := range c.designs {
		leaders[d] = -1
		for l := 0; l < d && leaders[d] < 0; l++ {
			if leaders[l] < 0 && untouched(l) && untouched(d) && c.steadyAlike(c.designs[l], c.designs[d], i) {
				leaders[d] = l
			}
		}
	}
	return leaders
}

// steadyAlike reports whether users of two designs meet the same while nothing fails:
// the designs differ in steering and in providers that the incident does not touch,
// if at all.
func (c *comparison) steadyAlike(a, b *scenario.Design, i *scenario.Incident) bool {
	m := c.workload.Fixed
	for _, f := range i.Faults {
		provider := f.Provider
		if f.Region != "" {
			provider = m.Providers[m.Regions[m.Region(f.Region)].Provider].Name
		}
		if !reflect.DeepEqual(a.Provider[provider], b.Provider[provider]) {
			return false
		}
	}
	return reflect.DeepEqual(met(a), met(b))
}

// met is what users of a design meet while nothing fails.
func met(d *scenario.Design) scenario.Design {
	m := scenario.Design{DNS: d.DNS, Check: d.Check, Serve: d.Serve, Clients: d.Clients, Services: d.Services, Queues: d.Queues, Herds: d.Herds, Tenant: maps.Clone(d.Tenant)}
	if !slices.ContainsFunc(probesOf(d), func(p policy.Probes) bool { return p.Work == policy.Request }) { // whose work others wait for
		delete(m.Tenant, policy.SteeringSocket)
	}
	return m
}

// standsFor reports whether a run of a leader stands for that of a task, too.
func (c *comparison) standsFor(t task, r *counted.Run) bool {
	pair := [2]int{t.incident, t.design}
	same, asked := c.twinsAgree[pair]
	if !asked {
		same = c.agree(pair)
		c.twinsAgree[pair] = same
	}
	return same && r.Requests.Failed() == 0 && r.Requests.Attempts == r.Requests.Settled()
}

// agree reports whether the first runs of a design and its leader are the same.
func (c *comparison) agree(pair [2]int) bool {
	in := c.study.Incidents[pair[0]].Samples
	leader := c.leaders[pair[0]][pair[1]]
	for k := range twins {
		if fmt.Sprint(*in[leader].Runs()[k]) != fmt.Sprint(*in[pair[1]].Runs()[k]) { // so that NaN is NaN
			return false
		}
	}
	return true
}

// notesOfAlike say whose runs stand for whose.
func (c *comparison) notesOfAlike() []string {
	var notes []string
	for i, incident := range c.incidents {
		for l, leader := range c.designs {
			var names []string
			for d, design := range c.designs {
				if c.leaders[i][d] == l && c.twinsAgree[[2]int{i, d}] {
					names = append(names, design.Name)
				}
			}
			if names != nil {
				notes = append(notes, fmt.Sprintf("%s: nothing of it reaches %s or %s, whose users meet the same: the first %d runs of each were made and agree in every figure, and those of %s stand for the others (run_of in replications.csv)",
					incident.Name, leader.Name, strings.Join(names, ", "), twins, leader.Name))
			}
		}
	}
	return notes
}
