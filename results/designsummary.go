package results

import (
	"math"

	"failsim/models/record"
	"failsim/sim"
)

// DesignSummary is one design in one incident. The fields up to populations
// are stable; those after them may grow.
type DesignSummary struct {
	Name              string              `json:"name"`
	Requests          RequestTotals       `json:"requests"`
	Availability      Estimate            `json:"availability"`
	TimeToDetect      Quantiles           `json:"time_to_detect_s"`
	TimeToMitigate    Quantiles           `json:"time_to_mitigate_s"`
	TimeToRecover     RecoverySummary     `json:"time_to_recover_s"`
	UserMinutesLost   Estimate            `json:"user_minutes_lost"`
	LBDamagedPeak     Estimate            `json:"lb_damaged_peak_share"`
	BlastRadiusPeak   Estimate            `json:"blast_radius_peak"`
	Retries           Estimate            `json:"retry_amplification"`
	CostPerHour       Cost                `json:"cost_per_hour_usd"`
	Populations       []PopulationSummary `json:"populations"`
	About             string              `json:"about,omitempty"`
	Buyer             string              `json:"buyer,omitempty"`
	CostPerFailover   Cost                `json:"cost_per_failover_hour_usd"`
	SlipPasses        Number              `json:"p_trigger_passes"` // figures are given that it passed
	FromOnset         Estimate            `json:"availability_from_onset"`
	TimeWeighted      Estimate            `json:"availability_time_weighted"`
	Goodput           Estimate            `json:"goodput"`
	LatencyP50        Estimate            `json:"latency_p50_s"`
	LatencyP99        Estimate            `json:"latency_p99_s"`
	TimeToHalfHarm    Quantiles           `json:"time_to_half_harm_s"`
	FailurePeak       Estimate            `json:"failure_peak_share"`
	UserMinutesShare  Estimate            `json:"user_minutes_lost_share"`
	ErrorBudgetBurned Estimate            `json:"error_budget_burned"`
	BurnAlerts        []BurnSummary       `json:"burn_rate_alerts"`
	UserUptime        []UptimeSummary     `json:"windowed_user_uptime"`
	BadAfterFault     Quantiles           `json:"time_bad_after_fault_ended_s"`
	BlastMinutes      Estimate            `json:"blast_radius_minutes"`
	PopulationsHarmed Estimate            `json:"populations_harmed"`
	LBMinutes         Estimate            `json:"lb_minutes_lost"`
	LBMinutesPerLB    Estimate            `json:"lb_minutes_lost_per_lb"`
	LBDamagedPeakAt   Quantiles           `json:"lb_damaged_peak_at_s"`
	LBContained       Estimate            `json:"lb_damaged_share_at_containment"`
	FailedOver        Estimate            `json:"failed_over_share"`
	WastedPerRequest  Estimate            `json:"wasted_work_s_per_request"`
	ControlPlane      []CallSummary       `json:"control_plane_calls"`
	Phases            []PhaseSummary      `json:"phases"`
	Fingerprint       string              `json:"fingerprint"`
}

// RequestTotals are totals over the replications, not weighted.
type RequestTotals struct {
	Arrived       int64       `json:"arrived"`
	Succeeded     int64       `json:"succeeded"`
	Failed        int64       `json:"failed"`
	InFlight      int64       `json:"in_flight"`
	FailedByCause CauseCounts `json:"failed_by_cause"`
}

func (r *Requests) totals() RequestTotals {
	return RequestTotals{r.Arrived, r.Succeeded(), r.Failed(), r.InFlight, r.Ended}
}

// Cost is a price in US dollars: null where there is none, and then Priced
// says why.
type Cost struct {
	Mean   Number `json:"mean"`
	Priced string `json:"priced,omitempty"`
}

// PopulationSummary is one population under a design.
type PopulationSummary struct {
	Name            string          `json:"name"`
	Availability    Estimate        `json:"availability"`
	FromOnset       Estimate        `json:"availability_from_onset"`
	TimeToRecover   RecoverySummary `json:"time_to_recover_s"`
	UserMinutesLost Estimate        `json:"user_minutes_lost"`
	Requests        RequestTotals   `json:"requests"`
}

