package results

import (
	"cmp"
	"slices"

	"failsim/results/counted"
	"failsim/results/statistics"
)

// holm adjusts the p-values of comparisons so that the chance of any false
// verdict among them is at most that of one (Holm 1979). Those without one are
// left out.
func holm(list []*Paired) {
	list = slices.DeleteFunc(slices.Clone(list), func(p *Paired) bool { return !p.P.Known() })
	slices.SortStableFunc(list, func(a, b *Paired) int { return cmp.Compare(a.P, b.P) })
	worst := statistics.Number(0)
	for k, p := range list {
		worst = max(worst, min(1, statistics.Number(len(list)-k)*p.P))
		p.PHolm = worst
	}
}

// comparisons compares every design with every other: first all with the first
// one, then the rest, on the figures that matter most. Verdicts on one figure
// are adjusted for how many there are.
func (i *Incident) comparisons() []Paired {
	all := []Paired{}
	for b, base := range i.Samples {
		for _, s := range i.Samples[b+1:] {
			all = append(all, s.against(base)...)
		}
	}
	byMetric := map[string][]*Paired{}
	for k := range all {
		byMetric[all[k].Metric] = append(byMetric[all[k].Metric], &all[k])
	}
	for _, list := range byMetric {
		holm(list)
	}
	return all
}

// against compares a design with another on the figures that matter most.
func (s *Sample) against(base *Sample) []Paired {
	censored := false
	for _, r := range append(append([]*counted.Run{}, s.runs...), base.runs...) {
		censored = censored || r.Recovery.State == counted.Censored
	}
	figures := []struct {
		name   string
		higher bool
		value  func(*counted.Run) float64
	}{
		{"availability", true, func(r *counted.Run) float64 { return r.Availability }},
		{"user_minutes_lost", false, func(r *counted.Run) float64 { return r.UserMinutesLost }},
		{"time_to_recover_s", false, func(r *counted.Run) float64 { return r.Recovery.Took.Seconds() }},
	}
	var all []Paired
	for _, f := range figures {
		p := compare(s.strata, base.strata, s.Values(f.value), base.Values(f.value), f.higher)
		p.A, p.B, p.Metric = s.Design.Name, base.Design.Name, f.name
		p.Restricted = f.name == "time_to_recover_s" && censored
		all = append(all, p)
	}
	return all
}
