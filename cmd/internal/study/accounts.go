package study

import (
	"context"
	"fmt"
	"math"
	"time"

	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
)

// Account is a scenario of a real incident held against what was published of it.
type Account struct {
	Scenario string      `json:"scenario"`
	Title    string      `json:"title"`
	Cannot   string      `json:"cannot"` // which published figure cannot come out, and why
	Figures  []Published `json:"figures"`
}

// Incidents holds scenarios against what was published, each by its account.
func Incidents(ctx context.Context, load func(name string) (*scenario.Scenario, error), library []AccountOf, seed uint64, replications int) ([]Account, error) {
	var list []Account
	for i := range library {
		a := &library[i]
		f := accounts{ctx: ctx, load: func() (*scenario.Scenario, error) { return load(a.Scenario) }, seed: seed, replications: replications}
		s, err := f.load()
		if err != nil {
			return nil, err
		}
		if f.hold(a); f.err != nil {
			return nil, fmt.Errorf("account of %s: %w", a.Scenario, f.err)
		}
		list = append(list, Account{Scenario: a.Scenario, Title: s.About, Cannot: a.Cannot, Figures: f.list})
	}
	return list, nil
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

// failing is the share of requests, in per cent, that fail from one instant to
// another, since the onset.
func failing(s *results.Sample, from, until time.Duration) float64 {
	if s == nil {
		return math.NaN()
	}
	return failingOf(s, -1, from, until)
}

// failingOf is failing of one population, or of all below 0.
func failingOf(s *results.Sample, population int, from, until time.Duration) float64 {
	sum, n := 0.0, 0.0
	for _, p := range s.PopulationSeries(population) {
		if p.SinceOnset >= from && p.SinceOnset < until && !math.IsNaN(p.Mean) {
			sum, n = sum+100*(1-p.Mean), n+1
		}
	}
	return sum / n
}

// wellAfter is the mean of the minutes until all is well for good; as long as the
// run for one that is not.
func wellAfter(s *results.Sample) float64 {
	if s == nil {
		return math.NaN()
	}
	mean, _, _ := statistics.StudentInterval(s.Values(func(r *counted.Run) float64 { return r.Recovery.Finally.Minutes() }), 0.95)
	return mean
}

// judge is check for one figure of all runs.
func (f *accounts) judge(what, source, unit string, low, high, simulated float64) {
	if f.err == nil {
		f.list = append(f.list, Published{What: what, Source: source, Low: statistics.Number(low), High: statistics.Number(high),
			Simulated: statistics.Number(simulated), Unit: unit, Passed: simulated >= low-1e-9 && simulated <= high+1e-9})
	}
}
