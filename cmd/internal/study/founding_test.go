package study

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
	"failsim/sim"
)

// What the scenario states (durations, the share deleted, the rate of touches)
// is put in and proves nothing. These tests hold what emerges from it against
// what AWS and Netflix published of 24 December 2012; figures and their sources
// are in the scenario.

const (
	deleted = 0.25   // p of the scenario, an assumption
	touched = 0.0685 // r per hour, an assumption
)

func curve(after time.Duration) float64 { return deleted * -math.Expm1(-touched*after.Hours()) }

func us(s *counted.Run) counted.RegionFleet { return s.Damage[0] }

func TestDamageSpreadsAtTheRateOfChangeFromNothing(t *testing.T) {
	sample := compare(t, founding(t, 10), 6, "single-provider")["single-provider"]
	minute := time.Minute
	for _, p := range sample.MisconfiguredSeries(0) {
		switch {
		case p.SinceOnset < -counted.ShapeStep/2: // the step that holds the fault has its middle before it
			require.Zero(t, p.Mean, "nothing is misconfigured before the fault, at %s", p.SinceOnset)
		case p.SinceOnset < 278*minute:
			// A workflow takes a minute or two from reading a record to writing
			// the LB: the curve comes that much later.
			assert.InDelta(t, curve(p.SinceOnset-95*time.Second), p.Mean, 0.003, "at %s", p.SinceOnset)
		}
	}
	share := mean(sample.Values(func(r *counted.Run) float64 { return us(r).ContainedShare }))
	assert.InDelta(t, 0.068, share, 0.003, "published: 6.8 %% at containment")
	for k, r := range sample.Runs() {
		assert.InDelta(t, 0.068, us(r).ContainedShare, 4*0.0018, "four standard deviations of a fleet of 20,000; replication %d", k)
		assert.InDelta(t, 278, r.First[record.Contained].Sub(24*sim.Time(minute)).Minutes(), 1)
		for _, m := range r.Moments {
			require.GreaterOrEqual(t, m.At, sim.Time(24*minute), "nothing happens before the fault")
		}
	}
}

func TestDeletingTheStateBreaksNothingByItself(t *testing.T) {
	s := founding(t, 1)
	// The fault comes at 24 minutes; the fastest workflow takes about 15 s to
	// write what it has not found.
	s.Incidents[0].Length = 24*time.Minute + 10*time.Second
	sample := compare(t, s, 3, "single-provider")["single-provider"]
	for _, r := range sample.Runs() {
		assert.Zero(t, r.Requests.Failed())
		assert.Zero(t, us(r).PeakShare)
		assert.InDelta(t, deleted, us(r).MissingPeak, 0.015, "though a quarter of the records is gone")
	}
}

func TestOldLBsCannotBeManagedWhileNewOnesWork(t *testing.T) {
	sample := compare(t, founding(t, 10), 3, "single-provider")["single-provider"]
	var calls counted.CallCounts
	for _, r := range sample.Runs() {
		for p := range calls {
			for c := range calls[p] {
				calls[p][c].OK += r.Calls[p][c].OK
				calls[p][c].Failed += r.Calls[p][c].Failed
			}
		}
	}
	before, uncontained, off := calls[counted.BeforeFault], calls[counted.Uncontained], calls[counted.WhileOff]
	assert.Zero(t, before[record.ManageOld].Failed)
	assert.Positive(t, uncontained[record.ManageOld].Failed, "calls on LBs whose record is gone fail")
	assert.Greater(t, off[record.ManageOld].Failed, uncontained[record.ManageOld].Failed, "and all calls on old LBs once workflows are off")
	for p, c := range calls {
		assert.Zero(t, c[record.Create].Failed+c[record.ManageNew].Failed, "new LBs can be made and managed in phase %v", counted.Phase(p))
	}
	assert.Positive(t, off[record.Create].OK)
}

func TestLBMinutesLostAreThoseOfTheFacts(t *testing.T) {
	s := founding(t, 10)
	withHands := compare(t, s, 4, "single-provider")["single-provider"]
	s.Incidents[0].People.Published.MendPerHour = 0
	without := compare(t, s, 4, "single-provider")["single-provider"]
	perLB := func(x *results.Sample) float64 {
		return mean(x.Values(func(r *counted.Run) float64 { return us(r).LBMinutes / float64(us(r).Fleet) }))
	}
	assert.InDelta(t, 71, perLB(without), 3, "facts: about 71 minutes for each LB of the fleet, without repairs by hand")
	saved := perLB(without) - perLB(withHands)
	// 20 an hour from containment to the merge, each LB saved until then and
	// half of the re-enabling: the integral, over a fleet of 20,000.
	hours := (1036.0 - 278) / 60
	expected := 20*hours*hours/2*60/20000 + 20*hours*145/20000
	assert.InDelta(t, expected, saved, 1.5, "repairs by hand save what their pace says")
}

