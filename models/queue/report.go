package queue

import (
	"math"
	"time"

	"failsim/models/figures"
)

// report turns what was counted into figures.
func (r *ledger) report() *figures.Report {
	out := &figures.Report{WarmUp: r.warmUp()}
	groups := make([]*segmentTally, len(r.spec.Groups))
	for i := range groups {
		groups[i] = &segmentTally{}
	}
	for i := range r.stations {
		p := &r.spec.Stations[i]
		grouped := p.Group >= 0
		whole := &segmentTally{}
		if !grouped {
			whole.wait, whole.sojourn = new(figures.Histogram), new(figures.Histogram)
		}
		for _, t := range r.stations[i][r.keep:] {
			whole.merge(t, !grouped)
		}
		if grouped {
			groups[p.Group].merge(whole, false)
		} else {
			r.batch(out, "station "+p.Name, i)
		}
		r.place(out, "station "+p.Name, whole, p.Servers < Unlimited, 1, []int{i})
		if p.Servers < Unlimited && !r.spec.steady() {
			r.crests[i].report(out, "station "+p.Name)
		}
	}
	for g, whole := range groups {
		p := &r.spec.Groups[g]
		whole.wait, whole.sojourn = new(figures.Histogram), new(figures.Histogram)
		for _, t := range r.stations[p.Members[0]][r.keep:] {
			whole.wait.Merge(t.wait)
			whole.sojourn.Merge(t.sojourn)
		}
		r.batch(out, "group "+p.Name, len(r.stations)+g)
		limited := true
		for _, m := range p.Members {
			limited = limited && r.spec.Stations[m].Servers < Unlimited
		}
		r.place(out, "group "+p.Name, whole, limited, float64(len(p.Members)), p.Members)
		if r.rings[g].rings > 0 {
			r.rings[g].report(out, "group "+p.Name)
		}
	}
	for i := range r.caches {
		r.caches[i].report(out, "cache "+r.spec.Caches[i].Name, r.spec.Observe)
	}
	for i := range r.streams {
		whole := &streamTally{wait: new(figures.Histogram), latency: new(figures.Histogram)}
		for _, t := range r.streams[i][r.keep:] {
			whole.merge(t)
		}
		r.stream(out, "stream "+r.spec.Streams[i].Name, whole)
		if r.spec.Cycles > 1 {
			r.cycles[i].report(out, "stream "+r.spec.Streams[i].Name)
		}
	}
	r.halve(out)
	r.qualify(out)
	return out
}

// qualify takes back numbers that do not exist, and warns of others.
func (r *ledger) qualify(out *figures.Report) {
	for i := range out.Figures {
		f := &out.Figures[i]
		key := figures.Key{Of: f.Of, Name: f.Name}
		f.Warning = r.spec.warnings[key]
		if f.Why = r.spec.unanswerable[key]; f.Why != "" {
			f.Value = math.NaN()
		}
	}
}

// warmUp returns how much of the beginning was left out.
func (r *ledger) warmUp() time.Duration {
	for i, segment := range r.segment {
		if segment >= r.keep {
			return r.begins[i].Sub(0)
		}
	}
	return 0
}
