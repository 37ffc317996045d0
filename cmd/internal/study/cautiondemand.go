package study

import (
	"slices"
	"time"

	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/world/scenario"
)

// cautionDemand says which services are asked for more than they can do at the busiest minute,
// without any fault. What is counted is the least that comes: of the regions that are asked
// first the one that asks least, without retries, and nothing of what a cache or an edge may
// answer.
func (w *Workload) cautionDemand(d *scenario.Design, say func(format string, args ...any)) {
	if len(d.Tenant[policy.ServingSocket]) > 0 {
		return
	}
	all := w.Scenario.Everything(d)
	total := 0.0
	for _, perSecond := range w.real(w.Peaks) {
		total += perSecond
	}
	direct := func(service string) float64 { // of all requests a second, as the servers of a region need it
		share := 1.0
		for _, region := range firstRegions(d) {
			share = min(share, asks(all, region+"/"+scenario.ServerService, service))
		}
		return total * share
	}
	for i := range all {
		s := &all[i]
		if !s.Asked() {
			continue
		}
		mean, finite := s.Work.Mean()
		perSecond := direct(s.Name)
		for k := range all { // and as one needs it that they ask; what comes by more steps is more
			if all[k].Asked() {
				perSecond += float64(direct(all[k].Name) * asks(all, all[k].Name, s.Name))
			}
		}
		if busy := float64(perSecond * mean.Seconds()); finite && busy > float64(s.Servers) {
			say("%s: %s is asked for more than it can do, without any fault: at the busiest minute at least %.3g requests a second keep %.3g servers busy, for %s each, and it has %d",
				d.Name, s.Name, perSecond, busy, file.FormatDuration(mean.Round(time.Microsecond)), s.Servers)
		}
	}
}

// firstRegions are those whose servers a design's users are sent to when all is well.
func firstRegions(d *scenario.Design) (regions []string) {
	for _, endpoints := range d.Serve {
		first := slices.MinFunc(endpoints, func(a, b scenario.Endpoint) int { return a.Rank - b.Rank }).Rank
		for _, e := range endpoints {
			from := e.Backends
			if from == "" {
				from = e.Region
			}
			if e.Rank == first {
				regions = append(regions, from)
			}
		}
	}
	return regions
}

// asks returns which share of one service's requests needs another's at once, 0 if a cache
// may answer some of them.
func asks(all []scenario.NamedService, by, on string) float64 {
	i := slices.IndexFunc(all, func(s scenario.NamedService) bool { return s.Name == by })
	if i < 0 || all[i].Cache != nil {
		return 0
	}
	for k := range all[i].Needs {
		if n := &all[i].Needs[k]; n.On == on && n.AtOnce() && !n.Either {
			return n.Share
		}
	}
	return 0
}
