package results

import (
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"failsim/results/statistics"
	"failsim/results/tables"
)

// WriteTimeline writes timeline.csv: a row for every incident, design and step
// of ShapeStep, with the mean over replications of what happened in it. The
// interval of the availability is that of the summary; populations and
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
		s.Design.Name, minutesText(since), s.wall(since), tables.Digits(settled, 6), tables.Digits(failed, 6),
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
	if !statistics.Number(x).Known() {
		return ""
	}
	return tables.Digits(x, n)
}

func (s *Sample) wall(sinceOrigin time.Duration) string {
	return s.layout.Start.Add(s.layout.origin() + sinceOrigin).Format(time.RFC3339)
}

func minutesText(d time.Duration) string { return tables.Digits(d.Minutes(), 8) }

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
