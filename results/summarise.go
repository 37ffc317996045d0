package results

import (
	"failsim/results/counted"
	"failsim/results/statistics"
)

// summary summarises the runs of a sample.
func (s *Sample) summary() DesignSummary {
	mean := func(r statistics.Range, figure func(*counted.Run) float64) statistics.Estimate {
		return s.of(figure).Estimate(r)
	}
	quantiles := func(figure func(*counted.Run) float64) statistics.Quantiles { return s.of(figure).Quantiles() }
	design := &s.Design
	whole := func(r *counted.Run) *counted.Part { return &r.Part }
	all := s.part(whole)
	d := DesignSummary{
		Name: design.Name, About: design.About, Buyer: design.Buyer, Requests: all.Requests,
		CostPerHour:     Cost{statistics.Number(design.CostPerHour), design.Priced},
		CostPerFailover: Cost{statistics.Number(design.CostPerFailoverHour), design.Priced},
		ErrorPasses:     statistics.Number(design.ErrorPasses),
		Headroom:        HeadroomSummary{statistics.Number(design.Headroom.AtRest), statistics.Number(design.Headroom.Failover), statistics.Number(design.Headroom.Grown)},
		ServesPerSecond: statistics.Number(design.ServesPerSecond),
		Servers:         append([]Servers{}, design.Servers...),
		Availability:    all.Availability, FromOnset: all.FromOnset, TimeWeighted: all.TimeWeighted, Goodput: all.Goodput,
		ServerSide:     all.ServerSide,
		LatencyP50:     mean(statistics.Levels, func(r *counted.Run) float64 { return r.LatencyP50 }),
		LatencyP99:     mean(statistics.Levels, func(r *counted.Run) float64 { return r.LatencyP99 }),
		TimeToDetect:   all.TimeToDetect,
		TimeToPeak:     all.TimeToPeak,
		TimeToMitigate: all.TimeToMitigate, TimeToHalfHarm: all.TimeToHalfHarm, TimeToRecover: all.TimeToRecover,
		TimeTo95:          quantiles(func(r *counted.Run) float64 { return r.Growth.To95 }),
		TimeTo99:          quantiles(func(r *counted.Run) float64 { return r.Growth.To99 }),
		Late:              s.late(all.TimeToRecover.Final.P50),
		Metastable:        all.Metastable,
		FailurePeak:       mean(statistics.Shares, func(r *counted.Run) float64 { return r.Growth.Peak }),
		OutageMinutes:     all.OutageMinutes,
		UserMinutesLost:   all.UserMinutesLost,
		UserMinutesShare:  mean(statistics.Shares, func(r *counted.Run) float64 { return r.UserMinutesLost / r.UserMinutesAsked }),
		ErrorBudgetBurned: mean(statistics.NotNegative, func(r *counted.Run) float64 { return r.ErrorBudgetBurned }),
		BlastRadiusPeak:   mean(statistics.Shares, func(r *counted.Run) float64 { return r.Blast.Peak }),
		BlastMinutes:      mean(statistics.NotNegative, func(r *counted.Run) float64 { return r.Blast.Minutes }),
		PopulationsHarmed: mean(statistics.Range{Low: 0, High: float64(len(s.layout.Populations)), Skewed: true},
			func(r *counted.Run) float64 { return float64(r.Blast.Populations) }),
		LBMisconfiguredPeak:   mean(statistics.Shares, func(r *counted.Run) float64 { return r.Damage.Worst().PeakShare }),
		LBMisconfiguredPeakAt: quantiles(func(r *counted.Run) float64 { return s.Since(r.Damage.Worst().PeakAt) }),
		LBMinutes:             mean(statistics.NotNegative, func(r *counted.Run) float64 { return r.Damage.LBMinutes() }),
		LBMinutesPerLB:        mean(statistics.NotNegative, func(r *counted.Run) float64 { return r.Damage.LBMinutesPerLB() }),
		LBContained:           mean(statistics.Shares, func(r *counted.Run) float64 { return r.Damage.Worst().ContainedShare }),
		OwnMisconfiguredPeak:  mean(statistics.Shares, func(r *counted.Run) float64 { return r.Own.Worst().PeakShare }),
		OwnMinutes:            mean(statistics.NotNegative, func(r *counted.Run) float64 { return r.Own.LBMinutes() }),
		ZonesLostPeak:         mean(statistics.Shares, func(r *counted.Run) float64 { return r.Zones.Worst().PeakShare }),
		ZoneMinutes:           mean(statistics.NotNegative, func(r *counted.Run) float64 { return r.Zones.LBMinutes() }),
		RecordsLost:           mean(statistics.NotNegative, func(r *counted.Run) float64 { return r.Damage.RecordsLost() }),
		LossWithin:            s.lossWithin(),
		Retries:               all.Retries,
		FailedOver:            mean(statistics.Shares, func(r *counted.Run) float64 { return r.FailedOver }),
		WastedPerRequest:      mean(statistics.NotNegative, func(r *counted.Run) float64 { return r.WastedPerRequest }),
		WastedShare:           mean(statistics.Shares, func(r *counted.Run) float64 { return r.WastedShare }),
		Thrash:                s.thrash(),
		LostByCause:           s.LostByCause(),
		Branches:              s.branches(),
		BurnAlerts:            s.burns(),
		WorstWindows:          s.worstWindows(),
		ControlPlane:          s.calls(),
		Phases:                s.phases(),
		Fingerprint:           s.Fingerprint().String(),
	}
	if design.OutOfReach {
		d.OutOfReach = 1
	}
	for p, name := range s.layout.Populations {
		sum := s.part(func(r *counted.Run) *counted.Part { return &r.Populations[p] })
		sum.Name = name
		d.Populations = append(d.Populations, sum)
	}
	d.Data = s.dataKept()
	d.OnPaper = s.onPaper(d.OutageMinutes)
	return d
}

