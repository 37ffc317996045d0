package reliability

import (
	"fmt"
	"strconv"
	"time"

	"failsim/models/law"
	"failsim/models/queue"
)

const hour = float64(time.Hour)

// quantiles are those that reports tell.
var quantiles = []struct {
	name string
	q    float64
}{{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}}

// report turns what was counted into figures.
func (r *run) report() *queue.Report {
	out := &queue.Report{WarmUp: r.spec.WarmUp}
	for _, t := range r.tallies {
		r.thing(out, t)
	}
	for i := range r.pairs {
		r.pairs[i].report(out)
	}
	for i := range r.sharing {
		s := &r.sharing[i]
		of := "sharing " + s.spec.Name
		out.Tell(of, "first_load_per_survivor", s.first.mean())
		out.Tell(of, "survivors", s.survivors.mean())
		out.Tell(of, "steps", s.steps.mean())
		out.Tell(of, "mean_last_trip", s.ended.mean()/1e9)
	}
	out.Tell("cycles", "mean_length", r.lengths.mean()/1e9)
	out.Tell("cycles", "std_length", r.lengths.deviation()/1e9)
	r.qualify(out)
	return out
}

// thing tells what is known of everything that is up or down.
func (r *run) thing(out *queue.Report, t *tally) {
	tell := func(name string, value float64) { out.Tell(t.of, name, value) }
	tell("availability", 1-t.down/t.span)
	tell("unavailability", t.down/t.span)
	tell("outages_per_hour", t.outages/t.span*hour)
	tell("mean_up", (t.span-t.down)/t.outages/1e9)
	tell("mean_down", t.down/t.outages/1e9)
	tell("mean_outage", t.lasted.mean()/1e9)
	tell("std_outage", t.lasted.deviation()/1e9)
	for _, q := range quantiles {
		out.TellQuantile(t.of, "outage_"+q.name, t.lengths, q.q)
	}
	for i, w := range r.spec.Within {
		tell("p_outage_le_"+inSeconds(w), t.within[i]/t.lasted.n)
	}
	if t.found.n > 0 {
		tell("mean_found", t.found.mean()/1e9)
	}
	tell("p_no_outage", t.perfect/t.cycles)
	tell("mean_downtime", t.lost.mean()/1e9)
	for _, q := range quantiles {
		out.TellQuantile(t.of, "downtime_"+q.name, t.losses, q.q)
	}
	for i, w := range r.spec.Within {
		tell("p_downtime_le_"+inSeconds(w), t.lostAt[i]/t.cycles)
	}
	if t.outageAt.n > 0 {
		tell("mean_first_outage", t.outageAt.mean()/1e9)
	}
}

// report tells the share of time in each state of a pair, and which share of
// its downtime each state has.
func (p *pair) report(out *queue.Report) {
	of, all := "pair "+p.spec.Name, 0.0
	for _, t := range p.time {
		all += t
	}
	down := p.time[failover] + p.time[uncovered] + p.time[none]
	for s, name := range []string{"both", "failover", "uncovered", "one", "none"} {
		out.Tell(of, "p_"+name, p.time[s]/all)
		if state(s) != both && state(s) != one {
			out.Tell(of, "share_of_downtime_"+name, p.time[s]/down)
		}
	}
}

func inSeconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + "s"
}

// qualify takes back what has no value, and warns of means whose variance is
// infinite.
func (r *run) qualify(out *queue.Report) {
	for i := range r.spec.Components {
		c := &r.spec.Components[i]
		r.qualifyOne(out, "component "+c.Name, c.Down)
	}
	for i := range r.spec.Causes {
		c := &r.spec.Causes[i]
		r.qualifyOne(out, "cause "+c.Name, c.Down)
	}
}

func (r *run) qualifyOne(out *queue.Report, of string, down law.Law) {
	switch index := law.TailIndex(down); {
	case index <= 1:
		out.Withhold(of, fmt.Sprintf("it is infinite: down times of %s have an infinite mean", down), "mean_outage", "mean_down", "std_outage")
	case index <= 2:
		out.Withhold(of, fmt.Sprintf("it is infinite: down times of %s have an infinite variance", down), "std_outage")
		out.Warn(of, "its variance is infinite: the standard error tells little", "mean_outage", "mean_down", "unavailability", "availability", "mean_downtime")
	}
}
