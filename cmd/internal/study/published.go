package study

import (
	"context"
	"fmt"
	"math"
	"time"

	"failsim/models/distribution"
	"failsim/models/record"
	"failsim/models/world/scenario"
	"failsim/results/counted"
)

// fleetThin divides the traffic of the founding scenario where only the fleet
// matters; the fleet is as it was.
const fleetThin = 20

// Founding holds elb-2012 against AWS's and Netflix's accounts of 24 December
// 2012. It alters copies of the scenario that load returns.
func Founding(ctx context.Context, load func() (*scenario.Scenario, error), seed uint64, replications int) ([]Published, error) {
	f := accounts{ctx: ctx, load: load, seed: seed, replications: replications}
	const aws, derived = "AWS 680587", "derived from AWS 680587"
	usEast := func(r *counted.Run) counted.RegionFleet { return r.Damage[0] }

	base := f.run("single-provider", 1, nil)
	f.check("LBs misconfigured when workflows were switched off, 278 min", aws, "%", 6.5, 7.1,
		base, func(r *counted.Run) float64 { return 100 * usEast(r).ContainedShare })
	f.check("requests lost in Europe, which another region serves", "Netflix", "%", 0, 0,
		base, func(r *counted.Run) float64 {
			return 100 - float64(50*(r.Populations[2].Availability+r.Populations[3].Availability))
		})
	f.check("calls to make or manage new LBs that failed", aws, "", 0, 0, base, failedOnNew)
	f.check("hours until the worst hit population in the Americas was well for good", aws+", Netflix", "h", 7, 22.1, base, worstHours)

	byHand := func(s *scenario.Scenario) { s.Incidents[0].People.Published.MendPerHour = 0 }
	without := f.run("single-provider", fleetThin, byHand)
	f.check("minutes lost for each LB of the region, without repairs by hand", derived, "min", 68, 74,
		without, func(r *counted.Run) float64 { return usEast(r).LBMinutes / float64(usEast(r).Fleet) })

	for _, c := range []struct{ minutes, low, high float64 }{{15, 0.27, 0.57}, {60, 1.46, 1.86}, {120, 2.9, 3.5}} {
		early := f.run("single-provider", fleetThin, containedAfter(time.Duration(c.minutes)*time.Minute))
		f.check(fmt.Sprintf("peak had workflows been switched off after %.0f min", c.minutes), derived, "%", c.low, c.high,
			early, func(r *counted.Run) float64 { return 100 * usEast(r).PeakShare })
	}

	tested := f.run("tested-restore", fleetThin, nil)
	f.check("hours until most LBs are well again, with a restore that works", "hypothesis from the same durations", "h", 8.5, 8.9,
		tested, func(r *counted.Run) float64 { return f.since(r, record.MostlyReenabled) })
	f.check("hours until all are", "hypothesis from the same durations", "h", 10.5, 11.1,
		tested, func(r *counted.Run) float64 { return f.since(r, record.Reenabled) })
	return f.list, f.err
}

func (f *accounts) since(r *counted.Run, m record.Mark) float64 {
	return (time.Duration(r.First[m]) - f.onset).Hours()
}

// containedAfter makes people switch workflows off after d.
func containedAfter(d time.Duration) func(*scenario.Scenario) {
	return func(s *scenario.Scenario) {
		p := s.Incidents[0].People.Published
		p.Notice, p.Misdiagnose, p.Find, p.Contain = distribution.Constant(d), distribution.Constant(0), distribution.Constant(0), distribution.Constant(0)
	}
}

func failedOnNew(r *counted.Run) float64 {
	failed := int64(0)
	for _, phase := range r.Calls {
		failed += phase[record.Create].Failed + phase[record.ManageNew].Failed
	}
	return float64(failed)
}

// worstHours is of the first two populations, those in the Americas.
func worstHours(r *counted.Run) float64 {
	return math.Max(r.Populations[0].Recovery.Finally.Hours(), r.Populations[1].Recovery.Finally.Hours())
}
