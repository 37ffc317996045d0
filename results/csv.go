package results

import (
	"encoding/csv"
	"io"
	"math"
	"strconv"
	"time"
)

// WriteTimeline writes timeline.csv: a row for every incident, design and step
// of ShapeStep, with the mean over replications of what happened in it. The
// interval of the availability is Student's over replications; populations and
// regions have a column each, without one.
func (s *Study) WriteTimeline(w io.Writer) error {
	out := csv.NewWriter(w)
	head := []string{"incident", "design", "t_minutes_since_onset", "wall_clock", "requests_per_run", "failed_per_run", "availability", "low95", "high95"}
	populations, regions := s.names(func(l *Layout) []string { return l.Populations }), s.names(func(l *Layout) []string { return l.Regions })
	for _, p := range populations {
		head = append(head, "availability:"+p)
	}
	for _, r := range regions {
		head = append(head, "lb_damaged_share:"+r)
	}
	out.Write(head) // errors stay in out and are asked for at the end
	for i := range s.Incidents {
		for _, sample := range s.Incidents[i].Samples {
			points := sample.AvailabilitySeries()
			for k, step := range shapeSpans(&sample.layout) {
				row := append([]string{s.Incidents[i].Name}, sample.timelineRow(step, points[k])...)
				for _, p := range populations {
					row = append(row, sample.availabilityText(indexOf(sample.layout.Populations, p), step))
				}
				for _, r := range regions {
					row = append(row, sample.damageText(indexOf(sample.layout.Regions, r), step))
				}
				out.Write(row)
			}
		}
	}
	out.Flush()
	return out.Error()
}

// names returns the names that the incidents' layouts list, in order of first
// appearance.
func (s *Study) names(list func(*Layout) []string) []string {
	var names []string
	for i := range s.Incidents {
		for _, n := range list(&s.Incidents[i].Layout) {
			if indexOf(names, n) < 0 {
				names = append(names, n)
			}
		}
	}
	return names
}

func indexOf(names []string, name string) int {
	for i, n := range names {
		if n == name {
			return i
		}
	}
	return -1
}

func (s *Sample) timelineRow(step span, p Point) []string {
	settled, failed := s.total(-1, step)
	since := s.sinceOrigin(step.first)
	return []string{
		s.Design.Name, minutesText(since), s.wall(since), digits(settled, 6), digits(failed, 6),
		knownText(p.Mean, 8), knownText(p.Low, 8), knownText(p.High, 8),
	}
}

func (s *Sample) availabilityText(population int, step span) string {
	if population < 0 {
		return ""
	}
	settled, failed := s.total(population, step)
	return knownText(1-failed/settled, 6)
}

func (s *Sample) damageText(region int, step span) string {
	if region < 0 {
		return ""
	}
	return knownText(s.damageShare(region, step), 5)
}

// knownText formats a number; nothing stands for what there is none of.
func knownText(x float64, n int) string {
	if !Number(x).Known() {
		return ""
	}
	return digits(x, n)
}

func (s *Sample) wall(sinceOrigin time.Duration) string {
	return s.layout.Start.Add(s.layout.origin() + sinceOrigin).Format(time.RFC3339)
}

func minutesText(d time.Duration) string { return digits(d.Minutes(), 8) }

// digits formats with at most so many significant digits.
func digits(x float64, n int) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', n, 64), 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// WriteLost writes lost.csv: how many requests each cause cost a replication,
// by incident, design, population and step of LostStep.
func (s *Study) WriteLost(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write([]string{"incident", "design", "population", "t_minutes_since_onset", "wall_clock", "cause", "lost_per_run"})
	for i := range s.Incidents {
		for _, sample := range s.Incidents[i].Samples {
			for _, l := range sample.LostSeries() {
				out.Write([]string{
					s.Incidents[i].Name, sample.Design.Name, l.Population, minutesText(l.SinceOnset), sample.wall(l.SinceOnset),
					l.Cause.String(), digits(l.Mean, 6),
				})
			}
		}
	}
	out.Flush()
	return out.Error()
}

// WriteReplications writes replications.csv: the figures of every run, so that
// whoever doubts an interval can make another.
func (s *Study) WriteReplications(w io.Writer) error {
	out := csv.NewWriter(w)
	head := []string{"incident", "design", "replication", "stratum", "weight"}
	for _, f := range runFigures {
		head = append(head, f.name)
	}
	out.Write(head)
	for i := range s.Incidents {
		for _, sample := range s.Incidents[i].Samples {
			weights, strata := sample.strata.weightsOfRuns(), sample.strata.names()
			for k, r := range sample.runs {
				row := []string{s.Incidents[i].Name, sample.Design.Name, strconv.Itoa(sample.strata.Runs[k].Replication),
					strata[sample.strata.of(k)], knownText(weights[k], 12)}
				for _, f := range runFigures {
					row = append(row, runText(f.value(r)))
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

// runFigures are the columns of replications.csv; times are in seconds since
// the onset.
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
}

// WriteSeries writes series.csv: the availability of every run over time, in
// steps of ShapeStep. It is large, so only who asks for it gets it.
func (s *Study) WriteSeries(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write([]string{"incident", "design", "replication", "t_minutes_since_onset", "availability"})
	for i := range s.Incidents {
		for _, sample := range s.Incidents[i].Samples {
			steps := shapeSpans(&sample.layout)
			for k := range sample.runs {
				for j, step := range steps {
					out.Write([]string{s.Incidents[i].Name, sample.Design.Name, strconv.Itoa(sample.strata.Runs[k].Replication),
						minutesText(sample.sinceOrigin(step.first)), knownText(float64(sample.shape[k][j]), 6)})
				}
			}
		}
	}
	out.Flush()
	return out.Error()
}
