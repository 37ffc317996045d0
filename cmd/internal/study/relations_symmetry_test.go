package study

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"failsim/models/id"
	"failsim/models/world"
	"failsim/sim"
)

func TestRelationsOfScaleAndName(t *testing.T) {
	relations(t, []relation{
		{"time scaled by two doubles every time", 25, func(r *trial) {
			s := r.clone().seeAsBefore() // whom a probe asks is drawn by its instant
			for i := range s.designs {   // whose look at the last five minutes is no time of the scenario
				if s.designs[i].healing == "kill-switch" {
					s.designs[i].healing = "overwrite"
				}
			}
			twice := s.clone()
			twice.unit = 2
			a, b := r.run(s, 0), r.run(twice, 0)
			within := func(one, two sim.Time) bool { return (two - 2*one).Sub(0).Abs() < time.Microsecond }
			r.check(len(a.settled) == len(b.settled), "%d and %d outcomes", len(a.settled), len(b.settled))
			for i, x := range a.settled {
				y := b.settled[i]
				r.check(x.Cause == y.Cause && x.Attempts == y.Attempts && x.User == y.User, "%+v and %+v", x, y)
				r.check(within(x.Arrived, y.Arrived) && within(x.Ended, y.Ended), "%+v and %+v", x, y)
			}
			r.check(len(a.damage) == len(b.damage), "%v and %v", a.damage, b.damage)
			for i, c := range a.damage {
				r.check(within(c.at, b.damage[i].at) && c.lbs == b.damage[i].lbs, "%v and %v", c, b.damage[i])
			}
		}},
		{"regions in another order are the same regions", 25, func(r *trial) {
			s := r.clone()
			s.people = nil // who are at one region at a time, the first that waits
			reversed := s.clone()
			slices.Reverse(reversed.regions)
			for i := range reversed.places {
				slices.Reverse(reversed.places[i].rtt)
			}
			a, b := r.run(s, 0), r.run(reversed, 0)
			for i := range b.damage {
				b.damage[i].region = id.Region(len(s.regions)) - 1 - b.damage[i].region
			}
			slices.SortStableFunc(b.damage, func(x, y misconfigured) int { return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.region, y.region)) })
			slices.SortStableFunc(a.damage, func(x, y misconfigured) int { return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.region, y.region)) })
			r.sameOutcomes(a, b)
		}},
		{"names that key no draws do not matter", 10, func(r *trial) {
			other := r.clone()
			other.designs[0].name = "renamed"
			other.start = "2020-02-29T21:00:00+01:00" // the same time of day: a surge is drawn by the clock
			a, b := r.run(r.sketch, 0), r.run(other, 0, func(w *Workload) { w.Scenario.Name, w.Scenario.Incidents[0].Title = "other", "another" })
			r.check(a.Fingerprint == b.Fingerprint, "%v and %v", a.Fingerprint, b.Fingerprint)
		}},
		{"faults in another order are the same faults", 15, func(r *trial) {
			other := r.clone()
			slices.Reverse(other.faults)
			r.sameOutcomes(r.run(r.sketch, 0), r.run(other, 0))
		}},
		{"objectives judge and change nothing", 10, func(r *trial) {
			other := r.clone()
			other.availability, other.hold, other.objective = 0.95, 100, 0.1
			a, b := r.run(r.sketch, 0), r.run(other, 0)
			r.check(a.Fingerprint == b.Fingerprint, "%v and %v", a.Fingerprint, b.Fingerprint)
		}},
		{"twice the demand at weight two is the same run of twice the users", 15, func(r *trial) {
			twice := r.clone()
			twice.weight, twice.surge = 2, 2*r.surge
			for i := range twice.populations {
				twice.populations[i].rate *= 2
			}
			a, b := r.run(r.sketch, 0), r.run(twice, 0)
			r.check(a.Fingerprint == b.Fingerprint, "%v and %v", a.Fingerprint, b.Fingerprint)
			r.check(near(2*a.UserMinutesLost, b.UserMinutesLost), "%v and %v user-minutes", a.UserMinutesLost, b.UserMinutesLost)
		}},
		{"only the ratio of weights within a rank, and the order of ranks, matter", 20, func(r *trial) {
			other := r.clone()
			for _, list := range other.designs[0].serve {
				for i := range list {
					list[i].weight *= 4
					list[i].rank = 10*list[i].rank + 3
				}
			}
			r.sameOutcomes(r.run(r.sketch, 0), r.run(other, 0))
		}},
		{"clients of whom none hold the list go where DNS says", 15, func(r *trial) {
			s, other := r.clone(), r.clone()
			s.designs[0].choosing, other.designs[0].choosing = "", "supported: 0%, second-first: 50%"
			r.sameOutcomes(r.run(s, 0), r.run(other, 0))
		}},
		{"the bill is linear in prices and in real demand", 15, func(r *trial) {
			bill := func(prices, demand float64) world.Bill {
				_, w := r.read(r.t)
				p := &w.Scenario.Prices
				for _, x := range []*float64{&p.LBHour, &p.LBGB, &p.ServerHour, &p.EgressGB, &p.BetweenRegionsGB, &p.DNSMillion, &p.DNSCheckMonth} {
					*x *= prices
				}
				if demand == 0 {
					p.LBHour, p.LBGB, p.EgressGB, p.DNSMillion, p.DNSCheckMonth, p.BetweenRegionsGB = 0, 0, 0, 0, 0, 0
				}
				return world.Cost(w.Scenario, w.Fixed, &w.Scenario.Designs[0], w.Peaks, w.means, 0)
			}
			one, three := bill(1, 1), bill(3, 1)
			r.check(near(3*one.PerHour, three.PerHour) && near(3*one.PerFailoverHour, three.PerFailoverHour), "%v and %v", one, three)
			servers := bill(1, 0)
			r.check(servers.PerHour < one.PerHour && servers.PerHour > 0 && !math.IsNaN(servers.PerHour), "%v of %v are servers", servers, one)
		}},
		{"who never retries is who may try once", 15, func(r *trial) {
			var runs []*run
			for _, retrying := range []string{"", "attempts: 1, limit: none", "fixed attempts: 1"} {
				s := r.clone()
				s.designs[0].retrying = retrying
				one := r.run(s, 0)
				r.check(one.Requests.Attempts == one.Requests.Settled(), "%d attempts of %d requests", one.Requests.Attempts, one.Requests.Settled())
				runs = append(runs, one)
			}
			r.sameOutcomes(runs[0], runs[1])
			r.sameOutcomes(runs[0], runs[2])
		}},
		{"no more attempts than the strategy allows", 10, func(r *trial) {
			s := r.clone()
			s.designs[0].retrying = "attempts: 3, limit: none"
			a := r.run(s, 0)
			for _, o := range a.settled {
				r.check(o.Attempts >= 1 && o.Attempts <= 3, "%+v", o)
			}
			r.check(strings.Contains(s.yaml(), "attempts: 3") && a.RetryAmplification <= 3, "amplified %v times", a.RetryAmplification)
		}},
	})
}
