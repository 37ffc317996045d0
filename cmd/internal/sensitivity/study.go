package sensitivity

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"failsim/cmd/internal/experiment"
	"failsim/models/file"
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
)

// The figures that are studied: means over runs, of all incidents together.
const (
	UserMinutes = "user_minutes_lost" // summed over incidents
	Recovery    = "recovery_minutes"  // to be recovered for good, 0 of a run that is not harmed; the mean of incidents
)

// Axis is a number that is varied, from low to high by equal ratios, or by equal
// differences where it begins at 0.
type Axis struct {
	Path      string
	Low, High file.Amount
	Now       string // what the scenario says; "" if it is not known
}

// At is the value at a share of the way.
func (a *Axis) At(share float64) string { return a.Low.Between(a.High, share, a.Low.X > 0) }

// Study evaluates a scenario over the unit cube of its axes. A point is run once,
// whatever is asked of it.
type Study struct {
	Lab      *experiment.Lab
	Axes     []Axis
	Progress func(points int)

	known map[string]Outcome
	idle  []bool // axes that Screen found to change nothing
	runs  *experiment.BaseRuns
}

// Outcome is by design and figure.
type Outcome map[string]map[string]float64

// Function is a figure of a design over the cube.
func (s *Study) Function(ctx context.Context, design, figure string) Function {
	return func(at []float64) (float64, error) {
		values := make([]string, len(at))
		for i := range at {
			if s.idle == nil || !s.idle[i] {
				values[i] = s.Axes[i].At(at[i])
			}
		}
		o, err := s.Of(ctx, values)
		return o[design][figure], err
	}
}

// Of runs a point; an empty value is what the scenario says.
func (s *Study) Of(ctx context.Context, values []string) (Outcome, error) {
	name := strings.Join(values, "\x00")
	if o, ok := s.known[name]; ok {
		return o, nil
	}
	var edits []file.Edit
	for i, v := range values {
		if v != "" {
			edits = append(edits, file.Edit{Path: s.Axes[i].Path, Value: v, From: fmt.Sprintf("--vary %s", s.Axes[i].Path)})
		}
	}
	at, err := s.at(edits)
	if err != nil {
		return nil, err
	}
	st, err := at.To(ctx, s.Lab.Options.Replications)
	if err != nil {
		return nil, err
	}
	if s.known == nil {
		s.known = map[string]Outcome{}
	}
	o := outcomeOf(st)
	s.known[name] = o
	if s.Progress != nil {
		s.Progress(len(s.known))
	}
	return o, nil
}

// at opens a point. Runs of designs that one edit does not reach are those of the scenario
// as it stands; several edits together reach all, as a rule.
func (s *Study) at(edits []file.Edit) (*experiment.At, error) {
	o := s.Lab.Options
	if len(edits) <= 1 && o.Kept == nil {
		var err error
		if s.runs == nil {
			if s.runs, err = s.Lab.BaseRuns(); err != nil {
				return nil, err
			}
		}
		if o.Kept, err = s.runs.For(edits); err != nil {
			return nil, err
		}
	}
	return s.Lab.At(edits, o)
}

// Screen sets one number after the other to its ends, and has those that change nothing
// of any design stay as the scenario has them from then on: trajectories need not move
// them. What a number does only together with others is not seen then. It returns how
// many numbers are left.
func (s *Study) Screen(ctx context.Context) (moving int, err error) {
	base, err := s.Of(ctx, make([]string, len(s.Axes)))
	if err != nil {
		return 0, err
	}
	idle := make([]bool, len(s.Axes))
	for i := range s.Axes {
		idle[i] = true
		for _, share := range []float64{0, 1} {
			values := make([]string, len(s.Axes))
			values[i] = s.Axes[i].At(share)
			o, err := s.Of(ctx, values)
			if err != nil {
				return 0, err
			}
			idle[i] = idle[i] && reflect.DeepEqual(o, base)
		}
		if !idle[i] {
			moving++
		}
	}
	s.idle = idle
	return moving, nil
}

// Moving are the axes that Screen left; all without it.
func (s *Study) Moving() (list []int) {
	for i := range s.Axes {
		if s.idle == nil || !s.idle[i] {
			list = append(list, i)
		}
	}
	return list
}

func outcomeOf(st *results.Study) Outcome {
	o := Outcome{}
	for i := range st.Incidents {
		for _, s := range st.Incidents[i].Samples {
			if o[s.Design.Name] == nil {
				o[s.Design.Name] = map[string]float64{}
			}
			mean := func(of func(*counted.Run) float64) float64 {
				return float64(s.Estimate(statistics.NotNegative, of).Mean)
			}
			o[s.Design.Name][UserMinutes] += mean(func(r *counted.Run) float64 { return r.UserMinutesLost })
			o[s.Design.Name][Recovery] += mean(func(r *counted.Run) float64 {
				if r.Recovery.State == counted.NeverHarmed {
					return 0
				}
				return r.Recovery.Finally.Minutes()
			}) / float64(len(st.Incidents))
		}
	}
	return o
}

// Bar is a bar of a tornado: a figure at the low and the high end of one number, all
// else as the scenario has it.
type Bar struct {
	Axis            int
	Low, Base, High float64
}

// Tornado sets one number after the other to its ends.
func (s *Study) Tornado(ctx context.Context, design, figure string) ([]Bar, error) {
	base, err := s.Of(ctx, make([]string, len(s.Axes)))
	if err != nil {
		return nil, err
	}
	var bars []Bar
	for i := range s.Axes {
		b := Bar{Axis: i, Base: base[design][figure]}
		for _, end := range []struct {
			share float64
			to    *float64
		}{{0, &b.Low}, {1, &b.High}} {
			values := make([]string, len(s.Axes))
			values[i] = s.Axes[i].At(end.share)
			o, err := s.Of(ctx, values)
			if err != nil {
				return nil, err
			}
			*end.to = o[design][figure]
		}
		bars = append(bars, b)
	}
	return bars, nil
}
