package gate

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"failsim/results"
	"failsim/results/stored"
)

// Outcome is what became of an expectation.
type Outcome string

// The outcomes.
const (
	Met       Outcome = "met"
	Missed    Outcome = "missed"
	Undecided Outcome = "undecided"
)

// Verdict is one expectation of one design in one incident.
type Verdict struct {
	Expectation *Expectation
	Figure      stored.Figure
	Outcome     Outcome
	Why         string // what there is to say of it
}

// Judge holds every expectation against every figure that it is of, by
// expectation, incident, design and population.
func Judge(list []Expectation, figures []stored.Figure) []Verdict {
	var verdicts []Verdict
	for i := range list {
		e := &list[i]
		for k := range figures {
			if f := &figures[k]; e.isOf(f) {
				outcome, why := e.judge(f, figures)
				verdicts = append(verdicts, Verdict{e, *f, outcome, why})
			}
		}
	}
	return verdicts
}

// isOf reports whether a figure is one that the expectation is of.
func (e *Expectation) isOf(f *stored.Figure) bool {
	chosen := func(list []string, name string) bool { return len(list) == 0 || slices.Contains(list, name) }
	whole := f.Population == ""
	return f.Name == e.Figure && chosen(e.Designs, f.Design) && chosen(e.Incidents, f.Incident) && whole == (len(e.Populations) == 0) &&
		(whole || slices.Contains(e.Populations, f.Population))
}

// judge compares an interval with a bound. Of times, the other figures tell more:
// that no run was harmed, so that there is none that could be too long, or that a
// smaller quantile is too long already.
func (e *Expectation) judge(f *stored.Figure, figures []stored.Figure) (Outcome, string) {
	low, high := f.Low, f.High
	switch {
	case f.Exact && !math.IsNaN(f.Value):
		low, high = f.Value, f.Value
	case f.Unasked && !outOfReach(figures, f):
		return Undecided, "no request fell into the fault"
	case f.IsTime() && f.N == 0 && e.upper() && unharmed(figures, f):
		return Met, "as no run was harmed"
	case f.IsTime() && f.N == 0:
		return Undecided, "no run has such a time"
	case f.IsTime() && !f.Estimated && e.upper() && e.beyond(figures, f):
		return Missed, "as the median is above it"
	case (f.Name == "availability" || f.Name == Aliases["recovered_in_time"]) && f.Value == 1 && !e.upper() && outOfReach(figures, f):
		return Met, "as the incident cannot reach it"
	case !f.Estimated && f.Why != "":
		return Undecided, "no interval: " + f.Why
	case !f.Estimated:
		return Undecided, "there is no such figure here"
	}
	right, wrong := low >= e.Bound, high < e.Bound
	switch e.Op {
	case ">":
		right, wrong = low > e.Bound, high <= e.Bound
	case "<=":
		right, wrong = high <= e.Bound, low > e.Bound
	case "<":
		right, wrong = high < e.Bound, low >= e.Bound
	}
	switch {
	case right:
		return Met, f.Why
	case wrong:
		return Missed, f.Why
	case f.Why != "":
		return Undecided, f.Why
	}
	return Undecided, "the interval holds both sides"
}

// unharmed reports whether no run of a figure's design, and population, was harmed.
func unharmed(figures []stored.Figure, of *stored.Figure) bool {
	for k := range figures {
		f := &figures[k]
		if f.Incident == of.Incident && f.Design == of.Design && f.Population == of.Population && f.Name == "time_to_recover_s.harmed_share" {
			return f.N > 0 && f.Value == 0
		}
	}
	return false
}

// outOfReach reports whether nothing of a figure's incident can touch its design.
func outOfReach(figures []stored.Figure, of *stored.Figure) bool {
	for k := range figures {
		if f := &figures[k]; f.Name == "out_of_reach" && f.Incident == of.Incident && f.Design == of.Design {
			return f.Value == 1
		}
	}
	return false
}

// beyond reports whether the median of a time is surely above the bound, and so each
// larger quantile.
func (e *Expectation) beyond(figures []stored.Figure, of *stored.Figure) bool {
	median := of.Name[:strings.LastIndexByte(of.Name, '.')] + ".p50"
	for k := range figures {
		f := &figures[k]
		if f.Incident == of.Incident && f.Design == of.Design && f.Population == of.Population && f.Name == median {
			return f.Estimated && f.Low > e.Bound
		}
	}
	return false
}

// sure is the share of runs that a time to recover as an objective is taken to be
// of: an assumption, as scenarios do not say.
const sure = 0.95

// Objectives are the scenario's own as expectations of every design: its
// availability; and to be recovered for good in time in 95 % of runs, those that
// were never harmed among them. How long a recovery has to hold is in that.
func Objectives(o results.Objectives) []Expectation {
	var list []Expectation
	add := func(shown, figure string, bound float64) {
		list = append(list, Expectation{Text: fmt.Sprintf("%s >= %s", shown, unitOf(figure).print(bound)), Figure: figure, Op: ">=", Bound: bound})
	}
	if o.Availability > 0 {
		add("availability", "availability", float64(o.Availability))
	}
	if o.RecoveryS > 0 {
		add("recovered_in_time", Aliases["recovered_in_time"], sure)
	}
	return list
}

// Tally counts verdicts by outcome.
func Tally(list []Verdict) map[Outcome]int {
	n := map[Outcome]int{}
	for i := range list {
		n[list[i].Outcome]++
	}
	return n
}
