package results

import (
	"fmt"
	"math"
	"strings"
	"time"

	"failsim/models/record"
	"failsim/results/counted"
	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/sim"
)

// DesignSummary is one design in one incident. The fields up to populations
// are stable; those after them may grow.
type DesignSummary struct {
	Name                  string                `json:"name"`
	Requests              RequestTotals         `json:"requests"`
	Availability          statistics.Estimate   `json:"availability"`
	TimeToDetect          DetectSummary         `json:"time_to_detect_s"`
	TimeToPeak            statistics.Quantiles  `json:"time_to_peak_s"`
	TimeToMitigate        statistics.Quantiles  `json:"time_to_mitigate_s"`
	TimeToRecover         RecoverySummary       `json:"time_to_recover_s"`
	OutageMinutes         statistics.Estimate   `json:"full_outage_minutes"`
	UserMinutesLost       statistics.Estimate   `json:"user_minutes_lost"`
	LBMisconfiguredPeak   statistics.Estimate   `json:"lb_damaged_peak_share"`
	BlastRadiusPeak       statistics.Estimate   `json:"blast_radius_peak"`
	Retries               statistics.Estimate   `json:"retry_amplification"`
	CostPerHour           Cost                  `json:"cost_per_hour_usd"`
	Populations           []PopulationSummary   `json:"populations"`
	About                 string                `json:"about,omitempty"`
	Buyer                 string                `json:"buyer,omitempty"`
	CostPerFailover       Cost                  `json:"cost_per_failover_hour_usd"`
	ErrorPasses           statistics.Number     `json:"p_trigger_passes"`       // figures are of both branches, weighted; branches holds each
	OutOfReach            statistics.Number     `json:"out_of_reach,omitempty"` // 1: nothing of the incident can touch the design
	FromOnset             statistics.Estimate   `json:"availability_from_onset"`
	TimeWeighted          statistics.Estimate   `json:"availability_time_weighted"`
	Goodput               statistics.Estimate   `json:"goodput"`
	LatencyP50            statistics.Estimate   `json:"latency_p50_s"`
	LatencyP99            statistics.Estimate   `json:"latency_p99_s"`
	TimeToHalfHarm        statistics.Quantiles  `json:"time_to_half_harm_s"`
	TimeTo95              statistics.Quantiles  `json:"time_to_95_s"` // when 95 % of requests are answered again
	TimeTo99              statistics.Quantiles  `json:"time_to_99_s"`
	Late                  *LateSummary          `json:"lost_late"` // null without an objective, or where nothing is lost after it
	FailurePeak           statistics.Estimate   `json:"failure_peak_share"`
	UserMinutesShare      statistics.Estimate   `json:"user_minutes_lost_share"`
	ErrorBudgetBurned     statistics.Estimate   `json:"error_budget_burned"` // of 30 days; 1 is all of it
	BurnAlerts            []BurnSummary         `json:"burn_rate_alerts"`
	WorstWindows          []WorstWindow         `json:"user_minutes_worst_window"`
	Metastable            MetastableSummary     `json:"time_metastable_s"`
	BlastMinutes          statistics.Estimate   `json:"blast_radius_minutes"`
	PopulationsHarmed     statistics.Estimate   `json:"populations_harmed"`
	LBMinutes             statistics.Estimate   `json:"lb_minutes_lost"`
	LBMinutesPerLB        statistics.Estimate   `json:"lb_minutes_lost_per_lb"`
	LBMisconfiguredPeakAt statistics.Quantiles  `json:"lb_damaged_peak_at_s"`
	LBContained           statistics.Estimate   `json:"lb_damaged_share_at_containment"`
	FailedOver            statistics.Estimate   `json:"failed_over_share"`
	Thrash                ThrashSummary         `json:"thrash"`
	LostByCause           CauseMeans            `json:"lost_by_cause"` // requests that a run is expected to lose
	Branches              []BranchSummary       `json:"branches,omitempty"`
	WastedPerRequest      statistics.Estimate   `json:"wasted_work_s_per_request"`
	ControlPlane          []CallSummary         `json:"control_plane_calls"`
	Phases                []PhaseSummary        `json:"phases"`
	Fingerprint           string                `json:"fingerprint"`
	ServerSide            statistics.Estimate   `json:"availability_server_side"`
	WastedShare           statistics.Estimate   `json:"wasted_work_share"`
	OwnMisconfiguredPeak  statistics.Estimate   `json:"own_lb_damaged_peak_share"` // of the tenant's LBs, in the region where it is most
	OwnMinutes            statistics.Estimate   `json:"own_lb_minutes_lost"`
	ZonesLostPeak         statistics.Estimate   `json:"zones_lost_peak_share"` // of the region that lost most
	ZoneMinutes           statistics.Estimate   `json:"zone_minutes_lost"`
	RecordsLost           statistics.Estimate   `json:"lb_records_lost"`      // changes that the state store had lost for good by the end
	LossWithin            statistics.Proportion `json:"p_lb_records_lost_ok"` // lost no more than the objective allows
	Headroom              HeadroomSummary       `json:"headroom"`
	ServesPerSecond       statistics.Number     `json:"server_per_s"` // requests that one server answers
	OnPaper               *PaperSummary         `json:"on_paper"`     // null if the scenario states no SLA
	Servers               []Servers             `json:"servers"`      // that result from the capacities
	Data                  []DataSummary         `json:"data,omitempty"`
}

