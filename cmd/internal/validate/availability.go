package validate

import (
	"math"

	"failsim/cmd/internal/validate/oracle"
	"failsim/cmd/internal/validate/theory"
	"failsim/sim/portable"
)

const (
	hoursPerYear   = 365 * 24
	minutesPerYear = hoursPerYear * 60
	secondsPerHour = 3600
	mostParts      = 1000
)

func computeComponent(c *oracle.Case) Values {
	part := theory.Component{Up: c.Positive("mttf", "h"), Down: c.Positive("mttr", "h")}
	horizon := c.Positive("horizon", "h")
	v := Values{
		"steady_state_availability":        part.Availability(),
		"expected_downtime_per_year":       part.Unavailability() * minutesPerYear,
		"point_availability_at_mttr":       part.At(part.Down),
		"point_availability_at_tenth_mttf": part.At(part.Up / 10),
		"mean_interval_availability":       part.MeanUntil(horizon),
		"p_no_outage":                      portable.Exp(-horizon / part.Up),
		"asymptotic_var":                   part.AsymptoticVariance(horizon),
		"p_downtime_le_half_mttr":          part.DownAtMost(part.Down/2, horizon),
		"p_downtime_le_mttr":               part.DownAtMost(part.Down, horizon),
		"p_downtime_le_three_mttr":         part.DownAtMost(3*part.Down, horizon),
		"steady_state_unavailability":      part.Unavailability(),
	}
	// p5 is the availability that one interval in twenty falls short of.
	quantiles(c, v, "interval_availability", "", func(p float64) float64 { return part.AvailabilityQuantile(p, horizon) })
	return v
}

func kOfN(c *oracle.Case) theory.KOfN {
	n := c.Count("n", 1, mostParts)
	return theory.KOfN{N: n, K: c.Count("k", 1, n), Crews: n, Up: c.Positive("mttf", "h"), Down: c.Positive("mttr", "h")}
}

// redundancy answers for both ways of repair. The oracles' mean_down_period is
// mttr/(n-k+1): how long the outage lasts if nothing else fails in it. Counting
// further failures, as unavailability and failure_frequency do, an outage lasts
// unavailability/failure_frequency, 2.5 % longer in a case of 3 of 5.
func redundancy(s theory.KOfN) Values {
	u, f := s.Unavailability(), s.Frequency()
	return Values{"unavailability": u, "availability": 1 - u, "failure_frequency": f, "mean_up_period": (1 - u) / f,
		"mean_down_period": s.FirstRepair(), "mttf_from_all_up": s.FirstFailure()}
}

func computeIndependent(c *oracle.Case) Values { return redundancy(kOfN(c)) }

func computeCrews(c *oracle.Case) Values {
	s := kOfN(c)
	s.Crews = c.Count("crews", 1, mostParts)
	return redundancy(s)
}

func computeCoverage(c *oracle.Case) Values {
	s := theory.Coverage{Up: c.Positive("mttf", "h"), Down: c.Positive("mttr", "h"), Covered: c.Share("coverage"),
		Failover: c.Number("mean_failover", "h"), Manual: c.Number("mean_manual", "h")}
	switching, uncovered, none, frequency := s.Solve()
	down := switching + uncovered + none
	return Values{"unavailability": down, "availability": 1 - down, "share_of_downtime_failover": switching / down,
		"share_of_downtime_uncovered": uncovered / down, "share_of_downtime_both_bad": none / down,
		"outages_per_year": frequency * hoursPerYear, "downtime_min_per_year": down * minutesPerYear}
}

// computeFailover is renewal reward per incident: an outage lasts until probes
// at a uniform phase have found it and traffic is switched, if it is covered,
// else until it is repaired. The standby never fails.
func computeFailover(c *oracle.Case) Values {
	up, down := float64(c.Positive("mttf", "h")*secondsPerHour), float64(c.Positive("mttr", "h")*secondsPerHour)
	interval, k := c.Positive("probe_interval", "s"), float64(c.Count("threshold", 1, 1000))
	timeout, change, covered := c.Number("probe_timeout", "s"), c.Number("switch_time", "s"), c.Share("coverage")
	found := float64(interval/2) + float64((k-1)*interval) + timeout
	outage := float64(covered*(found+change)) + float64((1-covered)*down)
	u := outage / (up + outage)
	return Values{"mean_detection": found, "mean_outage_per_incident": outage, "availability": up / (up + outage), "unavailability": u,
		"improvement_over_no_failover": down / (up + down) / u}
}

