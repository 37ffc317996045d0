package study

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/models/id"
	"failsim/models/record"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
)

// More of what harms never helps, request by request and LB by LB, since both
// runs draw the same.
func TestRelationsOfMoreAndLess(t *testing.T) {
	relationsOfAnybody(t, []relation{
		{"a longer outage loses all that a shorter one does", 20, func(r *trial) {
			at, short := r.length*0.2, r.length*r.dice.u(0.02, 0.2)
			s := r.steady().plain(0)
			little, much := r.run(s.only(s.lose(0, at, short)), 0), r.run(s.only(s.lose(0, at, short+r.length*r.dice.u(0.05, 0.3))), 0)
			r.lostAlso(little, much)
			r.check(much.Requests.Failed() > little.Requests.Failed(), "%d and %d lost", little.Requests.Failed(), much.Requests.Failed())
		}},
		{"an earlier restore damages no more", 20, func(r *trial) {
			s := r.changing()
			s.drawPeople(&r.dice)
			s.people.restores, s.people.mend = []sketchRestore{{r.length * 0.05, 1}}, 0
			later := s.clone()
			later.people.restores = []sketchRestore{{r.length * 0.3, 1}}
			r.allMended(r.run(s, 0), r.run(later, 0))
		}},
		{"an earlier switch-off damages no more", 20, func(r *trial) {
			s := r.changing()
			s.drawPeople(&r.dice)
			s.people.restores, s.people.contain, s.people.mend = []sketchRestore{{r.length, 1}}, 1, 0
			later := s.clone()
			later.people.contain = r.length * 0.4
			early, late := r.run(s, 0), r.run(later, 0)
			r.allMended(early, late)
			contained := func(x *run) bool { return len(x.marked[record.Contained]) > 0 }
			r.check(!contained(late) || contained(early) && early.marked[record.Contained][0] < late.marked[record.Contained][0], "contained")
		}},
		{"more lost records damage no fewer LBs", 20, func(r *trial) {
			s := r.changing()
			much := s.only(s.deleteState(0, s.faults[0].at, 0.9))
			r.allMended(r.run(s, 0), r.run(much, 0))
		}},
		{"more frequent changes damage no fewer LBs", 20, func(r *trial) {
			s := r.changing()
			s = s.only(s.deleteState(0, 0, 0.5)) // or changes before it would differ in number
			often := s.clone()
			often.touches *= 1.7
			a, b := r.run(s, 0), r.run(often, 0)
			r.allMended(a, b)
			r.check(b.Damage.LBMinutes() > a.Damage.LBMinutes() || a.Damage.LBMinutes() == 0, "%v and %v LB-minutes", a.Damage.LBMinutes(), b.Damage.LBMinutes())
		}},
		{"refusing a missing record damages nothing", 10, func(r *trial) {
			s := r.changing()
			s.designs[0].healing = "refuse-missing"
			r.check(len(r.run(s, 0).damage) == 0, "something is misconfigured")
		}},
		{"one server more answers nobody later", 20, func(r *trial) {
			s := r.crowded(r.dice.u(0.8, 1.3)).seeAsBefore()
			a, b := r.run(s, 0), r.run(s, 0, func(w *Workload) {
				mean, _ := w.Scenario.Service.Time.Mean()
				for place, list := range w.Scenario.Designs[0].Serve {
					peak := 0.0
					for i, p := range w.Scenario.Workload {
						if p.Location == place {
							peak += w.Peaks[i]
						}
					}
					list[0].Capacity = (math.Ceil(list[0].Capacity*peak*mean.Seconds()-1e-9) + 1) / (peak * mean.Seconds())
				}
			})
			r.lostAlso(b, a)
			other := b.byObserver()
			for who, o := range a.byObserver() {
				x, ended := other[who]
				r.check(!o.Good() || ended && x.Ended <= o.Ended, "%+v, with a server more %+v", o, x)
			}
		}},
		{"slower work answers nobody earlier", 20, func(r *trial) {
			s := r.crowded(1.5).seeAsBefore()
			slow := s.only(sketchFault{at: r.length * 0.2, kind: scenario.Gray, what: "region: " + r.regions[0].full() + ", factor: 1.7", lasts: r.length * 0.4})
			s = s.only(s.lose(id.Region(len(s.regions)-1), r.length*0.999, 1))
			a, b := r.run(s, 0).byObserver(), r.run(slow, 0).byObserver()
			for who, o := range b {
				x := a[who]
				r.check(!o.Good() || x.Good() && x.Ended <= o.Ended, "%+v, slower %+v", x, o)
			}
		}},
		{"a standby at another provider that does not fail hurts nobody", 20, func(r *trial) {
			s := r.steady().plain(0)
			s = s.only(s.lose(0, r.length*0.2, r.length*0.4))
			both := s.clone()
			d := &both.designs[0]
			d.steering, d.probes, d.around = "name", r.dice.probes(2, 12), false
			for place, list := range d.serve {
				d.serve[place] = append(list, sketchEndpoint{region: s.regions[len(s.regions)-1].full(), capacity: 20, rank: 2, weight: 1})
			}
			r.lostAlso(r.run(both, 0), r.run(s, 0))
		}},
	})
}

