package main

import (
	"fmt"
	"strings"

	"failsim/models/world/scenario"
)

// sweepReplications are as many as make means of losses have an interval.
const sweepReplications = 16

// usualFigures are what a sweep keeps if nothing is asked for.
var usualFigures = []string{"availability", "goodput", "user_minutes_lost", "full_outage_minutes", "median(recovery)", "p95(recovery)",
	"recovered_in_time", "time_to_recover.harmed_share", "retry_amplification", "headroom.at_rest", "headroom.failover", "cost"}

type sweepFlags struct {
	varied
	vary    []string
	latin   int
	figures []string
	plot    string
}

// command returns what repeats the study.
func (f *sweepFlags) command(s *scenario.Scenario) []string {
	more := []string{fmt.Sprintf("--replications=%d", f.replications)}
	for _, v := range f.vary {
		more = append(more, "--vary="+v)
	}
	if f.latin != 0 {
		more = append(more, fmt.Sprintf("--latin=%d", f.latin))
	}
	for _, d := range f.designs {
		more = append(more, "--designs="+d)
	}
	return f.arguments("sweep", fileOf(s), append(more, "--figures="+strings.Join(f.figures, ","), "--plot="+f.plot)...)
}
