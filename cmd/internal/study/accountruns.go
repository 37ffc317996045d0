package study

import (
	"context"
	"fmt"
	"time"

	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
)

type accounts struct {
	ctx          context.Context
	load         func() (*scenario.Scenario, error)
	seed         uint64
	replications int
	onset        time.Duration
	list         []Published
	made         map[string]*results.Sample // runs of AccountOf
	err          error
}

// Published is a figure of a real incident compared with what emerges from its
// scenario. What the scenario puts in (durations, the product of the share
// deleted and the rate of touches) proves nothing and is not among them.
type Published struct {
	What      string            `json:"what"`
	Source    string            `json:"source"`
	Low       statistics.Number `json:"low"` // what was published, with what is granted to it
	High      statistics.Number `json:"high"`
	Simulated statistics.Number `json:"simulated"` // mean over the replications
	Unit      string            `json:"unit"`
	Passed    bool              `json:"passed"`
	// Beside is of what is printed and not judged: a second-hand figure, or what was
	// never has published.
	Beside bool `json:"beside,omitempty"`
	// PutIn is of an input of the scenario in other words, which proves nothing: it fails
	// only if it does not come out as it was put in.
	PutIn bool `json:"put_in,omitempty"`
}

// run runs a design of the founding incident with its traffic thinned.
func (f *accounts) run(design string, thin float64, alter func(*scenario.Scenario)) *results.Sample {
	return f.runOf(design, "", thin, alter)
}

// runOf is run for one of several incidents, by name; "" is the first.
func (f *accounts) runOf(design, incident string, thin float64, alter func(*scenario.Scenario)) *results.Sample {
	if f.err != nil {
		return nil
	}
	var s *scenario.Scenario
	if s, f.err = f.load(); f.err != nil {
		return nil
	}
	for i := range s.Workload {
		s.Workload[i].Trace.PerSecond /= thin
	}
	if alter != nil {
		alter(s)
	}
	f.onset = s.Incidents[0].Faults[0].At
	if incident == "" {
		incident = s.Incidents[0].Name
	}
	var w *Workload
	if w, f.err = Prepare(s, f.seed, nil); f.err != nil {
		return nil
	}
	var st *results.Study
	st, f.err = Compare(f.ctx, s, w, Options{Designs: []string{design}, Incidents: []string{incident}, Replications: f.replications, Seed: f.seed})
	if f.err != nil {
		return nil
	}
	return st.Incidents[0].Samples[0]
}

// of runs a design of one of the scenario's incidents, once for all figures of it.
func (f *accounts) of(design, incident string) *results.Sample {
	key := fmt.Sprint(design, "/", incident, f.replications)
	if s := f.made[key]; s != nil {
		return s
	}
	if f.made == nil {
		f.made = map[string]*results.Sample{}
	}
	f.made[key] = f.runOf(design, incident, 1, nil)
	return f.made[key]
}

// judge is check for one figure of all runs.
func (f *accounts) judge(what, source, unit string, low, high, simulated float64) {
	if f.err == nil {
		f.list = append(f.list, Published{What: what, Source: source, Low: statistics.Number(low), High: statistics.Number(high),
			Simulated: statistics.Number(simulated), Unit: unit, Passed: simulated >= low-1e-9 && simulated <= high+1e-9})
	}
}

func (f *accounts) check(what, source, unit string, low, high float64, s *results.Sample, figure func(*counted.Run) float64) {
	if f.err != nil {
		return
	}
	mean, _, _ := statistics.StudentInterval(s.Values(figure), 0.95)
	f.judge(what, source, unit, low, high, mean)
}

// one is of one replication: whom an incident hits is of each run.
func (a *accounts) one() *accounts {
	b := *a
	b.replications = 1
	return &b
}
