package written

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"

	"failsim/models/record"
	"failsim/results"
	"failsim/results/counted"
)

// WriteReplications writes replications.csv: every figure of every run that a
// printed interval is of, with the run's stratum and weight, so that a reader who
// doubts an interval can make it again. run_of is the design whose run it is: where
// nothing of an incident reaches two designs, one run may stand for both.
func WriteReplications(w io.Writer, s *results.Study) error {
	out := csv.NewWriter(w)
	columns := runColumns(s)
	head := []string{"incident", "design", "replication", "stratum", "weight", "run_of"}
	for _, c := range columns {
		head = append(head, c.name)
	}
	out.Write(head)
	for i := range s.Incidents {
		for _, sample := range s.Incidents[i].Samples {
			runs := sample.Runs()
			for k, at := range sample.Places() {
				row := []string{s.Incidents[i].Name, sample.Design.Name, strconv.Itoa(at.Replication), at.Stratum, knownText(at.Weight, 12), at.Of}
				for _, c := range columns {
					row = append(row, runText(c.value(sample, runs[k])))
				}
				out.Write(row)
			}
		}
	}
	out.Flush()
	return out.Error()
}

// runText formats a figure of a run: nothing where it does not apply, inf where
// it was not seen by the end.
func runText(x float64) string {
	if math.IsInf(x, 1) {
		return "inf"
	}
	return knownText(x, 12)
}

// runColumn is a column of replications.csv.
type runColumn struct {
	name  string
	value func(*results.Sample, *counted.Run) float64
}

// runColumns are those of whole runs, of their windows, alerts and phases, and
// of each population.
func runColumns(s *results.Study) []runColumn {
	var list []runColumn
	add := func(name string, value func(*results.Sample, *counted.Run) float64) {
		list = append(list, runColumn{name, value})
	}
	for _, f := range runFigures {
		add(f.name, func(_ *results.Sample, r *counted.Run) float64 { return f.value(r) })
	}
	for _, f := range partFigures {
		add(f.name, func(s *results.Sample, r *counted.Run) float64 { return f.value(s, &r.Part) })
	}
	add("lb_damaged_peak_at_s", func(s *results.Sample, r *counted.Run) float64 { return s.Since(r.Damage.Worst().PeakAt) })
	for i, length := range counted.WorstLengths {
		add(fmt.Sprintf("worst_window_%.0fs", length.Seconds()), func(_ *results.Sample, r *counted.Run) float64 { return r.WorstWindows[i] })
	}
	for i, a := range counted.BurnAlerts {
		add(fmt.Sprintf("alert_%gx_s", a.Rate), func(_ *results.Sample, r *counted.Run) float64 { return r.Burns[i] })
	}
	for m := range record.Marks {
		add("first_"+m.String()+"_s", func(s *results.Sample, r *counted.Run) float64 { return s.Since(r.First[m]) })
	}
	for _, p := range names(s, func(l *counted.Layout) []string { return l.Populations }) {
		part := func(s *results.Sample, r *counted.Run) *counted.Part {
			if i := indexOf(s.Layout().Populations, p); i >= 0 {
				return &r.Populations[i]
			}
			return nil
		}
		for _, f := range append(wholeFigures, partFigures...) {
			add(f.name+":"+p, func(s *results.Sample, r *counted.Run) float64 {
				if q := part(s, r); q != nil {
					return f.value(s, q)
				}
				return math.NaN()
			})
		}
	}
	return list
}

// partFigure is a figure that whole runs and populations have.
type partFigure struct {
	name  string
	value func(*results.Sample, *counted.Part) float64
}

// wholeFigures are also among runFigures, for whole runs.
var wholeFigures = []partFigure{
	{"availability", func(_ *results.Sample, p *counted.Part) float64 { return p.Availability }},
	{"availability_time_weighted", func(_ *results.Sample, p *counted.Part) float64 { return p.TimeWeighted }},
	{"availability_server_side", func(_ *results.Sample, p *counted.Part) float64 { return p.ServerSide }},
	{"goodput", func(_ *results.Sample, p *counted.Part) float64 { return p.Goodput }},
	{"full_outage_minutes", func(_ *results.Sample, p *counted.Part) float64 { return p.OutageMinutes }},
	{"user_minutes_lost", func(_ *results.Sample, p *counted.Part) float64 { return p.UserMinutesLost }},
	{"harmed", func(_ *results.Sample, p *counted.Part) float64 {
		if p.Recovery.State == counted.NeverHarmed {
			return 0
		}
		return 1
	}},
	{"time_to_detect_s", func(_ *results.Sample, p *counted.Part) float64 { return p.Detection.Took }},
	{"time_to_peak_s", func(_ *results.Sample, p *counted.Part) float64 { return p.Growth.PeakAt }},
	{"time_to_mitigate_s", func(_ *results.Sample, p *counted.Part) float64 { return p.Growth.Mitigated }},
	{"time_to_recover_s", func(_ *results.Sample, p *counted.Part) float64 { return p.Recovery.GivenHarm() }},
	{"time_to_recover_for_good_s", func(_ *results.Sample, p *counted.Part) float64 { return p.Recovery.FinallyGivenHarm() }},
	{"time_metastable_s", func(_ *results.Sample, p *counted.Part) float64 { return p.MetastableSeconds() }},
	{"retry_amplification", func(_ *results.Sample, p *counted.Part) float64 { return p.RetryAmplification }},
}

