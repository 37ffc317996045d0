package validate

import (
	"math"
	"slices"
	"time"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/control"
	"failsim/models/distribution"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/store"
	"failsim/sim"
)

// hour is that of simulated time.
const hour = sim.Time(time.Hour)

// ledger is what is noted of a control plane: damage over time, and calls that
// failed. It takes no interest in the rest.
type ledger struct {
	plane         *control.Plane
	since         sim.Time
	misconfigured int
	minutes       float64 // LB-minutes of damage up to since
	failed        int     // calls
}

func (l *ledger) upTo(now sim.Time) float64 {
	l.minutes += float64(float64(l.misconfigured) * now.Sub(l.since).Minutes())
	l.since = now
	return l.minutes
}

func (l *ledger) FleetChanged(at sim.Time, d record.Fleet) {
	l.upTo(at)
	l.misconfigured = d.Misconfigured
}
func (l *ledger) CallFailed(sim.Time, id.Region)                   { l.failed++ }
func (*ledger) Held(sim.Time, id.Region, id.Record, bool)          {}
func (*ledger) Answered([]record.Answered)                         {}
func (*ledger) Arrived(request.Population, request.User, sim.Time) {}
func (*ledger) Settled(*record.Settlement)                         {}
func (*ledger) Wasted(request.Population, int64)                   {}
func (*ledger) ZonesLost(sim.Time, id.Region, int, int)            {}
func (*ledger) Called([]sim.Time, id.Region, record.Call, bool)    {}
func (*ledger) Alarmed(sim.Time, record.Raised)                    {}
func (*ledger) Marked(sim.Time, record.Mark, id.Region)            {}
func (*ledger) Narrate(sim.Time, string)                           {}
func (*ledger) Follows() bool                                      { return false }

// plane is a region whose records are lost at the start, whose workflows take
// no time and overwrite, as in 2012.
func (e exposure) plane(k *sim.Kernel, key sim.Key) *ledger {
	l := &ledger{}
	s := store.New(int(e.fleet), time.Hour, 24*time.Hour)
	spec := control.Spec{TouchesPerHour: e.rate, Workers: 1000, Work: distribution.Must(distribution.NewConstant(0)), Alarm: time.Minute}
	heal := []policy.Healing{strategy("overwrite", nil).(policy.Healing)}
	l.plane = control.New(k, key.Named("plane"), spec, 0, s, nil, nil, heal, l, l)
	l.plane.Delete(0, key.Named("deletion"), e.share)
	return l
}

// hoursIn returns the instant so many hours after the start.
func hoursIn(h float64) sim.Time { return sim.Time(sim.FromSeconds(h * secondsPerHour)) }

// simulateExposure runs fleets one after the other; their number follows from
// size, which counts LBs.
func simulateExposure(c *oracle.Case, size int, key sim.Key) Estimates {
	e := exposureOf(c)
	times := c.Numbers("times")
	fleets := max(2, size/int(e.fleet))
	var broken, squares, minutes, failed float64
	share := make([]float64, len(times))
	for i := range fleets {
		var k sim.Kernel
		l := e.plane(&k, key.At(uint64(i)))
		looked := false
		look := func() { // workflows go off once
			if looked {
				return
			}
			looked = true
			k.Run(hoursIn(e.off))
			minutes += l.upTo(k.Now())
			n := float64(l.plane.Misconfigured())
			broken, squares, failed = broken+n, squares+float64(n*n), failed+float64(l.failed)
			l.plane.Set(k.Now(), control.ByPeople, true)
		}
		for j, t := range times {
			if t >= e.off {
				look()
			}
			if hoursIn(t) < k.Now() {
				oracle.Refuse("parameter times is not in order")
			}
			k.Run(hoursIn(t))
			share[j] += float64(l.plane.Misconfigured()) / e.fleet / float64(fleets)
		}
		look()
	}
	n := float64(fleets)
	mean := broken / n
	out := Estimates{"impacted_share_at_disable": mean / e.fleet, "mean_impacted": mean, "lb_hours_impacted_up_to_disable": minutes / 60 / n,
		"failed_modify_calls_expected": failed / n,
		// Records are lost one by one, each with the same probability.
		"std_impacted_if_each_deleted_independently": math.Sqrt((squares/n - float64(mean*mean)) * n / (n - 1))}
	for j, t := range times {
		out[named("impacted_share_at_", t, "h")] = share[j]
	}
	return out
}

// simulatePhases mends LBs by hand one by one at the rate of the first phase,
// and after the merge at that which ends the damage in time.
func simulatePhases(c *oracle.Case, _ int, key sim.Key) Estimates {
	e := exposureOf(c)
	byHand, merged, bulk := c.Positive("manual_rate_per_h", "LB/h"), c.Number("t_restore", "h"), c.Positive("bulk_hours", "h")
	var k sim.Kernel
	l := e.plane(&k, key)
	k.Run(hoursIn(e.off))
	exposed, atOff := l.upTo(k.Now()), l.plane.Misconfigured()
	l.plane.Set(k.Now(), control.ByPeople, true)
	next := 0
	mend := func(until sim.Time, pause time.Duration) {
		// The first is mended half a pause in, as a constant rate does on average.
		for now := k.Now().Add(pause / 2); now < until; now = now.Add(pause) {
			k.Run(now)
			next, _ = l.plane.MendOne(now, next)
		}
		k.Run(until)
	}
	mend(hoursIn(merged), time.Duration(float64(hour)/byHand))
	manual, left := l.upTo(k.Now())-exposed, l.plane.Misconfigured()
	l.plane.Merge(k.Now())
	if left > 0 {
		mend(hoursIn(merged+bulk), time.Duration(bulk*float64(hour)/float64(left)))
	}
	total := l.upTo(k.Now())
	return Estimates{"impacted_at_disable": float64(atOff), "impacted_at_restore": float64(left), "lb_minutes_phase_exposure": exposed,
		"lb_minutes_phase_manual": manual, "lb_minutes_phase_bulk": total - exposed - manual, "lb_minutes_total": total}
}

// simulateReplay loses the store's records at any time and asks for the
// snapshot from before.
func simulateReplay(c *oracle.Case, size int, key sim.Key) Estimates {
	interval, detect, locate := c.Positive("snapshot_interval", "s"), c.Number("detect", "s"), c.Number("locate", "s")
	gigabytes, bandwidth := c.Number("size_gb", "GB"), c.Positive("restore_gb_per_s", "GB/s")
	writes, replay := c.Number("write_rate", "1/s"), c.Positive("replay_rate", "1/s")
	c.Skip("replication_lag_mean") // the store's log is never behind
	when := key.Named("when")
	s := store.New(1, sim.FromSeconds(interval), sim.FromSeconds(1000*interval))
	ages, took := make([]float64, size), make([]float64, size)
	for i := range ages {
		lost := sim.Time(sim.FromSeconds(100 * interval * when.Float64(uint64(i))))
		s.Delete(lost, key, 1)
		snapshot, _ := s.SnapshotBefore(lost)
		ages[i] = lost.Sub(snapshot).Seconds()
		took[i] = detect + locate + gigabytes/bandwidth + ages[i]*writes/replay
	}
	slices.Sort(took)
	e := Estimates{"rto_mean": average(took), "rpo_without_log_mean": average(ages), "lost_writes_mean_without_log": average(ages) * writes}
	eachQuantile(c, "rto", "", func(metric string, p float64) { e[metric] = at(took, p) })
	return e
}
