package reliability

import (
	"fmt"
	"strconv"
	"time"

	"failsim/models/distribution"
	"failsim/models/figures"
)

const hour = float64(time.Hour)

// quantiles are those that reports tell.
var quantiles = []struct {
	name string
	q    float64
}{{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}}

// report turns what was counted into figures.
func (r *run) report() *figures.Report {
	out := &figures.Report{WarmUp: r.spec.WarmUp}
	for _, t := range r.tallies {
		r.thing(out, t)
	}
	for i := range r.pairs {
		r.pairs[i].report(out)
	}
	for i := range r.sharing {
		s := &r.sharing[i]
		of := "sharing " + s.spec.Name
		out.Record(of, "first_load_per_survivor", s.first.Mean())
		out.Record(of, "survivors", s.survivors.Mean())
		out.Record(of, "steps", s.steps.Mean())
		out.Record(of, "mean_last_trip", s.ended.Mean()/1e9)
	}
	out.Record("cycles", "mean_length", r.lengths.Mean()/1e9)
	out.Record("cycles", "std_length", r.lengths.Deviation()/1e9)
	r.qualify(out)
	return out
}

// thing reports what is known of everything that is up or down.
func (r *run) thing(out *figures.Report, t *tally) {
	ratio := func(name string, above, below float64) { out.RecordRatio(t.of, name, above, below) }
	mean := func(name string, m figures.Moments) { ratio(name, m.Sum/1e9, m.N) }
	ratio("availability", t.span-t.down, t.span)
	ratio("unavailability", t.down, t.span)
	ratio("outages_per_hour", t.outages, t.span/hour)
	ratio("mean_up", (t.span-t.down)/1e9, t.outages)
	ratio("mean_down", t.down/1e9, t.outages)
	mean("mean_outage", t.lasted)
	out.Record(t.of, "std_outage", t.lasted.Deviation()/1e9)
	for _, q := range quantiles {
		out.RecordQuantile(t.of, "outage_"+q.name, t.lengths, q.q)
	}
	for i, w := range r.spec.Within {
		ratio("p_outage_le_"+inSeconds(w), t.within[i], t.lasted.N)
	}
	if t.component {
		mean("mean_found", t.found)
	}
	// Instances of one cycle may share crews and causes; cycles share nothing.
	cycles := ratio
	if t.cycles == float64(r.spec.Cycles) {
		cycles = func(name string, hits, n float64) { out.RecordTrials(t.of, name, hits, n) }
	}
	cycles("p_no_outage", t.perfect, t.cycles)
	mean("mean_downtime", t.lost)
	for _, q := range quantiles {
		out.RecordQuantile(t.of, "downtime_"+q.name, t.losses, q.q)
	}
	for i, w := range r.spec.Within {
		cycles("p_downtime_le_"+inSeconds(w), t.lostAt[i], t.cycles)
	}
	if r.watched >= 0 && r.nodes[r.watched].tally == t {
		mean("mean_first_outage", t.outageAt)
	}
}

// report records the share of time in each state of a pair, and which share of
// its downtime each state has.
func (p *pair) report(out *figures.Report) {
	of, all := "pair "+p.spec.Name, 0.0
	for _, t := range p.time {
		all += t
	}
	down := p.time[failover] + p.time[uncovered] + p.time[none]
	for s, name := range []string{"both", "failover", "uncovered", "one", "none"} {
		out.RecordRatio(of, "p_"+name, p.time[s], all)
		if state(s) != both && state(s) != one {
			out.RecordRatio(of, "share_of_downtime_"+name, p.time[s], down)
		}
	}
}

func inSeconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + "s"
}

// qualify takes back what has no value, and warns of means whose variance is
// infinite.
func (r *run) qualify(out *figures.Report) {
	for i := range r.spec.Components {
		c := &r.spec.Components[i]
		r.qualifyOne(out, "component "+c.Name, c.Down)
	}
	for i := range r.spec.Causes {
		c := &r.spec.Causes[i]
		r.qualifyOne(out, "cause "+c.Name, c.Down)
	}
}

func (r *run) qualifyOne(out *figures.Report, of string, down distribution.Distribution) {
	switch index := distribution.TailIndex(down); {
	case index <= 1:
		out.Withhold(of, fmt.Sprintf("it is infinite: down times of %s have an infinite mean", down), "mean_outage", "mean_down", "std_outage")
	case index <= 2:
		out.Withhold(of, fmt.Sprintf("it is infinite: down times of %s have an infinite variance", down), "std_outage")
		out.Warn(of, "its variance is infinite: the standard error means little", "mean_outage", "mean_down", "unavailability", "availability", "mean_downtime")
	}
}
