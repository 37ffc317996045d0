package written

import (
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
	"failsim/results/tables"
)

// WriteTimeline writes timeline.csv: a row for every incident, design and step
// of counted.ShapeStep, with the mean over replications of what happened in it. The
// interval of the availability is that of the summary; populations and
// regions have a column each, without one.
func WriteTimeline(w io.Writer, s *results.Study) error {
	out := csv.NewWriter(w)
	head := []string{"incident", "design", "t_minutes_since_onset", "wall_clock", "requests_per_run", "failed_per_run", "availability", "low95", "high95", "capacity_per_s"}
	populations, regions := names(s, func(l *counted.Layout) []string { return l.Populations }), names(s, func(l *counted.Layout) []string { return l.Regions })
	for _, p := range populations {
		head = append(head, "availability:"+p)
	}
	for _, r := range regions {
		head = append(head, "lb_damaged_share:"+r)
	}
	for _, r := range regions {
		head = append(head, "control_plane_failed_share:"+r)
	}
	out.Write(head) // errors stay in out and are asked for at the end
	for i := range s.Incidents {
		for _, sample := range s.Incidents[i].Samples {
			points := sample.AvailabilitySeries()
			for k, step := range sample.Layout().Steps() {
				row := append([]string{s.Incidents[i].Name}, timelineRow(sample, step, points[k])...)
				for _, p := range populations {
					row = append(row, availabilityText(sample, indexOf(sample.Layout().Populations, p), step))
				}
				for _, r := range regions {
					row = append(row, misconfiguredText(sample, indexOf(sample.Layout().Regions, r), step))
				}
				for _, r := range regions {
					row = append(row, controlPlaneText(sample, indexOf(sample.Layout().Regions, r), step))
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
func names(s *results.Study, list func(*counted.Layout) []string) []string {
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

func timelineRow(s *results.Sample, step counted.Span, p results.Point) []string {
	settled, failed := s.Expected(-1, step)
	since := s.SinceOrigin(step.First)
	return []string{
		s.Design.Name, minutesText(since), wall(s, since), tables.Digits(settled, 6), tables.Digits(failed, 6),
		knownText(p.Mean, 8), knownText(p.Low, 8), knownText(p.High, 8), knownText(s.Capacity(step), 5),
	}
}

func availabilityText(s *results.Sample, population int, step counted.Span) string {
	if population < 0 {
		return ""
	}
	settled, failed := s.Expected(population, step)
	return knownText(1-failed/settled, 6)
}

func misconfiguredText(s *results.Sample, region int, step counted.Span) string {
	if region < 0 {
		return ""
	}
	return knownText(s.MisconfiguredShare(region, step), 5)
}

func controlPlaneText(s *results.Sample, region int, step counted.Span) string {
	if region < 0 {
		return ""
	}
	return knownText(s.ControlPlaneFailed(region, step), 5)
}

// knownText formats a number; nothing stands for what there is none of.
func knownText(x float64, n int) string {
	if !statistics.Number(x).Known() {
		return ""
	}
	return tables.Digits(x, n)
}

func wall(s *results.Sample, sinceOrigin time.Duration) string {
	return s.Layout().Start.Add(s.Layout().Origin() + sinceOrigin).Format(time.RFC3339)
}

func minutesText(d time.Duration) string { return tables.Digits(d.Minutes(), 8) }

// WriteLost writes lost.csv: how many requests each cause cost a replication,
// by incident, design, population and step of LostStep.
func WriteLost(w io.Writer, s *results.Study) error {
	out := csv.NewWriter(w)
	out.Write([]string{"incident", "design", "population", "t_minutes_since_onset", "wall_clock", "cause", "lost_per_run"})
	for i := range s.Incidents {
		for _, sample := range s.Incidents[i].Samples {
			for _, l := range sample.LostSeries() {
				out.Write([]string{
					s.Incidents[i].Name, sample.Design.Name, l.Population, minutesText(l.SinceOnset), wall(sample, l.SinceOnset),
					l.Cause.String(), tables.Digits(l.Mean, 6),
				})
			}
		}
	}
	out.Flush()
	return out.Error()
}

// WriteSeries writes series.csv: the availability of every run over time, in
// steps of ShapeStep. It is large, so only who asks for it gets it.
func WriteSeries(w io.Writer, s *results.Study) error {
	out := csv.NewWriter(w)
	out.Write([]string{"incident", "design", "replication", "t_minutes_since_onset", "availability"})
	for i := range s.Incidents {
		for _, sample := range s.Incidents[i].Samples {
			steps := sample.Layout().Steps()
			for k, place := range sample.Places() {
				for j, step := range steps {
					out.Write([]string{s.Incidents[i].Name, sample.Design.Name, strconv.Itoa(place.Replication),
						minutesText(sample.SinceOrigin(step.First)), knownText(float64(sample.Shape(k)[j]), 6)})
				}
			}
		}
	}
	out.Flush()
	return out.Error()
}
