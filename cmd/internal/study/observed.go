package study

import (
	"fmt"
	"path/filepath"
	"time"

	"failsim/results"
	"failsim/results/plots"
	"failsim/traces"
)

// mostNoted is how many outages of a log are noted one by one.
const mostNoted = 10

// observe notes the outages that a replayed log recorded itself, and keeps what
// it says became of its requests.
func (w *Workload) observe(i *traces.Info, a traces.Alignment, repeat bool) {
	name, zone := filepath.Base(i.Name), i.First.Location()
	noted := 0
	report := func(from, to time.Time, what string, args ...any) {
		if !a.Plays(from, to) {
			return
		}
		if noted++; noted <= mostNoted {
			const stamp = "2006-01-02 15:04 -0700"
			w.note("%s itself %s", name, fmt.Sprintf(what, append([]any{from.In(zone).Format(stamp), to.In(zone).Format(stamp)}, args...)...))
		}
	}
	for _, g := range i.Gaps {
		report(g.Start, g.End, "has a gap from %s to %s: %d requests, about %d missing; those never arrived, so demand is understated then",
			g.Requests, g.Missing)
	}
	for _, f := range i.Failing() {
		report(f.Start, f.End, "records failures from %s to %s: %.3g %% of %d requests failed (5xx or no answer); demand then is that of a failing service",
			100*f.Share(), f.Requests)
	}
	if noted > mostNoted {
		w.note("%s itself has %d more gaps and failures: failsim trace info lists them", name, noted-mostNoted)
	}
	for _, o := range i.Observed(a, repeat) {
		w.Logged = append(w.Logged, results.Logged{At: time.Duration(o.At), Requests: o.Requests, Failed: o.Failed})
	}
}

// logged is the line of what the replayed log says became of its own requests.
func (d *drawing) logged() (plots.Line, bool) {
	l := plots.Line{Name: "as logged", Until: d.end()}
	var all results.LoggedStep
	for k := range d.study.Incidents {
		if &d.study.Incidents[k] != d.incident {
			continue
		}
		for _, step := range d.study.LoggedSeries(k) {
			l.X, l.Y = append(l.X, step.From), append(l.Y, step.Availability())
			all.Requests += step.Requests
			all.Failed += step.Failed
		}
	}
	l.Label = fmt.Sprintf("%.3f %%\nanswered", 100*all.Availability())
	return l, all.Requests > 0
}