func TestContainedEarlierThePeaksFollowTheSameCurve(t *testing.T) {
	for _, c := range []struct {
		after  time.Duration
		peak   float64
		within float64
	}{{15 * time.Minute, 0.0042, 0.0015}, {time.Hour, 0.0166, 0.002}, {2 * time.Hour, 0.0320, 0.003}} {
		s := founding(t, 20)
		containedAfter(c.after)(s)
		sample := compare(t, s, 4, "single-provider")["single-provider"]
		peak := mean(sample.Values(func(r *counted.Run) float64 { return us(r).PeakShare }))
		assert.InDelta(t, c.peak, peak, c.within, "contained after %s", c.after)
		assert.InDelta(t, curve(c.after-95*time.Second), peak, 0.0015, "the curve, later by a workflow's duration")
	}
}

func TestSparedPopulationsAndEuropeStayUpWhileOthersAreOutForHours(t *testing.T) {
	sample := compare(t, founding(t, 1), 6, "single-provider")["single-provider"]
	spared, out := 0, 0
	for _, r := range sample.Runs() {
		for i, name := range []string{"tv-americas", "web-americas", "tv-europe", "web-europe"} {
			recovery := r.Populations[i].Recovery
			switch {
			case i >= 2:
				assert.Equal(t, counted.NeverHarmed, recovery.State, "%s is served by another region", name)
			case recovery.State == counted.NeverHarmed:
				spared++
				assert.Greater(t, r.Populations[i].Availability, 0.9995)
			case recovery.Took > 6*time.Hour:
				out++
			}
		}
	}
	assert.Positive(t, spared, "some populations in the Americas are spared in some replications")
	assert.Greater(t, out, len(sample.Runs())/2, "others are out for hours in the same weather")
}

func TestATestedRestoreAloneBringsRecoveryToElevenHours(t *testing.T) {
	sample := compare(t, founding(t, 10), 3, "tested-restore")["tested-restore"]
	for _, r := range sample.Runs() {
		since := func(m record.Mark) float64 { return r.First[m].Sub(24 * sim.Time(time.Minute)).Hours() }
		assert.InDelta(t, 8.7, since(record.MostlyReenabled), 0.2, "H7: majority")
		assert.InDelta(t, 10.9, since(record.Reenabled), 0.3, "H7: all")
		assert.InDelta(t, 0.068, us(r).PeakShare, 0.003, "it does not contain earlier")
	}
}

func TestMechanismsInTheirOrder(t *testing.T) {
	designs := compare(t, founding(t, 2), 4)
	lost := func(name string) float64 {
		return mean(designs[name].Values(func(r *counted.Run) float64 { return 1 - r.Availability }))
	}
	peak := func(name string) float64 {
		return mean(designs[name].Values(func(r *counted.Run) float64 { return us(r).PeakShare }))
	}
	assert.Less(t, peak("self-healing"), 0.001, "C1/C2: nothing is overwritten")
	assert.Less(t, peak("kill-switch"), 0.003, "C9: contained within minutes")
	assert.InDelta(t, peak("single-provider"), peak("isthmus"), 0.002, "what a tenant buys changes nothing for the fleet")
	assert.Less(t, lost("self-healing"), lost("kill-switch"))
	assert.Less(t, lost("kill-switch"), lost("tested-restore"), "H7: an early switch beats a tested restore")
	assert.Less(t, lost("tested-restore"), lost("single-provider"))
	assert.Less(t, lost("isthmus"), lost("single-provider")/5, "A6: a second LB layer with probes through LBs")
	assert.InDelta(t, lost("single-provider"), lost("active-passive-region"), 0.02, "A7: a region-wide probe sees nothing at 6.8 %%")
	stale := func(name string) float64 {
		return mean(designs[name].Values(func(r *counted.Run) float64 { return float64(r.Requests.Ended[request.StaleAddress]) }))
	}
	assert.Less(t, stale("multi-provider-client"), stale("active-passive")/2, "H6: clients that choose leave no DNS tail")
}

func TestAProbeAroundTheLBSeesNothing(t *testing.T) {
	s := founding(t, 1) // the servers of a thinner traffic are so few that waiting for them is as bad as the LBs
	single := compare(t, s, 2, "single-provider")["single-provider"]
	through := compare(t, s, 2, "isthmus")["isthmus"]
	s.Designs = append([]scenario.Design{}, s.Designs...)
	steering := designOf(s, "isthmus").Tenant[policy.SteeringSocket][0]
	steering.Values["probe"] = policy.Value{Word: "around-lb"}
	around := compare(t, s, 2, "isthmus")["isthmus"]
	lost := func(x *results.Sample) float64 {
		return mean(x.Values(func(r *counted.Run) float64 { return 1 - r.Availability }))
	}
	assert.Less(t, lost(through), lost(single)/4)
	assert.InDelta(t, lost(single), lost(around), 0.005, "A7: the backends are well, so DNS stays where it is")
}
