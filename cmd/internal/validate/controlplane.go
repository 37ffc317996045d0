package validate

import (
	"math"

	"failsim/cmd/internal/validate/oracle"
	"failsim/cmd/internal/validate/theory"
	"failsim/sim/portable"
)

const noLag = "the store's log is never behind"

// exposure is a fleet of which a share lost its records: an LB breaks at the
// first of its changes, which come at a rate, until workflows are off.
type exposure struct {
	fleet, share float64
	rate, off    float64 // per hour, hours
}

func exposureOf(c *oracle.Case) exposure {
	return exposure{float64(c.Count("n_lb", 1, mostRequests)), c.Share("deleted_share"), c.Number("event_rate", "1/h"), c.Number("t_disable", "h")}
}

// hit returns the probability that an LB whose record is gone broke by t.
func (e exposure) hit(t float64) float64 { return -portable.Expm1(-e.rate * min(t, e.off)) }

// hours returns the mean LB-hours of damage until workflows are off.
func (e exposure) hours() float64 {
	return e.fleet * e.share * (e.off + portable.Expm1(-e.rate*e.off)/e.rate)
}

func computeExposure(c *oracle.Case) Values {
	e := exposureOf(c)
	broken := float64(e.share * e.hit(e.off))
	v := Values{
		"impacted_share_at_disable":                  broken,
		"mean_impacted":                              e.fleet * broken,
		"std_impacted_if_each_deleted_independently": math.Sqrt(e.fleet * broken * (1 - broken)),
		"std_impacted_if_exact_share_deleted":        math.Sqrt(e.fleet * e.share * e.hit(e.off) * (1 - e.hit(e.off))),
		"time_to_half_of_deleted":                    math.Ln2 / e.rate,
		"lb_hours_impacted_up_to_disable":            e.hours(),
		"failed_modify_calls_expected":               e.fleet * e.share * e.rate * e.off,
	}
	for _, t := range c.Numbers("times") {
		v[named("impacted_share_at_", t, "h")] = e.share * e.hit(t)
	}
	return v
}

// computeInversion: which rate of changes explains a peak of damage, for each
// share of records that may have been deleted.
func computeInversion(c *oracle.Case) Values {
	peak, span := c.Share("peak_share"), c.Positive("exposure_h", "h")
	v := Values{"smallest_deleted_share_possible": peak}
	for _, p := range c.Numbers("deleted_shares") {
		rate := math.Inf(1)
		if p > peak {
			rate = -portable.Log1p(-peak/p) / span
		}
		v[named("event_rate_for_deleted_", p, "")] = rate
		v[named("mean_hours_between_events_for_deleted_", p, "")] = 1 / rate
	}
	return v
}

// computePhases adds up LB-minutes: exposure, repair by hand at a constant
// rate until the snapshot is merged, then the rest at a constant rate.
func computePhases(c *oracle.Case) Values {
	e := exposureOf(c)
	byHand, merged, bulk := c.Number("manual_rate_per_h", "LB/h"), c.Number("t_restore", "h"), c.Number("bulk_hours", "h")
	if merged < e.off {
		oracle.Refuse("parameter t_restore before workflows are off")
	}
	broken := float64(e.fleet * e.share * e.hit(e.off))
	hands := merged - e.off
	if byHand > 0 {
		hands = min(hands, broken/byHand) // until none is left
	}
	left := broken - float64(byHand*hands)
	exposed, manual, rest := float64(60*e.hours()), float64(60*hands*(broken+left)/2), float64(60*bulk*left/2)
	total := exposed + manual + rest
	return Values{"impacted_at_disable": broken, "impacted_at_restore": left, "lb_minutes_phase_exposure": exposed, "lb_minutes_phase_manual": manual,
		"lb_minutes_phase_bulk": rest, "lb_minutes_total": total, "fleet_availability_over_event": 1 - total/(60*e.fleet*(merged+bulk))}
}

// computeReconciliation: damage at a uniform phase of a scan waits for it, and
// then for an exponential repair.
func computeReconciliation(c *oracle.Case) Values {
	scan, repair := c.Positive("scan_period", "s"), c.Positive("mean_repair", "s")
	tail := func(t float64) float64 {
		if t <= scan {
			return 1 - t/scan - float64(repair/scan*portable.Expm1(-t/repair))
		}
		return repair / scan * (portable.Exp((scan-t)/repair) - portable.Exp(-t/repair))
	}
	v := Values{"mean_repair_time": float64(scan/2) + repair, "std_repair_time": math.Sqrt(float64(scan*scan/12) + float64(repair*repair)), "p_repaired_within_scan_period": 1 - tail(scan)}
	numbered(c, "p", "", func(metric string, n float64) {
		v[metric] = theory.QuantileOf(tail, n/math.Pow10(len(metric)-1), scan)
	})
	return v
}

// computeReplay is arithmetic on the age of the newest snapshot, uniform below
// its interval, and on the exponential lag of a copied log.
func computeReplay(c *oracle.Case) Values {
	interval, detect, locate := c.Positive("snapshot_interval", "s"), c.Number("detect", "s"), c.Number("locate", "s")
	size, bandwidth := c.Number("size_gb", "GB"), c.Positive("restore_gb_per_s", "GB/s")
	writes, replay, lag := c.Number("write_rate", "1/s"), c.Positive("replay_rate", "1/s"), c.Number("replication_lag_mean", "s")
	fixed := detect + locate + size/bandwidth
	slope := writes / replay
	mean := fixed + float64(interval/2*slope)
	v := Values{"rto_mean": mean, "rto_min": fixed, "rto_max": fixed + float64(interval*slope), "rpo_without_log_mean": interval / 2, "rpo_without_log_max": interval,
		"rpo_with_async_log_mean": lag, "lost_writes_mean_without_log": interval / 2 * writes, "replay_share_of_rto": interval / 2 * slope / mean}
	quantiles(c, v, "rto", "", func(p float64) float64 { return fixed + float64(p*interval*slope) })
	quantiles(c, v, "rpo_without_log", "", func(p float64) float64 { return p * interval })
	quantiles(c, v, "rpo_with_async_log", "", func(p float64) float64 { return -lag * portable.Log1p(-p) })
	return v
}

// computeLease: a crash at a uniform phase of the renewals leaves between
// lease-renew and lease; an exponential election follows.
func computeLease(c *oracle.Case) Values {
	lease, renew, election := c.Positive("lease", "s"), c.Positive("renew", "s"), c.Positive("election_mean", "s")
	if renew > lease {
		oracle.Refuse("parameter renew longer than the lease")
	}
	return Values{"mean_leaderless": lease - float64(renew/2) + election, "min_leaderless_before_election": lease - renew, "max_leaderless_before_election": lease,
		"std": math.Sqrt(float64(renew*renew/12) + float64(election*election)), "p_over_lease": -election / renew * portable.Expm1(-renew/election)}
}

// computeMakespan is a pure death process: of k that are left, min(k, crews)
// are being repaired.
func computeMakespan(c *oracle.Case) Values {
	n, crews, mean := c.Count("n_broken", 1, mostRequests), c.Count("crews", 1, mostRequests), c.Positive("mean_repair", "min")
	span, variance, area := 0.0, 0.0, 0.0
	for k := 1; k <= n; k++ {
		step := mean / float64(min(k, crews))
		span += step
		variance += float64(step * step)
		area += float64(float64(k) * step)
	}
	return Values{"mean_makespan": span, "std_makespan": math.Sqrt(variance), "mean_broken_minutes": area,
		"mean_time_to_repair_of_a_random_one": area / float64(n)}
}
