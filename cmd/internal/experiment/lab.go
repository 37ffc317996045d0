package experiment

import (
	"context"
	"reflect"

	"failsim/cmd/internal/study"
	"failsim/models/file"
	"failsim/models/world/scenario"
	"failsim/results"
)

// Lab runs a scenario as it is and with edits.
type Lab struct {
	Load    func([]file.Edit) (*scenario.Scenario, error)
	Replay  *study.Replay
	Options study.Options // what to run at every point
	Stop    func() error

	// Runs and Requests are what was asked for so far. Where one run stands for two
	// designs that nothing tells apart, it counts for both.
	Runs     int
	Requests int64

	scanned *study.Workload
}

// At is a scenario at one point, to which replications can be added.
type At struct {
	Scenario *scenario.Scenario
	Work     *study.Workload
	lab      *Lab
	growing  *study.Growing
	runs     int
	requests int64
}

// At opens a point. Options may be those of the lab, or less.
func (l *Lab) At(edits []file.Edit, o study.Options) (*At, error) {
	s, err := l.Load(edits)
	if err != nil {
		return nil, err
	}
	w, err := l.workload(s, o.Seed)
	if err != nil {
		return nil, err
	}
	a := &At{Scenario: s, Work: w, lab: l}
	o.Kept = keptAt(edits, o.Kept)
	a.growing, err = study.Grow(s, w, o)
	return a, err
}

// Shard makes a shard's runs of a point, and hands them to o.Kept.
func (l *Lab) Shard(ctx context.Context, edits []file.Edit, o study.Options, part *study.Part) error {
	s, err := l.Load(edits)
	if err != nil {
		return err
	}
	w, err := l.workload(s, o.Seed)
	if err != nil {
		return err
	}
	o.Kept = keptAt(edits, o.Kept)
	return study.Shard(ctx, s, w, o, part)
}

// Inputs are what was read of the scenario as it is.
func (l *Lab) Inputs() ([]results.Input, error) {
	s, err := l.Load(nil)
	if err != nil {
		return nil, err
	}
	w, err := l.workload(s, l.Options.Seed)
	if err != nil {
		return nil, err
	}
	return w.Inputs, nil
}

// workload scans the traces, or takes what was found when they were scanned.
func (l *Lab) workload(s *scenario.Scenario, seed uint64) (*study.Workload, error) {
	if l.scanned != nil {
		if w, ok := l.scanned.With(s); ok {
			return w, nil
		}
	}
	w, err := study.Prepare(s, seed, l.Replay)
	if err != nil {
		return nil, err
	}
	w.Stop = l.Stop
	if l.scanned == nil {
		l.scanned = w
	}
	return w, nil
}

// To adds replications until there are n, and returns the study.
func (a *At) To(ctx context.Context, n int) (*results.Study, error) {
	st, err := a.growing.To(ctx, n)
	if err != nil {
		return nil, err
	}
	runs, requests := 0, int64(0)
	for i := range st.Incidents {
		for _, s := range st.Incidents[i].Samples {
			for _, r := range s.Runs() {
				runs, requests = runs+1, requests+r.Requests.Arrived
			}
		}
	}
	a.lab.Runs, a.lab.Requests = a.lab.Runs+runs-a.runs, a.lab.Requests+requests-a.requests
	a.runs, a.requests = runs, requests
	return st, nil
}

// Study returns what there is so far, which may be no run at all.
func (a *At) Study() *results.Study { return a.growing.Study() }

// Reached returns the designs that differ between two readings of a scenario; nil
// if something differs that all designs share.
func Reached(base, other *scenario.Scenario) []string {
	one, two := *base, *other
	one.Designs, two.Designs = nil, nil
	one.SHA256, two.SHA256, one.Text, two.Text, one.Written, two.Written = "", "", "", "", "", ""
	if !reflect.DeepEqual(one, two) || len(base.Designs) != len(other.Designs) {
		return nil
	}
	list := []string{}
	for i := range base.Designs {
		if !reflect.DeepEqual(base.Designs[i], other.Designs[i]) {
			list = append(list, other.Designs[i].Name)
		}
	}
	return list
}
