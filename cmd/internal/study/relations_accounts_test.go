package study

import (
	"math"
	"testing"
	"time"

	"failsim/models/id"
	"failsim/models/request"
	"failsim/results/counted"
	"failsim/sim"
)

func TestRelationsOfAccounts(t *testing.T) {
	relationsOfAnybody(t, []relation{
		{"arrivals are successes, failures by cause and requests in flight", 25, func(r *trial) {
			a := r.run(r.sketch, 0)
			var count counted.CauseCounts
			for _, o := range a.settled {
				count[o.Cause]++
			}
			r.check(int64(a.arrived) == a.Requests.Arrived, "%d and %d arrivals", a.arrived, a.Requests.Arrived)
			r.check(count == a.Requests.Ended, "%v and %v", count, a.Requests.Ended)
			r.check(a.Requests.Arrived == a.Requests.Succeeded()+a.Requests.Failed()+a.Requests.InFlight, "%+v", a.Requests)
			sum := counted.Requests{}
			for _, p := range a.Populations {
				sum.Arrived, sum.InFlight, sum.Attempts = sum.Arrived+p.Requests.Arrived, sum.InFlight+p.Requests.InFlight, sum.Attempts+p.Requests.Attempts
				r.check(p.Requests.Arrived == p.Requests.Settled()+p.Requests.InFlight, "%+v", p.Requests)
			}
			r.check(sum.Arrived == a.Requests.Arrived && sum.InFlight == a.Requests.InFlight && sum.Attempts == a.Requests.Attempts,
				"populations sum to %+v, not %+v", sum, a.Requests)
		}},
		{"what is lost by cause, population and time sums to the failures", 25, func(r *trial) {
			a := r.run(r.sketch, 0)
			steps := map[time.Duration]map[request.Cause]float64{}
			total := 0.0
			for _, l := range a.sample.LostSeries() {
				if steps[l.SinceOnset] == nil {
					steps[l.SinceOnset] = map[request.Cause]float64{}
				}
				steps[l.SinceOnset][l.Cause] += l.Mean
				total += l.Mean
			}
			r.check(total == float64(a.Requests.Failed()), "%v and %d", total, a.Requests.Failed())
			for _, o := range a.settled {
				if !o.Good() {
					onset := time.Duration(a.layout.Onset)
					if onset >= a.layout.Length { // then steps count from the start
						onset = 0
					}
					steps[time.Duration(o.Arrived).Truncate(counted.LostStep)-onset][o.Cause]--
				}
			}
			for at, causes := range steps {
				for c, left := range causes {
					r.check(left == 0, "%v at %v: %v too many", c, at, left)
				}
			}
		}},
		{"an outcome comes between the arrival and the end of patience", 25, func(r *trial) {
			a := r.run(r.sketch, 0)
			s := a.workload.Scenario
			for _, o := range a.settled {
				habits := s.ClientsOf(&s.Designs[0], int(o.Population))
				patience, timeout := habits.Patience, habits.Timeout
				took := o.Ended.Sub(o.Arrived)
				r.check(took >= 0 && took <= patience, "%+v took %v", o, took)
				r.check(o.Attempts > 1 || took <= timeout, "%+v took %v in one attempt", o, took)
				r.check(!o.Good() || took >= sim.FromSeconds(r.serviceLow)+sim.FromSeconds(r.shortestTrip())-2, "%+v took %v", o, took)
			}
		}},
		{"what servers log adds up to what clients see", 25, func(r *trial) {
			a := r.run(r.sketch, 0)
			for _, o := range a.settled {
				r.check(o.Served <= o.Taken && o.Taken <= o.Attempts, "%+v", o)
				r.check(!o.Good() || o.Served >= 1 && o.Work >= int64(sim.FromSeconds(r.serviceLow)), "%+v", o)
				r.check(o.Served == 0 || o.Work > 0, "%+v", o)
			}
		}},
		{"user-minutes are those of distinct users and minutes", 20, func(r *trial) {
			a := r.run(r.sketch, 0)
			type who struct{ population, user, minute int64 }
			got := map[who]bool{}
			for _, o := range a.settled {
				w := who{int64(o.Population), int64(o.User), int64(o.Arrived / sim.Time(time.Minute))}
				got[w] = got[w] || o.Good()
			}
			lost := 0
			for _, good := range got {
				if !good {
					lost++
				}
			}
			r.check(a.UserMinutesAsked == float64(len(got)) && a.UserMinutesLost == float64(lost), "%v of %v user-minutes, not %d of %d",
				a.UserMinutesLost, a.UserMinutesAsked, lost, len(got))
		}},
		{"a blast radius is a share, and its integral within the run", 20, func(r *trial) {
			a := r.run(r.sketch, 0)
			left := math.Ceil((a.layout.Length - time.Duration(a.layout.Onset)).Minutes() + 1)
			r.check(a.Blast.Peak >= 0 && a.Blast.Peak <= 1 && a.Blast.Minutes <= a.Blast.Peak*left+1e-9, "%+v", a.Blast)
			harmed := 0
			for _, p := range a.Populations {
				if p.Recovery.State != counted.NeverHarmed {
					harmed++
				}
			}
			r.check(a.Blast.Populations == harmed, "%d and %d", a.Blast.Populations, harmed)
			r.check(a.Requests.Failed() > 0 || a.Blast.Peak == 0, "nobody was lost, %+v", a.Blast)
		}},
		{"harm begins, is mitigated and ends in this order", 30, func(r *trial) {
			a := r.run(r.sketch, 0)
			x := a.Recovery
			if x.State == counted.NeverHarmed {
				r.check(x.Harmed == sim.Never && math.IsNaN(a.Growth.Mitigated), "%+v %+v", x, a.Growth)
				return
			}
			r.check(x.Harmed >= a.layout.Onset && x.Took >= x.Harmed.Sub(a.layout.Onset), "%+v", x)
			r.check(x.Finally >= x.Took && (x.Relapses > 0 || x.Finally == x.Took) && x.Took <= a.layout.Length-time.Duration(a.layout.Onset), "%+v", x)
			g := a.Growth
			r.check(g.Peak > 0 && g.Peak <= 1 && g.PeakAt >= 0 && g.PeakAt <= g.Mitigated, "%+v", g)
			r.check(x.State == counted.Censored || g.Mitigated <= x.Took.Seconds(), "%+v %+v", g, x)
			r.check(a.Availability <= 1 && a.Goodput <= a.Availability && a.RetryAmplification >= 1, "%+v", a.Part)
		}},
		{"the worst long window is no worse than the worst short one", 4, func(r *trial) {
			s := r.clone()
			s.length, s.touches = 4000, s.touches/10
			u := r.run(s, 0).WorstWindows
			known := 0
			for i, worst := range u {
				r.check(math.IsNaN(worst) || worst >= 0 && worst <= 1 && (i == 0 || worst >= u[i-1]), "%v", u)
				if !math.IsNaN(worst) {
					known++
				}
			}
			r.check(known > 3 && known < len(u), "%v", u)
		}},
		{"misconfigured LBs are a share of the fleet, and no LB-minutes without them", 20, func(r *trial) {
			a := r.run(r.sketch, 0)
			for i, d := range a.Damage {
				minutes, last := 0.0, misconfigured{region: id.Region(i)}
				end := sim.Time(a.layout.Length)
				for _, c := range append(a.damage, misconfigured{at: end, region: id.Region(i)}) {
					if c.region == id.Region(i) {
						minutes += float64(last.lbs) * c.at.Sub(last.at).Minutes()
						last = c
					}
				}
				r.check(math.Abs(minutes-d.LBMinutes) < 1e-3, "%v and %v LB-minutes", minutes, d.LBMinutes)
				r.check(d.PeakShare >= 0 && d.PeakShare <= 1 && d.LBMinutes <= d.PeakShare*float64(d.Fleet)*a.layout.Length.Minutes()+1e-9, "%+v", d)
			}
		}},
	})
}

func (s *sketch) shortestTrip() float64 {
	least := math.Inf(1)
	for _, p := range s.places {
		for _, trip := range p.rtt {
			least = min(least, trip)
		}
	}
	return least
}