// part summarises what a whole run and each population have.
func (s *Sample) part(part func(*counted.Run) *counted.Part) PopulationSummary {
	of := func(figure func(*counted.Part) float64) statistics.Values {
		return s.of(func(r *counted.Run) float64 { return figure(part(r)) })
	}
	mean := func(r statistics.Range, figure func(*counted.Part) float64) statistics.Estimate {
		return of(figure).Estimate(r)
	}
	quantiles := func(figure func(*counted.Part) float64) statistics.Quantiles { return of(figure).Quantiles() }
	all := s.requests(func(r *counted.Run) *counted.Requests { return &part(r).Requests })
	after := s.requests(func(r *counted.Run) *counted.Requests { return &part(r).FromOnset })
	n, failed := all.Settled(), all.Failed()
	return PopulationSummary{
		Availability:    of(func(p *counted.Part) float64 { return p.Availability }).EstimateAvailability(n, failed),
		FromOnset:       of(func(p *counted.Part) float64 { return p.AvailabilityFromOnset }).EstimateAvailability(after.Settled(), after.Failed()),
		TimeWeighted:    of(func(p *counted.Part) float64 { return p.TimeWeighted }).EstimateAvailability(n, failed),
		ServerSide:      of(func(p *counted.Part) float64 { return p.ServerSide }).EstimateAvailability(all.Taken, all.Taken-all.Served),
		Goodput:         of(func(p *counted.Part) float64 { return p.Goodput }).EstimateAvailability(n, n-all.Within),
		TimeToRecover:   s.recovery(part),
		OutageMinutes:   mean(statistics.NotNegative, func(p *counted.Part) float64 { return p.OutageMinutes }),
		UserMinutesLost: mean(statistics.NotNegative, func(p *counted.Part) float64 { return p.UserMinutesLost }),
		Requests:        totalsOf(&all),
		TimeToDetect:    s.detection(part),
		TimeToPeak:      quantiles(func(p *counted.Part) float64 { return p.Growth.PeakAt }),
		TimeToMitigate:  quantiles(func(p *counted.Part) float64 { return p.Growth.Mitigated }),
		TimeToHalfHarm:  quantiles(func(p *counted.Part) float64 { return p.Growth.HalfPeak }),
		Metastable:      s.metastable(part),
		Retries:         mean(statistics.Levels, func(p *counted.Part) float64 { return p.RetryAmplification }),
	}
}

// lossWithin estimates the probability that no more LB records are lost for
// good than the objective allows.
func (s *Sample) lossWithin() statistics.Proportion {
	return s.shareOf(func(r *counted.Run) bool { return r.Damage.RecordsLost() <= float64(s.layout.LostRecords) })
}
