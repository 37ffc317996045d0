package study

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/plots"
	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/sim/portable"
)

// Plot is one figure of a result directory.
type Plot struct {
	Name   string // of the files, without ending
	Figure *plots.Figure
}

// Plots draws an incident: availability over time, LBs misconfigured over time,
// times to recover, and lost requests by cause. A plot of nothing is left out.
func Plots(s *scenario.Scenario, st *results.Study, sum *results.Summary, i int) ([]Plot, error) {
	in := &st.Incidents[i]
	d := drawing{scenario: s, study: st, incident: in, summary: &sum.Incidents[i]}
	var list []Plot
	for _, p := range []struct {
		name string
		draw func() (*plots.Figure, error)
	}{
		{"availability", d.availability}, {"lbs-misconfigured", d.damage}, {"time-to-recover", d.recovery}, {"lost-by-cause", d.lost},
	} {
		f, err := p.draw()
		if errors.Is(err, plots.ErrNothing) {
			continue // a short trace may hold no request while this incident lasts
		}
		if err != nil {
			return nil, err
		}
		if f != nil {
			list = append(list, Plot{in.Name + "-" + p.name, f})
		}
	}
	return list, nil
}

type drawing struct {
	scenario *scenario.Scenario
	study    *results.Study
	incident *results.Incident
	summary  *results.IncidentSummary
}

func (d *drawing) availability() (*plots.Figure, error) {
	t := plots.Timeline{Subtitle: d.subtitle() + d.whose(), Objective: d.incident.Layout.Filled().Availability, Phases: d.phases()}
	for i, s := range d.incident.Samples {
		l := plots.Line{Name: s.Design.Name, Label: tables.Percent(d.summary.Designs[i].Availability)}
		for _, p := range s.AvailabilitySeries() {
			l.X, l.Y = append(l.X, p.SinceOnset), append(l.Y, p.Mean)
			l.Low, l.High = append(l.Low, p.Low), append(l.High, p.High)
		}
		t.Lines = append(t.Lines, l)
	}
	if l, ok := d.logged(); ok {
		t.Lines = append(t.Lines, l)
	}
	return plots.Availability(t)
}

// damage draws the region of the incident whose LBs were hit hardest.
func (d *drawing) damage() (*plots.Figure, error) {
	region := d.hitRegion()
	if region < 0 {
		return nil, nil
	}
	p := plots.Misconfiguration{Subtitle: d.incident.Layout.Regions[region] + ", " + d.subtitle() + d.whose(), Phases: d.phases()}
	for _, s := range d.incident.Samples {
		l := plots.Line{Name: s.Design.Name}
		for _, x := range s.MisconfiguredSeries(region) {
			l.X, l.Y = append(l.X, x.SinceOnset), append(l.Y, x.Mean)
		}
		p.Lines = append(p.Lines, l)
	}
	p.Theory = d.theory()
	if published := d.specification().Published; published != nil {
		p.Published = &plots.Point{At: published.After, Share: published.LBsMisconfigured, Label: "published: " + published.Label}
	}
	return plots.MisconfiguredLBs(p)
}

func (d *drawing) specification() *scenario.Incident {
	for i := range d.scenario.Incidents {
		if d.scenario.Incidents[i].Name == d.incident.Name {
			return &d.scenario.Incidents[i]
		}
	}
	return &scenario.Incident{}
}

// hitRegion returns the region with the highest damage in any run, or -1.
func (d *drawing) hitRegion() int {
	region, worst := -1, 0.0
	for _, s := range d.incident.Samples {
		for _, r := range s.Runs() {
			for i, g := range r.Damage {
				if g.PeakShare > worst {
					region, worst = i, g.PeakShare
				}
			}
		}
	}
	return region
}

// theory is the curve p(1-exp(-rt)) of state deleted at share p and LBs touched
// at rate r, up to containment.
func (d *drawing) theory() *plots.Line {
	rate := d.scenario.World.ControlPlane.TouchesPerHour
	until, ok := d.phase("contained")
	for _, f := range d.specification().Faults {
		if f.Kind != "delete-state" || !ok || rate <= 0 {
			continue
		}
		l := &plots.Line{Name: "p(1 - exp(-rt)), the scenario's share p and touch rate r"}
		for t := time.Duration(0); t <= until; t += 5 * time.Minute {
			l.X, l.Y = append(l.X, t), append(l.Y, f.Share*-portable.Expm1(-rate*t.Hours()))
		}
		return l
	}
	return nil
}

