package study

import (
	"fmt"
	"testing"

	"failsim/models/record"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// watched is a scenario of which a design has each name probed through its LB, by
// probes that ask for no more than a server.
func (r *trial) watched() *sketch {
	s := r.clone()
	d := &s.designs[0]
	d.steering, d.around = "name", false
	if d.probes.interval == 0 {
		d.probes = r.dice.probes(2, 15)
	}
	return s
}

// firstAlarm returns when the first name of a run is called sick by its probes.
func (r *trial) firstAlarm(s *sketch) sim.Time {
	if at := r.run(s, 0).marked[record.Alarm]; len(at) > 0 {
		return at[0]
	}
	return sim.Never
}

func TestRelationsOfProbes(t *testing.T) {
	relations(t, []relation{
		// Catches draws that are compared the wrong way round, and faults that are seen
		// twice. LBs' checks see all of it, in both. An error that is slow as well is
		// known later than one that is not, by at most the time-out.
		{"probes that see less raise no alarm earlier", 40, func(r *trial) {
			s := r.watched().only(sketchFault{at: 20, kind: scenario.Gray, lasts: 150,
				what: fmt.Sprintf("region: %s, share: %s, factor: %s", r.regions[0].full(), percent(r.dice.u(0.1, 0.9)), decimal(r.dice.u(1.5, 9)))})
			shallow := s.clone()
			shallow.designs[0].probes.sees = fmt.Sprintf(", sees-errors: %s, sees-slow: %s", percent(r.dice.u(0, 1)), percent(r.dice.u(0, 1)))
			all, some := r.firstAlarm(s), r.firstAlarm(shallow)
			r.check(some == sim.Never || all <= some.Add(sim.FromSeconds(s.designs[0].probes.timeout)), "the first alarm is at %d ns, and at %d ns of probes that see less", all, some)
		}},
		// Catches probes that count as requests, take a place or a turn, or keep a
		// server: where servers are idle nobody can report that they wait.
		{"where a server is always free, probes that wait for one are those that wait for none", 25, func(r *trial) {
			s := r.unshared()
			aside := s.clone()
			aside.check.sees = ", work: aside"
			for i := range aside.designs {
				aside.designs[i].probes.sees = ", work: aside"
			}
			r.sameOutcomes(r.run(s, 0), r.run(aside, 0))
		}},
	})
}