func computeCommonCause(c *oracle.Case) Values {
	n := c.Count("n", 1, mostParts)
	k, q, beta := c.Count("k", 1, n), c.Share("unavailability"), c.Share("beta")
	u, apart := theory.CommonCause(n, k, q, beta), theory.CommonCause(n, k, q, 0)
	return Values{"system_unavailability": u, "system_unavailability_if_independent": apart, "penalty_factor": u / apart}
}

// computeSLA multiplies: parts in series, providers in parallel, and what all
// of them depend on.
func computeSLA(c *oracle.Case) Values {
	shared, days := c.Share("shared_dependency"), c.Positive("days", "1")
	bound := shared
	for _, a := range c.Numbers("serial") {
		bound = float64(bound * a)
	}
	allDown := 1.0
	for _, a := range c.Numbers("parallel_providers") {
		allDown = float64(allDown * (1 - a))
	}
	a := float64(bound * (1 - allDown))
	return Values{"composite_availability": a, "downtime_per_period": (1 - a) * days * 24 * 60, "nines": -portable.Log10(1 - a), "upper_bound_by_shared_part": bound}
}

// computeWeighted integrates a demand of mean(1 + a cos(2 pi (t-peak)/24)) over
// a day and over outages of it, hours of the clock.
func computeWeighted(c *oracle.Case) Values {
	mean, amplitude, peak := c.Positive("mean_rate", "1/s"), c.Share("relative_amplitude"), c.Number("peak_hour", "h")
	const turn = 2 * math.Pi / 24
	demand := func(from, to float64) float64 {
		return float64(mean * secondsPerHour * (to - from + float64(amplitude/turn*(portable.Sin(turn*(to-peak))-portable.Sin(turn*(from-peak))))))
	}
	down, lost := 0.0, 0.0
	for _, o := range c.Pairs("outages") {
		if o[0] < 0 || o[1] < o[0] || o[1] > 24 {
			oracle.Refuse("parameter outages with hours that are not of one day")
		}
		down += o[1] - o[0]
		lost += demand(o[0], o[1])
	}
	total := demand(0, 24)
	return Values{"time_weighted_availability": 1 - float64(down/24), "request_weighted_availability": 1 - lost/total, "expected_lost_requests": lost,
		"std_lost_requests": math.Sqrt(lost), "expected_total_requests": total}
}

// drain is the share of clients that still hold a dead address, by seconds
// from its failure.
type drain struct {
	moved, ttl, share, hold float64
	uniform                 bool // residual TTL; else without memory
}

func drainOf(c *oracle.Case) drain {
	d := drain{moved: c.Number("detection", "s") + c.Number("publish_delay", "s"), ttl: c.Positive("ttl", "s"),
		share: c.Share("violator_share"), hold: c.Positive("violator_mean_hold", "s")}
	switch residual := c.Text("residual"); residual {
	case "uniform":
		d.uniform = true
	case "exponential":
	default:
		oracle.Refuse("parameter residual is %q", residual)
	}
	return d
}

func (d drain) at(t float64) float64 {
	u := t - d.moved
	if u <= 0 {
		return 1
	}
	obeying := portable.Exp(-u / d.ttl)
	if d.uniform {
		obeying = max(0, 1-u/d.ttl)
	}
	return float64((1-d.share)*obeying) + float64(d.share*portable.Exp(-u/d.hold))
}

func computeDrain(c *oracle.Case) Values {
	d, rate := drainOf(c), c.Positive("arrival_rate", "1/s")
	residual, last := d.ttl, math.Inf(1)
	if d.uniform {
		residual, last = d.ttl/2, d.moved+d.ttl
	}
	area := d.moved + float64((1-d.share)*residual) + float64(d.share*d.hold)
	v := Values{"mean_unavailability_time": area, "expected_lost_requests": rate * area, "std_lost_requests_many_clients": math.Sqrt(rate * area),
		"last_compliant_client_after": last}
	for _, t := range c.Numbers("times") {
		v[named("share_failing_at_", t, "s")] = d.at(t)
	}
	return v
}