func (d *drawing) recovery() (*plots.Figure, error) {
	r := plots.Recovery{Title: "Time until recovered for good, given this incident", Subtitle: d.subtitle(), Objective: d.incident.Layout.Recovery,
		Unit: "one replication"}
	for i, s := range d.incident.Samples {
		row := plots.RecoveryRow{Name: s.Design.Name}
		if good := &d.summary.Designs[i].TimeToRecover.Final; good.P50.Known() { // as the table has it, with the weights of branches
			row.Median = seconds(good.P50)
			if ci := good.P50CI95; ci != nil && ci[0].Known() && ci[1].Known() {
				row.Low, row.High = seconds(ci[0]), seconds(ci[1])
			}
		}
		never := func(r *counted.Run) bool { return r.Recovery.State == counted.NeverHarmed }
		ended := func(r *counted.Run) bool { return !never(r) && !r.Recovery.FinallyWell }
		for _, run := range s.Runs() {
			switch {
			case never(run):
				row.NeverHarmed++
			case ended(run):
				row.Censored++
			default:
				row.Samples = append(row.Samples, run.Recovery.Finally)
			}
		}
		row.NeverHarmedShare, row.CensoredShare = s.Weighted(never), s.Weighted(ended)
		r.Rows = append(r.Rows, row)
	}
	return plots.RecoveryTimes(r)
}

func (d *drawing) lost() (*plots.Figure, error) {
	l := plots.Lost{Subtitle: d.subtitle()}
	var all [request.Causes]int64
	for i := range d.summary.Designs {
		for c, n := range d.summary.Designs[i].Requests.FailedByCause {
			all[c] += n
		}
	}
	var causes []int
	for c := 1; c < int(request.Causes); c++ {
		if all[c] > 0 {
			causes = append(causes, c)
			l.Causes = append(l.Causes, request.Cause(c).String())
		}
	}
	if len(causes) == 0 {
		return nil, nil
	}
	for i := range d.summary.Designs {
		design := &d.summary.Designs[i]
		all := 0.0
		for _, c := range causes {
			all += design.LostByCause[c]
		}
		row := plots.LostRow{Name: design.Name}
		for _, c := range causes {
			share := 0.0
			if all > 0 { // of what the table says is lost
				share = (1 - float64(design.Availability.Mean)) * design.LostByCause[c] / all
			}
			row.Share = append(row.Share, share)
		}
		l.Rows = append(l.Rows, row)
	}
	return plots.LostByCause(l)
}

func (d *drawing) subtitle() string {
	n := "replications"
	if d.study.Replications == 1 {
		n = "replication"
	}
	return d.incident.Title + "; " + strconv.Itoa(d.study.Replications) + " " + n
}

// whose says whose phases are drawn.
func (d *drawing) whose() string {
	if len(d.phases()) == len(d.faults()) {
		return ""
	}
	return "; phases of " + d.summary.Designs[0].Name
}

// phases are the faults, and the marks of the first design, the baseline, at
// their median times.
func (d *drawing) phases() []plots.Phase {
	list := d.faults()
	for _, m := range []struct{ mark, label string }{
		{"noticed", "noticed"}, {"misdiagnosed", "misdiagnosed"}, {"contained", "cause found, contained"}, {"restore-failed", "restore failed"},
		{"restored", "restored"}, {"merged", "merged"}, {"mostly-re-enabled", "mostly re-enabled"}, {"re-enabled", "re-enabled"},
		{"declared-normal", "declared normal"},
	} {
		if at, ok := d.phase(m.mark); ok && at > 0 {
			list = append(list, plots.Phase{Name: m.label, At: at})
		}
	}
	return list
}

// faults are when each fault begins and ends. One that lasts differently from
// run to run ends at its median; one that ends after the run has no end here.
func (d *drawing) faults() (list []plots.Phase) {
	spec, l := d.specification(), &d.incident.Layout
	names := faultNames(spec.Faults)
	ends := make([][]float64, len(spec.Faults))
	for r := range d.study.Replications {
		for i, span := range (world.Occurrence{Incident: spec}).Spans(d.study.Seed, r) {
			ends[i] = append(ends[i], span.Until.Seconds())
		}
	}
	mark := func(name string, at time.Duration) {
		if at < l.Length {
			list = append(list, plots.Phase{Name: name, At: at - time.Duration(l.Onset)})
		}
	}
	for i, f := range spec.Faults {
		mark(names[i], f.At)
		if f.For != nil {
			mark(names[i]+" ends", time.Duration(float64(statistics.EstimateQuantiles(ends[i]).P50)*float64(time.Second)))
		}
	}
	return list
}

// faultNames tells the faults of an incident apart: one alone is the fault,
// several have the names of their kinds, with a number where a kind is twice.
func faultNames(faults []scenario.Fault) (names []string) {
	of, nth := map[string]int{}, map[string]int{}
	for _, f := range faults {
		of[f.Kind]++
	}
	for _, f := range faults {
		nth[f.Kind]++
		switch name := f.Kind; {
		case len(faults) == 1:
			names = append(names, "fault")
		case of[f.Kind] > 1:
			names = append(names, fmt.Sprintf("%s %d", name, nth[f.Kind]))
		default:
			names = append(names, name)
		}
	}
	return names
}

// phase returns when a mark came in the first design, the baseline.
func (d *drawing) phase(mark string) (time.Duration, bool) {
	for _, p := range d.summary.Designs[0].Phases {
		if p.Mark == mark {
			return seconds(p.P50), true
		}
	}
	return 0, false
}

func seconds(n statistics.Number) time.Duration {
	return time.Duration(float64(n) * float64(time.Second))
}