// HeadroomSummary is the spare capacity of the whole servers that result from
// what a design has bought, as a share of the busiest minute that the run offers
// (with the incident's surges), where it is scarcest: 0.5 is half as much again,
// -1 is nothing there at all. It follows from the posture, so it has no interval.
type HeadroomSummary struct {
	AtRest   statistics.Number `json:"at_rest"`
	Failover statistics.Number `json:"failover"`       // without what the incident takes, as standbys are
	Grown    statistics.Number `json:"failover_grown"` // and when they have grown
}

// String formats the three headrooms in per cent.
func (h HeadroomSummary) String() string {
	var parts []string
	for _, n := range []statistics.Number{h.AtRest, h.Failover, h.Grown} {
		if !n.Known() {
			return tables.None
		}
		parts = append(parts, fmt.Sprintf("%+.0f %%", 100*float64(n)))
	}
	return strings.Join(parts, " / ")
}

// MetastableSummary says for how long users were harmed though the trigger was
// gone, in seconds. Quantiles are of the runs in which they were.
type MetastableSummary struct {
	Share statistics.Proportion `json:"share_of_runs"` // of those whose trigger had gone by the end
	statistics.Quantiles
	Restricted statistics.Estimate `json:"restricted_mean"` // runs without such a time count as 0
}

func (s *Sample) metastable(part func(*counted.Run) *counted.Part) MetastableSummary {
	all := func(r *counted.Run) float64 { return part(r).MetastableSeconds() }
	longest := (s.layout.Length - time.Duration(s.layout.Onset)).Seconds()
	return MetastableSummary{
		Restricted: s.of(all).Estimate(statistics.Range{Low: 0, High: max(longest, 0), Skewed: true}),
		Share: s.of(func(r *counted.Run) float64 {
			switch t := all(r); {
			case t > 0:
				return 1
			default:
				return 0 * t // NaN where there is none
			}
		}).Proportion(),
		Quantiles: s.of(func(r *counted.Run) float64 {
			if t := all(r); t > 0 {
				return t
			}
			return nan
		}).Quantiles(),
	}
}

// RequestTotals are totals of the runs made, not weighted by how likely each is.
type RequestTotals struct {
	Arrived       int64               `json:"arrived"`
	Succeeded     int64               `json:"succeeded"`
	Failed        int64               `json:"failed"`
	InFlight      int64               `json:"in_flight"`
	FailedByCause counted.CauseCounts `json:"failed_by_cause"`
}

func totalsOf(r *counted.Requests) RequestTotals {
	return RequestTotals{r.Arrived, r.Succeeded(), r.Failed(), r.InFlight, r.Ended}
}

// Cost is a price in US dollars: null where there is none, and then Priced
// says why.
type Cost struct {
	Mean   statistics.Number `json:"mean"`
	Priced string            `json:"priced,omitempty"`
}