// partFigures are not.
var partFigures = []partFigure{
	{"availability_from_onset", func(_ *results.Sample, p *counted.Part) float64 { return p.AvailabilityFromOnset }},
	{"time_to_half_harm_s", func(_ *results.Sample, p *counted.Part) float64 { return p.Growth.HalfPeak }},
	{"restricted_time_to_recover_s", func(_ *results.Sample, p *counted.Part) float64 { return p.Recovery.Took.Seconds() }},
	{"recovered_in_time", func(s *results.Sample, p *counted.Part) float64 { return s.InTime(p) }},
}

// runFigures are the columns of whole runs; times are in seconds since the
// onset.
var runFigures = []struct {
	name  string
	value func(*counted.Run) float64
}{
	{"requests", func(r *counted.Run) float64 { return float64(r.Requests.Settled()) }},
	{"failed", func(r *counted.Run) float64 { return float64(r.Requests.Failed()) }},
	{"availability", func(r *counted.Run) float64 { return r.Availability }},
	{"availability_time_weighted", func(r *counted.Run) float64 { return r.TimeWeighted }},
	{"availability_server_side", func(r *counted.Run) float64 { return r.ServerSide }},
	{"goodput", func(r *counted.Run) float64 { return r.Goodput }},
	{"full_outage_minutes", func(r *counted.Run) float64 { return r.OutageMinutes }},
	{"user_minutes_lost", func(r *counted.Run) float64 { return r.UserMinutesLost }},
	{"error_budget_burned", func(r *counted.Run) float64 { return r.ErrorBudgetBurned }},
	{"harmed", func(r *counted.Run) float64 {
		if r.Recovery.State == counted.NeverHarmed {
			return 0
		}
		return 1
	}},
	{"time_to_detect_s", func(r *counted.Run) float64 { return r.Detection.Took }},
	{"time_to_peak_s", func(r *counted.Run) float64 { return r.Growth.PeakAt }},
	{"time_to_mitigate_s", func(r *counted.Run) float64 { return r.Growth.Mitigated }},
	{"time_to_recover_s", func(r *counted.Run) float64 { return r.Recovery.GivenHarm() }},
	{"time_to_recover_for_good_s", func(r *counted.Run) float64 { return r.Recovery.FinallyGivenHarm() }},
	{"time_metastable_s", func(r *counted.Run) float64 { return r.MetastableSeconds() }},
	{"users_hit_peak", func(r *counted.Run) float64 { return r.Blast.Peak }},
	{"lb_damaged_peak_share", func(r *counted.Run) float64 { return r.Damage.Worst().PeakShare }},
	{"lb_minutes_lost", func(r *counted.Run) float64 { return r.Damage.LBMinutes() }},
	{"own_lb_damaged_peak_share", func(r *counted.Run) float64 { return r.Own.Worst().PeakShare }},
	{"own_lb_minutes_lost", func(r *counted.Run) float64 { return r.Own.LBMinutes() }},
	{"zone_minutes_lost", func(r *counted.Run) float64 { return r.Zones.LBMinutes() }},
	{"lb_records_lost", func(r *counted.Run) float64 { return r.Damage.RecordsLost() }},
	{"retry_amplification", func(r *counted.Run) float64 { return r.RetryAmplification }},
	{"wasted_work_share", func(r *counted.Run) float64 { return r.WastedShare }},
	{"time_to_95_s", func(r *counted.Run) float64 { return r.Growth.To95 }},
	{"time_to_99_s", func(r *counted.Run) float64 { return r.Growth.To99 }},
	{"failure_peak_share", func(r *counted.Run) float64 { return r.Growth.Peak }},
	{"user_minutes_lost_share", func(r *counted.Run) float64 { return r.UserMinutesLost / r.UserMinutesAsked }},
	{"blast_radius_minutes", func(r *counted.Run) float64 { return r.Blast.Minutes }},
	{"populations_harmed", func(r *counted.Run) float64 { return float64(r.Blast.Populations) }},
	{"lb_minutes_lost_per_lb", func(r *counted.Run) float64 { return r.Damage.LBMinutesPerLB() }},
	{"lb_damaged_share_at_containment", func(r *counted.Run) float64 { return r.Damage.Worst().ContainedShare }},
	{"zones_lost_peak_share", func(r *counted.Run) float64 { return r.Zones.Worst().PeakShare }},
	{"failed_over_share", func(r *counted.Run) float64 { return r.FailedOver }},
	{"wasted_work_s_per_request", func(r *counted.Run) float64 { return r.WastedPerRequest }},
	{"latency_p50_s", func(r *counted.Run) float64 { return r.LatencyP50 }},
	{"latency_p99_s", func(r *counted.Run) float64 { return r.LatencyP99 }},
	{"moves_per_day", func(r *counted.Run) float64 { return r.Thrash.MovesPerDay }},
	{"moved_share", func(r *counted.Run) float64 { return r.Thrash.Moved }},
	{"moved_in_vain_share", func(r *counted.Run) float64 { return r.Thrash.InVain }},
}