// CallSummary counts one kind of control-plane call in one phase, as totals.
type CallSummary struct {
	Phase string `json:"phase"`
	Call  string `json:"call"`
	Tried
}

// BurnSummary says when an alert on the burn of the error budget would have
// told, in seconds since the onset, over the replications in which it would.
type BurnSummary struct {
	Rate   Number `json:"rate"`
	LongS  Number `json:"long_s"`
	ShortS Number `json:"short_s"`
	Quantiles
}

func (s *Sample) burns() []BurnSummary {
	list := []BurnSummary{}
	for i, a := range burnAlerts {
		q := EstimateQuantiles(s.Values(func(r *Run) float64 { return r.Burns[i] }))
		list = append(list, BurnSummary{Number(a.rate), Number(a.long.Seconds()), Number(a.short.Seconds()), q})
	}
	return list
}

// UptimeSummary is the worst user-uptime in windows of one length.
type UptimeSummary struct {
	WindowS Number `json:"window_s"`
	Estimate
}

func (s *Sample) uptimes(key sim.Key) []UptimeSummary {
	list := []UptimeSummary{}
	for i, length := range uptimeLengths {
		if length <= s.layout.Length {
			e := EstimateMean(s.Values(func(r *Run) float64 { return r.Uptimes[i] }), Shares, key.At(uint64(i)))
			list = append(list, UptimeSummary{Number(length.Seconds()), e})
		}
	}
	return list
}

// PhaseSummary says when a moment of the incident came, in seconds since the
// onset, over the replications in which it did.
type PhaseSummary struct {
	Mark string `json:"mark"`
	Quantiles
}

// summary summarises the runs of a sample.
func (s *Sample) summary(key sim.Key) DesignSummary {
	mean := func(name string, r Range, figure func(*Run) float64) Estimate {
		return EstimateMean(s.Values(figure), r, key.Named(name))
	}
	quantiles := func(figure func(*Run) float64) Quantiles { return EstimateQuantiles(s.Values(figure)) }
	whole := func(r *Run) *Part { return &r.Part }
	all := s.requests(func(r *Run) *Requests { return &r.Requests })
	after := s.requests(func(r *Run) *Requests { return &r.FromOnset })
	d := DesignSummary{
		Name: s.Design.Name, About: s.Design.About, Buyer: s.Design.Buyer, Requests: all.totals(),
		CostPerHour:     Cost{Number(s.Design.CostPerHour), s.Design.Priced},
		CostPerFailover: Cost{Number(s.Design.CostPerFailoverHour), s.Design.Priced},
		SlipPasses:      Number(s.Design.SlipPasses),
		Availability: estimateAvailability(
			mean("availability", Shares, func(r *Run) float64 { return r.Availability }), all.Settled(), all.Failed()),
		FromOnset: estimateAvailability(
			mean("from onset", Shares, func(r *Run) float64 { return r.AvailabilityFromOnset }), after.Settled(), after.Failed()),
		TimeWeighted: estimateAvailability(
			mean("time-weighted", Shares, func(r *Run) float64 { return r.TimeWeighted }), all.Settled(), all.Failed()),
		Goodput:           mean("goodput", Shares, func(r *Run) float64 { return r.Goodput }),
		LatencyP50:        mean("latency p50", NotNegative, func(r *Run) float64 { return r.LatencyP50 }),
		LatencyP99:        mean("latency p99", NotNegative, func(r *Run) float64 { return r.LatencyP99 }),
		TimeToDetect:      quantiles(func(r *Run) float64 { return r.TimeToDetect }),
		TimeToMitigate:    quantiles(func(r *Run) float64 { return r.Growth.Mitigated }),
		TimeToHalfHarm:    quantiles(func(r *Run) float64 { return r.Growth.HalfPeak }),
		TimeToRecover:     s.recovery(key.Named("recovery"), whole),
		FailurePeak:       mean("failure peak", Shares, func(r *Run) float64 { return r.Growth.Peak }),
		UserMinutesLost:   mean("user-minutes", NotNegative, func(r *Run) float64 { return r.UserMinutesLost }),
		UserMinutesShare:  mean("user-minutes share", Shares, func(r *Run) float64 { return r.UserMinutesLost / r.UserMinutesAsked }),
		ErrorBudgetBurned: mean("budget", NotNegative, func(r *Run) float64 { return r.ErrorBudgetBurned }),
		BlastRadiusPeak:   mean("blast peak", Shares, func(r *Run) float64 { return r.Blast.Peak }),
		BlastMinutes:      mean("blast minutes", NotNegative, func(r *Run) float64 { return r.Blast.Minutes }),
		PopulationsHarmed: mean("populations", Range{0, float64(len(s.layout.Populations))},
			func(r *Run) float64 { return float64(r.Blast.Populations) }),
		LBDamagedPeak:    mean("damage peak", Shares, func(r *Run) float64 { return r.WorstDamage().PeakShare }),
		LBDamagedPeakAt:  quantiles(func(r *Run) float64 { return s.since(r.WorstDamage().PeakAt) }),
		LBMinutes:        mean("lb-minutes", NotNegative, (*Run).LBMinutes),
		LBMinutesPerLB:   mean("lb-minutes per lb", NotNegative, (*Run).LBMinutesPerLB),
		LBContained:      mean("contained", Shares, func(r *Run) float64 { return r.WorstDamage().ContainedShare }),
		Retries:          mean("retries", NotNegative, func(r *Run) float64 { return r.RetryAmplification }),
		FailedOver:       mean("failed over", Shares, func(r *Run) float64 { return r.FailedOver }),
		WastedPerRequest: mean("wasted", NotNegative, func(r *Run) float64 { return r.WastedPerRequest }),
		BurnAlerts:       s.burns(),
		UserUptime:       s.uptimes(key.Named("uptime")),
		BadAfterFault:    quantiles(func(r *Run) float64 { return r.BadAfterFault }),
		ControlPlane:     s.calls(),
		Phases:           s.phases(),
		Fingerprint:      s.Fingerprint().String(),
	}
	for p, name := range s.layout.Populations {
		d.Populations = append(d.Populations, s.population(p, name, key.Named("population").Named(name)))
	}
	return d
}