// PopulationSummary is one population under a design.
type PopulationSummary struct {
	Name            string              `json:"name"`
	Availability    statistics.Estimate `json:"availability"`
	FromOnset       statistics.Estimate `json:"availability_from_onset"`
	TimeToRecover   RecoverySummary     `json:"time_to_recover_s"`
	OutageMinutes   statistics.Estimate `json:"full_outage_minutes"`
	UserMinutesLost statistics.Estimate `json:"user_minutes_lost"`
	Requests        RequestTotals       `json:"requests"`

	TimeToDetect   DetectSummary        `json:"time_to_detect_s"`
	TimeToPeak     statistics.Quantiles `json:"time_to_peak_s"`
	TimeToMitigate statistics.Quantiles `json:"time_to_mitigate_s"`
	TimeToHalfHarm statistics.Quantiles `json:"time_to_half_harm_s"`
	Metastable     MetastableSummary    `json:"time_metastable_s"`
	ServerSide     statistics.Estimate  `json:"availability_server_side"`
	TimeWeighted   statistics.Estimate  `json:"availability_time_weighted"`
	Goodput        statistics.Estimate  `json:"goodput"`
	Retries        statistics.Estimate  `json:"retry_amplification"`
}

// CallSummary counts one kind of control-plane call in one phase, as totals.
type CallSummary struct {
	Phase string `json:"phase"`
	Call  string `json:"call"`
	counted.Tried
}

// BurnSummary says when an alert on the burn of the error budget would have
// told, in seconds since the onset, over the replications in which it would.
type BurnSummary struct {
	Rate   statistics.Number `json:"rate"`
	LongS  statistics.Number `json:"long_s"`
	ShortS statistics.Number `json:"short_s"`
	statistics.Quantiles
}

func (s *Sample) burns() []BurnSummary {
	list := []BurnSummary{}
	for i, a := range counted.BurnAlerts {
		q := s.of(func(r *counted.Run) float64 { return r.Burns[i] }).Quantiles()
		list = append(list, BurnSummary{statistics.Number(a.Rate), statistics.Number(a.Long.Seconds()), statistics.Number(a.Short.Seconds()), q})
	}
	return list
}

// WorstWindow is the smallest share of user-minutes answered in a window of one
// length.
type WorstWindow struct {
	WindowS statistics.Number `json:"window_s"`
	statistics.Estimate
}

func (s *Sample) worstWindows() []WorstWindow {
	list := []WorstWindow{}
	for i, length := range counted.WorstLengths {
		if length <= s.layout.Length {
			e := s.of(func(r *counted.Run) float64 { return r.WorstWindows[i] }).Estimate(statistics.Shares)
			if e.Warning == statistics.AlwaysSeen { // of a share that is good, it is the lack that was never seen
				e.Warning = statistics.NoFailureSeen
			}
			list = append(list, WorstWindow{statistics.Number(length.Seconds()), e})
		}
	}
	return list
}

// PhaseSummary says when a moment of the incident came, in seconds since the
// onset, over the replications in which it did.
type PhaseSummary struct {
	Mark string `json:"mark"`
	statistics.Quantiles
}

// Since returns the seconds from the onset to an instant, NaN to one that
// never came.
func (s *Sample) Since(at sim.Time) float64 {
	if at == sim.Never {
		return nan
	}
	return at.Sub(s.layout.Onset).Seconds()
}

func (s *Sample) calls() []CallSummary {
	var sum counted.CallCounts
	for _, r := range s.runs {
		sum.Add(&r.Calls)
	}
	list := []CallSummary{}
	for p := range counted.Phases {
		for c := range record.Calls {
			if t := sum[p][c]; t != (counted.Tried{}) {
				list = append(list, CallSummary{p.String(), c.String(), t})
			}
		}
	}
	return list
}

func (s *Sample) phases() []PhaseSummary {
	list := []PhaseSummary{}
	for m := range record.Marks {
		q := s.of(func(r *counted.Run) float64 { return s.Since(r.First[m]) }).Quantiles()
		if q.N > 0 && !math.IsNaN(float64(q.P50)) {
			list = append(list, PhaseSummary{m.String(), q})
		}
	}
	return list
}
