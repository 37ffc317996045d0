package results

import (
	"encoding/csv"
	"io"
	"strconv"
	"time"
)

// WriteTimeline writes timeline.csv: for every incident, design, population
// and window the mean outcome of requests and damage of LBs. A population
// called all stands for their sum.
func (s *Study) WriteTimeline(w io.Writer) error {
	out := csv.NewWriter(w)
	head := []string{"incident", "design", "population", "t_minutes_since_onset", "wall_clock", "requests_per_run", "failed_per_run", "availability"}
	regions := s.regions()
	for _, r := range regions {
		head = append(head, "lb_damaged_share:"+r)
	}
	out.Write(head) // errors stay in out and are asked for at the end
	for i := range s.Incidents {
		for _, sample := range s.Incidents[i].Samples {
			for p := -1; p < len(sample.layout.Populations); p++ {
				for window := range sample.layout.windows() {
					out.Write(sample.timelineRow(s.Incidents[i].Name, p, window, regions))
				}
			}
		}
	}
	out.Flush()
	return out.Error()
}

// regions returns the names of all regions, in order of first appearance.
func (s *Study) regions() []string {
	var names []string
	for i := range s.Incidents {
		for _, r := range s.Incidents[i].Layout.Regions {
			if indexOf(names, r) < 0 {
				names = append(names, r)
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

func (s *Sample) timelineRow(incident string, p, window int, regions []string) []string {
	population := "all"
	if p >= 0 {
		population = s.layout.Populations[p]
	}
	settled, failed := s.total(p, span{window, window + 1})
	since := s.sinceOrigin(window)
	row := []string{
		incident, s.Design.Name, population, minutesText(since), s.wall(since),
		s.perRun(settled), s.perRun(failed), "",
	}
	if settled > 0 {
		row[7] = digits(1-float64(failed)/float64(settled), 8)
	}
	for _, name := range regions {
		cell := ""
		if r := indexOf(s.layout.Regions, name); r >= 0 {
			cell = digits(s.damageShare(r, span{window, window + 1}), 6)
		}
		row = append(row, cell)
	}
	return row
}

func (s *Sample) perRun(total int64) string {
	return digits(float64(total)/float64(len(s.runs)), 6)
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
