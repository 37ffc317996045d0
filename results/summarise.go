package results

import "failsim/sim"

// summary summarises the runs of a sample.
func (s *Sample) summary(key sim.Key) DesignSummary {
	mean := func(name string, r Range, figure func(*Run) float64) Estimate {
		return EstimateMean(s.Values(figure), r, key.Named(name))
	}
	quantiles := func(figure func(*Run) float64) Quantiles { return EstimateQuantiles(s.Values(figure)) }
	design := &s.Design
	whole := func(r *Run) *Part { return &r.Part }
	all := s.part(key, whole)
	d := DesignSummary{
		Name: design.Name, About: design.About, Buyer: design.Buyer, Requests: all.Requests,
		CostPerHour:     Cost{Number(design.CostPerHour), design.Priced},
		CostPerFailover: Cost{Number(design.CostPerFailoverHour), design.Priced},
		SlipPasses:      Number(design.SlipPasses),
		Headroom:        HeadroomSummary{Number(design.Headroom.AtRest), Number(design.Headroom.Failover), Number(design.Headroom.Grown)},
		Servers:         append([]Servers{}, design.Servers...),
		Availability:    all.Availability, FromOnset: all.FromOnset, TimeWeighted: all.TimeWeighted, Goodput: all.Goodput,
		ServerSide:     all.ServerSide,
		LatencyP50:     mean("latency p50", NotNegative, func(r *Run) float64 { return r.LatencyP50 }),
		LatencyP99:     mean("latency p99", NotNegative, func(r *Run) float64 { return r.LatencyP99 }),
		TimeToDetect:   quantiles(func(r *Run) float64 { return r.TimeToDetect }),
		TimeToMitigate: all.TimeToMitigate, TimeToHalfHarm: all.TimeToHalfHarm, TimeToRecover: all.TimeToRecover,
		Metastable:        all.Metastable,
		FailurePeak:       mean("failure peak", Shares, func(r *Run) float64 { return r.Growth.Peak }),
		UserMinutesLost:   all.UserMinutesLost,
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
		OwnDamagedPeak:   mean("own peak", Shares, func(r *Run) float64 { return worst(r.Own).PeakShare }),
		OwnMinutes:       mean("own minutes", NotNegative, func(r *Run) float64 { return minutes(r.Own) }),
		ZonesLostPeak:    mean("zones peak", Shares, func(r *Run) float64 { return worst(r.Zones).PeakShare }),
		ZoneMinutes:      mean("zone-minutes", NotNegative, func(r *Run) float64 { return minutes(r.Zones) }),
		RecordsLost:      mean("records", NotNegative, (*Run).RecordsLost),
		LossWithin:       s.lossWithin(),
		Retries:          all.Retries,
		FailedOver:       mean("failed over", Shares, func(r *Run) float64 { return r.FailedOver }),
		WastedPerRequest: mean("wasted", NotNegative, func(r *Run) float64 { return r.WastedPerRequest }),
		WastedShare:      mean("wasted share", Shares, func(r *Run) float64 { return r.WastedShare }),
		BurnAlerts:       s.burns(),
		UserUptime:       s.uptimes(key.Named("uptime")),
		ControlPlane:     s.calls(),
		Phases:           s.phases(),
		Fingerprint:      s.Fingerprint().String(),
	}
	for p, name := range s.layout.Populations {
		sum := s.part(key.Named("population").Named(name), func(r *Run) *Part { return &r.Populations[p] })
		sum.Name = name
		d.Populations = append(d.Populations, sum)
	}
	d.OnPaper = s.onPaper(&d)
	return d
}

// part summarises what a whole run and each population have.
func (s *Sample) part(key sim.Key, part func(*Run) *Part) PopulationSummary {
	values := func(figure func(*Part) float64) []float64 {
		return s.Values(func(r *Run) float64 { return figure(part(r)) })
	}
	mean := func(purpose string, r Range, figure func(*Part) float64) Estimate {
		return EstimateMean(values(figure), r, key.Named(purpose))
	}
	quantiles := func(figure func(*Part) float64) Quantiles { return EstimateQuantiles(values(figure)) }
	all := s.requests(func(r *Run) *Requests { return &part(r).Requests })
	after := s.requests(func(r *Run) *Requests { return &part(r).FromOnset })
	n, failed := all.Settled(), all.Failed()
	return PopulationSummary{
		Availability: estimateAvailability(mean("availability", Shares, func(p *Part) float64 { return p.Availability }), n, failed),
		FromOnset: estimateAvailability(
			mean("from onset", Shares, func(p *Part) float64 { return p.AvailabilityFromOnset }), after.Settled(), after.Failed()),
		TimeWeighted: estimateAvailability(mean("time-weighted", Shares, func(p *Part) float64 { return p.TimeWeighted }), n, failed),
		ServerSide: estimateAvailability(
			mean("server side", Shares, func(p *Part) float64 { return p.ServerSide }), all.Taken, all.Taken-all.Served),
		Goodput:         estimateAvailability(mean("goodput", Shares, func(p *Part) float64 { return p.Goodput }), n, n-all.Within),
		TimeToRecover:   s.recovery(key.Named("recovery"), part),
		UserMinutesLost: mean("user-minutes", NotNegative, func(p *Part) float64 { return p.UserMinutesLost }),
		Requests:        all.totals(),
		TimeToDetect: EstimateQuantiles(s.Values(func(r *Run) float64 {
			if part(r).Recovery.State == NeverHarmed {
				return nan
			}
			return r.TimeToDetect
		})),
		TimeToMitigate: quantiles(func(p *Part) float64 { return p.Growth.Mitigated }),
		TimeToHalfHarm: quantiles(func(p *Part) float64 { return p.Growth.HalfPeak }),
		Metastable:     s.metastable(key.Named("metastable"), part),
		Retries:        mean("retries", NotNegative, func(p *Part) float64 { return p.RetryAmplification }),
	}
}

// lossWithin estimates the probability that no more LB records are lost for
// good than the objective allows.
func (s *Sample) lossWithin() Proportion {
	within := 0
	for _, r := range s.runs {
		if r.RecordsLost() <= float64(s.layout.LostRecords) {
			within++
		}
	}
	return EstimateProportion(float64(within), len(s.runs))
}
