package study

import (
	"errors"
	"time"

	"failsim/models/request"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/plots"
	"failsim/results/tables"
	"failsim/sim/portable"
)

// Plot is one figure of a result directory.
type Plot struct {
	Name     string // of the files, without ending
	Incident string
	Shows    string // in words
	Figure   *plots.Figure
}

// Plots draws every incident: availability over time, capacity and load over time, LBs
// misconfigured over time, times to recover, lost requests by cause, and cost against
// availability, on the same scales in all of them. A plot of nothing is left out.
func Plots(s *scenario.Scenario, st *results.Study, sum *results.Summary) ([]Plot, error) {
	var all []*drawing
	scales := &scales{}
	for i := range st.Incidents {
		d := &drawing{scenario: s, study: st, incident: &st.Incidents[i], summary: &sum.Incidents[i], scales: scales}
		d.prepare()
		all = append(all, d)
	}
	var list []Plot
	for _, d := range all {
		more, err := d.plots()
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

func (d *drawing) plots() ([]Plot, error) {
	var list []Plot
	for _, p := range []struct {
		name, shows string
		draw        func() (*plots.Figure, error)
	}{
		{"availability", "availability over time", d.availability}, {"capacity-and-load", "capacity and load over time", d.load},
		{"lbs-misconfigured", "load balancers misconfigured over time", d.damage}, {"time-to-recover", "time to recover", d.recovery},
		{"lost-by-cause", "requests lost by cause", d.lost}, {"cost", "cost against availability", d.cost},
	} {
		f, err := p.draw()
		if errors.Is(err, plots.ErrNothing) {
			continue // a short trace may hold no request while this incident lasts
		}
		if err != nil {
			return nil, err
		}
		if f != nil {
			list = append(list, Plot{d.incident.Name + "-" + p.name, d.incident.Name, p.shows, f})
		}
	}
	return list, nil
}

func (d *drawing) availability() (*plots.Figure, error) {
	d.timeline.Worst = d.scales.loss
	return plots.Availability(d.timeline)
}

func (d *drawing) overTime() plots.Timeline {
	t := plots.Timeline{Subtitle: d.subtitle() + d.whose(), Objective: d.incident.Layout.Filled().Availability, Phases: d.phases()}
	for i, s := range d.incident.Samples {
		l := plots.Line{Name: s.Design.Name, Until: d.end(), Label: tables.Percent(d.summary.Designs[i].Availability)}
		for _, p := range s.AvailabilitySeries() {
			l.X, l.Y = append(l.X, p.From), append(l.Y, p.Mean)
			l.Low, l.High = append(l.Low, p.Low), append(l.High, p.High)
		}
		t.Lines = append(t.Lines, l)
	}
	if l, ok := d.logged(); ok {
		t.Lines = append(t.Lines, l)
	}
	return t
}

// damage draws the region of the incident whose LBs were hit hardest.
func (d *drawing) damage() (*plots.Figure, error) {
	region := d.hitRegion()
	if region < 0 {
		return nil, nil
	}
	p := plots.Misconfiguration{Subtitle: d.incident.Layout.Regions[region] + ", " + d.subtitle() + d.whose(), Phases: d.phases()}
	for _, s := range d.incident.Samples {
		l := plots.Line{Name: s.Design.Name, Until: d.end()}
		for _, x := range s.MisconfiguredSeries(region) {
			l.X, l.Y = append(l.X, x.From), append(l.Y, x.Mean)
		}
		p.Lines = append(p.Lines, l)
	}
	p.Theory = d.theory()
	if published := d.specification().Published; published != nil {
		p.Published = &plots.Point{At: published.After, Share: published.LBsMisconfigured, Label: "published: " + published.Label}
	}
	return plots.MisconfiguredLBs(p)
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
	d.times.From, d.times.To = d.scales.from, d.scales.to
	return plots.RecoveryTimes(d.times)
}

func (d *drawing) recoveries() plots.Recovery {
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
	return r
}

func (d *drawing) lost() (*plots.Figure, error) {
	if len(d.losses.Causes) == 0 {
		return nil, nil
	}
	d.losses.Most = d.scales.lost
	return plots.LostByCause(d.losses)
}

func (d *drawing) lostByCause() plots.Lost {
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
	return l
}

// prepare gathers what is drawn, and widens the scales to it.
func (d *drawing) prepare() {
	s := d.scales
	d.timeline, d.times, d.losses, d.loads = d.overTime(), d.recoveries(), d.lostByCause(), d.loadOverTime()
	s.loss = max(s.loss, d.timeline.WorstLoss())
	s.lost = max(s.lost, d.losses.Largest())
	for _, r := range d.times.Rows {
		if len(r.Samples) == 0 {
			continue
		}
		from, to := d.times.Span()
		if s.from == 0 || from < s.from {
			s.from = from
		}
		s.to = max(s.to, to)
		break
	}
	for i := range d.loads.Rows {
		s.load = max(s.load, d.loads.Rows[i].Highest())
	}
}
