package written

import (
	"fmt"
	"strings"

	"failsim/results"
	"failsim/results/tables"
)

// offeredLines say what an incident's runs offer, and what the designs' servers
// answer at most.
func offeredLines(i *results.IncidentSummary, s *results.Summary) (lines []string) {
	o := &i.Offered
	if !(o.BusiestPerSecond > 0) {
		return nil
	}
	clock := "15:04"
	if s.LengthS > 86400 {
		clock = "2 Jan 15:04"
	}
	line := fmt.Sprintf("offered: mean %s/s, busiest minute %s/s at %s", tables.Count(float64(o.MeanPerSecond)), tables.Count(float64(o.BusiestPerSecond)),
		o.BusiestAt.Format(clock))
	if mean, day := tables.Count(float64(o.MeanPerSecond)), tables.Count(float64(o.DayPerSecond)); mean != day {
		line += fmt.Sprintf(" (the mean of a whole day is %s/s)", day)
	}
	var texts []string
	of := map[string][]string{}
	for d := range i.Designs {
		text := answers(&i.Designs[d])
		if text != "" && of[text] == nil {
			texts = append(texts, text)
		}
		of[text] = append(of[text], i.Designs[d].Name)
	}
	if len(texts) == 1 {
		return []string{line + "; " + texts[0]}
	}
	lines = []string{line}
	for _, text := range texts {
		lines = append(lines, "  "+text+": "+strings.Join(of[text], ", "))
	}
	return lines
}

// answers says what a design's servers answer at most, in all regions.
func answers(d *results.DesignSummary) string {
	if len(d.Servers) == 0 || !(d.ServesPerSecond > 0) {
		return ""
	}
	rest, grown := 0, 0
	for i := range d.Servers {
		rest, grown = rest+d.Servers[i].Servers, grown+d.Servers[i].Grown
	}
	text := fmt.Sprintf("%s = %s/s", results.ServerCount(rest), tables.Count(float64(rest)*float64(d.ServesPerSecond)))
	if grown > rest {
		text += fmt.Sprintf(", grown %d = %s/s", grown, tables.Count(float64(grown)*float64(d.ServesPerSecond)))
	}
	return text
}