func (s *Sample) population(p int, name string, key sim.Key) PopulationSummary {
	part := func(r *Run) *Part { return &r.Populations[p] }
	mean := func(purpose string, r Range, figure func(*Part) float64) Estimate {
		return EstimateMean(s.Values(func(r *Run) float64 { return figure(part(r)) }), r, key.Named(purpose))
	}
	all := s.requests(func(r *Run) *Requests { return &part(r).Requests })
	after := s.requests(func(r *Run) *Requests { return &part(r).FromOnset })
	return PopulationSummary{
		Name: name,
		Availability: estimateAvailability(
			mean("availability", Shares, func(p *Part) float64 { return p.Availability }), all.Settled(), all.Failed()),
		FromOnset: estimateAvailability(
			mean("from onset", Shares, func(p *Part) float64 { return p.AvailabilityFromOnset }), after.Settled(), after.Failed()),
		TimeToRecover:   s.recovery(key.Named("recovery"), part),
		UserMinutesLost: mean("user-minutes", NotNegative, func(p *Part) float64 { return p.UserMinutesLost }),
		Requests:        all.totals(),
	}
}

// since returns the seconds from the onset to an instant, NaN to one that
// never came.
func (s *Sample) since(at sim.Time) float64 {
	if at == sim.Never {
		return nan
	}
	return at.Sub(s.layout.Onset).Seconds()
}

func (s *Sample) calls() []CallSummary {
	var sum CallCounts
	for _, r := range s.runs {
		sum.add(&r.Calls)
	}
	list := []CallSummary{}
	for p := range Phases {
		for c := range record.Calls {
			if t := sum[p][c]; t != (Tried{}) {
				list = append(list, CallSummary{p.String(), c.String(), t})
			}
		}
	}
	return list
}

func (s *Sample) phases() []PhaseSummary {
	list := []PhaseSummary{}
	for m := range record.Marks {
		q := EstimateQuantiles(s.Values(func(r *Run) float64 { return s.since(r.First[m]) }))
		if q.N > 0 && !math.IsNaN(float64(q.P50)) {
			list = append(list, PhaseSummary{m.String(), q})
		}
	}
	return list
}