// changing has one region's LBs changed often and overwritten once their
// records are lost, without scaling, whose load depends on what is lost, and
// without a queue for workers.
func (r *trial) changing() *sketch {
	s := r.steady().plain(0)
	s = s.only(s.deleteState(0, r.length*0.2, 0.4))
	s.touches, s.workers, s.misread, s.scaleEvery = r.dice.u(0.002, 0.02), 10_000, 0, r.length*2
	s.designs[0].healing = "overwrite"
	return s
}

// crowded gives the first design one backend, with more places than users, and
// nothing breaks.
func (r *trial) crowded(capacity float64) *sketch {
	s := r.steady().plain(0)
	s = s.only(s.lose(id.Region(len(s.regions)-1), r.length*0.999, 1))
	s.regions = slices.Clone(s.regions)
	s.regions[0].zones, s.perZone = 1, 1
	for _, list := range s.designs[0].serve {
		list[0].capacity = capacity
	}
	return s
}

// What does not belong to a run changes nothing in it.
func TestRelationsOfRunning(t *testing.T) {
	study := func(r *trial, s *sketch, o Options) *results.Study {
		read, w := s.read(r.t)
		o.Seed = r.seed
		st, err := Compare(context.Background(), read, w, o)
		require.NoError(r.t, err)
		return st
	}
	// facts are the fingerprints of each run of a design.
	facts := func(st *results.Study, design string) (list []string) {
		for _, x := range st.Incidents[0].Samples {
			if x.Design.Name == design {
				for _, run := range x.Runs() {
					list = append(list, run.Fingerprint.String())
				}
			}
		}
		return list
	}
	relationsOfAnybody(t, []relation{
		{"replication k is the same however many there are", 6, func(r *trial) {
			few, many := facts(study(r, r.sketch, Options{Replications: 2}), "d0"), facts(study(r, r.sketch, Options{Replications: 5}), "d0")
			r.check(len(many) == 5 && slices.Equal(few, many[:2]), "%v and %v", few, many)
			r.check(many[0] != many[1], "replications differ")
		}},
		{"jobs change nothing", 6, func(r *trial) {
			one, four := study(r, r.sketch, Options{Replications: 3, Jobs: 1}), study(r, r.sketch, Options{Replications: 3, Jobs: 4})
			a, err := one.Summary()
			require.NoError(r.t, err)
			b, err := four.Summary()
			require.NoError(r.t, err)
			x, err := json.Marshal(a)
			require.NoError(r.t, err)
			y, err := json.Marshal(b)
			require.NoError(r.t, err)
			r.check(string(x) == string(y), "%s and %s", x, y)
		}},
		{"designs in another order are the same designs", 6, func(r *trial) {
			other := r.clone()
			slices.Reverse(other.designs)
			a, b := study(r, r.sketch, Options{Replications: 2}), study(r, other, Options{Replications: 2})
			for _, d := range []string{"d0", "d1"} {
				r.check(slices.Equal(facts(a, d), facts(b, d)), "%s: %v and %v", d, facts(a, d), facts(b, d))
			}
			x, y := a.Incidents[0].Samples, b.Incidents[0].Samples
			lost := func(r *counted.Run) float64 { return float64(r.Requests.Failed()) }
			p := results.Compare(x[0].Values(lost), x[1].Values(lost), false)
			q := results.Compare(y[0].Values(lost), y[1].Values(lost), false)
			r.check(p.MeanDifference == -q.MeanDifference && near(float64(p.PABetter), 1-float64(q.PABetter)), "%+v and %+v", p, q)
		}},
		{"one design alone is what it is among others", 6, func(r *trial) {
			alone := study(r, r.sketch, Options{Replications: 2, Designs: []string{"d1"}})
			among := study(r, r.sketch, Options{Replications: 2})
			r.check(slices.Equal(facts(alone, "d1"), facts(among, "d1")), "%v and %v", facts(alone, "d1"), facts(among, "d1"))
		}},
		{"another incident and another place shift nobody's draws", 6, func(r *trial) {
			s := r.apart()
			read, w := s.read(r.t)
			other := read.Incidents[0]
			other.Name = "another"
			one, err := Compare(context.Background(), read, w, Options{Seed: r.seed, Replications: 2})
			require.NoError(r.t, err)
			read.Incidents = append([]scenario.Incident{other}, read.Incidents...)
			two, err := Compare(context.Background(), read, w, Options{Seed: r.seed, Replications: 2, Incidents: []string{"it"}})
			require.NoError(r.t, err)
			r.check(slices.Equal(facts(one, "d0"), facts(two, "d0")), "%v and %v", facts(one, "d0"), facts(two, "d0"))
			more := s.clone()
			more.places = append(more.places, sketchPlace{"beyond", more.places[0].rtt})
			for i := range more.designs {
				more.designs[i].serve["beyond"] = more.designs[i].serve["here"]
			}
			r.check(slices.Equal(facts(one, "d0"), facts(study(r, more, Options{Replications: 2}), "d0")), "a place without users")
		}},
		{"the same run twice is the same", 6, func(r *trial) {
			a, b := r.run(r.sketch, 0), r.run(r.sketch, 0)
			r.check(fmt.Sprint(a.Part) == fmt.Sprint(b.Part), "%+v and %+v", a.Part, b.Part)
			r.check(a.Fingerprint == b.Fingerprint, "%v and %v", a.Fingerprint, b.Fingerprint)
		}},
	})
}
