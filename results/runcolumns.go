package results

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"

	"failsim/models/record"
)

// WriteReplications writes replications.csv: every figure of every run that a
// printed interval is of, with the run's stratum and weight, so that whoever
// doubts an interval can make it again. run_of is the design whose run it is:
// where nothing of an incident reaches two designs, one run may stand for both.
func (s *Study) WriteReplications(w io.Writer) error {
	out := csv.NewWriter(w)
	columns := s.runColumns()
	head := []string{"incident", "design", "replication", "stratum", "weight", "run_of"}
	for _, c := range columns {
		head = append(head, c.name)
	}
	out.Write(head)
	for i := range s.Incidents {
		for _, sample := range s.Incidents[i].Samples {
			weights, strata := sample.strata.weightsOfRuns(), sample.strata.names()
			for k, r := range sample.runs {
				row := []string{s.Incidents[i].Name, sample.Design.Name, strconv.Itoa(sample.strata.Runs[k].Replication),
					strata[sample.strata.of(k)], knownText(weights[k], 12), sample.from[k]}
				for _, c := range columns {
					row = append(row, runText(c.value(sample, r)))
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
	value func(*Sample, *Run) float64
}

// runColumns are those of whole runs, of their windows, alerts and phases, and
// of each population.
func (s *Study) runColumns() []runColumn {
	var list []runColumn
	add := func(name string, value func(*Sample, *Run) float64) { list = append(list, runColumn{name, value}) }
	for _, f := range runFigures {
		add(f.name, func(_ *Sample, r *Run) float64 { return f.value(r) })
	}
	for _, f := range partFigures {
		add(f.name, func(s *Sample, r *Run) float64 { return f.value(s, &r.Part) })
	}
	add("lb_damaged_peak_at_s", func(s *Sample, r *Run) float64 { return s.since(r.WorstDamage().PeakAt) })
	for i, length := range worstLengths {
		add(fmt.Sprintf("worst_window_%.0fs", length.Seconds()), func(_ *Sample, r *Run) float64 { return r.WorstWindows[i] })
	}
	for i, a := range burnAlerts {
		add(fmt.Sprintf("alert_%gx_s", a.rate), func(_ *Sample, r *Run) float64 { return r.Burns[i] })
	}
	for m := range record.Marks {
		add("first_"+m.String()+"_s", func(s *Sample, r *Run) float64 { return s.since(r.First[m]) })
	}
	for _, p := range s.names(func(l *Layout) []string { return l.Populations }) {
		part := func(s *Sample, r *Run) *Part {
			if i := indexOf(s.layout.Populations, p); i >= 0 {
				return &r.Populations[i]
			}
			return nil
		}
		for _, f := range append(wholeFigures, partFigures...) {
			add(f.name+":"+p, func(s *Sample, r *Run) float64 {
				if q := part(s, r); q != nil {
					return f.value(s, q)
				}
				return nan
			})
		}
	}
	return list
}

// partFigure is a figure that whole runs and populations have.
type partFigure struct {
	name  string
	value func(*Sample, *Part) float64
}

// wholeFigures are also among runFigures, for whole runs.
var wholeFigures = []partFigure{
	{"availability", func(_ *Sample, p *Part) float64 { return p.Availability }},
	{"availability_time_weighted", func(_ *Sample, p *Part) float64 { return p.TimeWeighted }},
	{"availability_server_side", func(_ *Sample, p *Part) float64 { return p.ServerSide }},
	{"goodput", func(_ *Sample, p *Part) float64 { return p.Goodput }},
	{"full_outage_minutes", func(_ *Sample, p *Part) float64 { return p.OutageMinutes }},
	{"user_minutes_lost", func(_ *Sample, p *Part) float64 { return p.UserMinutesLost }},
	{"harmed", func(_ *Sample, p *Part) float64 {
		if p.Recovery.State == NeverHarmed {
			return 0
		}
		return 1
	}},
	{"time_to_detect_s", func(_ *Sample, p *Part) float64 { return p.Detection.Took }},
	{"time_to_peak_s", func(_ *Sample, p *Part) float64 { return p.Growth.PeakAt }},
	{"time_to_mitigate_s", func(_ *Sample, p *Part) float64 { return p.Growth.Mitigated }},
	{"time_to_recover_s", func(_ *Sample, p *Part) float64 { return recoveryGivenHarm(&p.Recovery) }},
	{"time_to_recover_for_good_s", func(_ *Sample, p *Part) float64 { return finallyGivenHarm(&p.Recovery) }},
	{"time_metastable_s", func(_ *Sample, p *Part) float64 { return p.metastable() }},
	{"retry_amplification", func(_ *Sample, p *Part) float64 { return p.RetryAmplification }},
}

// partFigures are not.
var partFigures = []partFigure{
	{"availability_from_onset", func(_ *Sample, p *Part) float64 { return p.AvailabilityFromOnset }},
	{"time_to_half_harm_s", func(_ *Sample, p *Part) float64 { return p.Growth.HalfPeak }},
	{"restricted_time_to_recover_s", func(_ *Sample, p *Part) float64 { return p.Recovery.Took.Seconds() }},
	{"recovered_in_time", func(s *Sample, p *Part) float64 { return s.inTime(p) }},
}

// runFigures are the columns of whole runs; times are in seconds since the
// onset.
var runFigures = []struct {
	name  string
	value func(*Run) float64
}{
	{"requests", func(r *Run) float64 { return float64(r.Requests.Settled()) }},
	{"failed", func(r *Run) float64 { return float64(r.Requests.Failed()) }},
	{"availability", func(r *Run) float64 { return r.Availability }},
	{"availability_time_weighted", func(r *Run) float64 { return r.TimeWeighted }},
	{"availability_server_side", func(r *Run) float64 { return r.ServerSide }},
	{"goodput", func(r *Run) float64 { return r.Goodput }},
	{"full_outage_minutes", func(r *Run) float64 { return r.OutageMinutes }},
	{"user_minutes_lost", func(r *Run) float64 { return r.UserMinutesLost }},
	{"error_budget_burned", func(r *Run) float64 { return r.ErrorBudgetBurned }},
	{"harmed", func(r *Run) float64 {
		if r.Recovery.State == NeverHarmed {
			return 0
		}
		return 1
	}},
	{"time_to_detect_s", func(r *Run) float64 { return r.Detection.Took }},
	{"time_to_peak_s", func(r *Run) float64 { return r.Growth.PeakAt }},
	{"time_to_mitigate_s", func(r *Run) float64 { return r.Growth.Mitigated }},
	{"time_to_recover_s", func(r *Run) float64 { return recoveryGivenHarm(&r.Recovery) }},
	{"time_to_recover_for_good_s", func(r *Run) float64 { return finallyGivenHarm(&r.Recovery) }},
	{"time_metastable_s", func(r *Run) float64 { return r.metastable() }},
	{"users_hit_peak", func(r *Run) float64 { return r.Blast.Peak }},
	{"lb_damaged_peak_share", func(r *Run) float64 { return r.WorstDamage().PeakShare }},
	{"lb_minutes_lost", (*Run).LBMinutes},
	{"own_lb_damaged_peak_share", func(r *Run) float64 { return worst(r.Own).PeakShare }},
	{"own_lb_minutes_lost", func(r *Run) float64 { return minutes(r.Own) }},
	{"zone_minutes_lost", func(r *Run) float64 { return minutes(r.Zones) }},
	{"lb_records_lost", (*Run).RecordsLost},
	{"retry_amplification", func(r *Run) float64 { return r.RetryAmplification }},
	{"wasted_work_share", func(r *Run) float64 { return r.WastedShare }},
	{"failure_peak_share", func(r *Run) float64 { return r.Growth.Peak }},
	{"user_minutes_lost_share", func(r *Run) float64 { return r.UserMinutesLost / r.UserMinutesAsked }},
	{"blast_radius_minutes", func(r *Run) float64 { return r.Blast.Minutes }},
	{"populations_harmed", func(r *Run) float64 { return float64(r.Blast.Populations) }},
	{"lb_minutes_lost_per_lb", (*Run).LBMinutesPerLB},
	{"lb_damaged_share_at_containment", func(r *Run) float64 { return r.WorstDamage().ContainedShare }},
	{"zones_lost_peak_share", func(r *Run) float64 { return worst(r.Zones).PeakShare }},
	{"failed_over_share", func(r *Run) float64 { return r.FailedOver }},
	{"wasted_work_s_per_request", func(r *Run) float64 { return r.WastedPerRequest }},
	{"latency_p50_s", func(r *Run) float64 { return r.LatencyP50 }},
	{"latency_p99_s", func(r *Run) float64 { return r.LatencyP99 }},
	{"moves_per_day", func(r *Run) float64 { return r.Thrash.MovesPerDay }},
	{"moved_share", func(r *Run) float64 { return r.Thrash.Moved }},
	{"moved_in_vain_share", func(r *Run) float64 { return r.Thrash.InVain }},
}
