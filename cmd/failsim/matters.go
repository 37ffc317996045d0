package main

import (
	"context"
	"math"
	"slices"

	"failsim/cmd/internal/sensitivity"
	"failsim/sim"
)

type sensitivityFlags struct {
	varied
	vary         []string
	factor       float64
	trajectories int
	sobol        int
	plot         string
	onPage       onPage
}

// What sensitivity takes if nothing is asked for.
const (
	sensitivityReplications = 4
	sensitivityTrajectories = 4  // Morris's own trials had 4 to 10
	sobolReplicates         = 5  // for the intervals
	sobolNumbers            = 4  // those of the largest effects
	mostBars                = 15 // of a tornado
)

// analysis is what is printed.
type analysis struct {
	Schema   string         `json:"schema"`
	Designs  []designMatter `json:"designs"`
	Remedies []remedy       `json:"remedies"`
	Notes    []string       `json:"notes,omitempty"`
}

// remedy is a design against the first.
type remedy struct {
	Design   string   `json:"design"`
	Against  string   `json:"against"`
	Saved    float64  `json:"user_minutes_saved_a_year"`
	Costs    *float64 `json:"costs_more_usd_a_year"`   // null if it is not priced
	ByMinute *float64 `json:"usd_a_saved_user_minute"` // null if it is not priced, or saves nothing
}

type designMatter struct {
	Design  string   `json:"design"`
	Figure  string   `json:"figure"`
	Base    float64  `json:"base"`
	Numbers []matter `json:"numbers"` // the largest swing first
}

type matter struct {
	Path     string   `json:"path"`
	Low      string   `json:"low"`
	High     string   `json:"high"`
	AtLow    float64  `json:"at_low"`
	AtHigh   float64  `json:"at_high"`
	MuStar   *float64 `json:"morris_mu_star,omitempty"`
	Sigma    *float64 `json:"morris_sigma,omitempty"`
	First    *float64 `json:"sobol_first,omitempty"`
	FirstEnd *float64 `json:"sobol_first_half_ci95,omitempty"`
	Total    *float64 `json:"sobol_total,omitempty"`
	TotalEnd *float64 `json:"sobol_total_half_ci95,omitempty"`

	axis int
}

func (m *matter) swing(base float64) float64 {
	return math.Max(math.Abs(m.AtLow-base), math.Abs(m.AtHigh-base))
}

func (f *sensitivityFlags) matters(ctx context.Context, st *sensitivity.Study, design, figure string) (*designMatter, error) {
	bars, err := st.Tornado(ctx, design, figure)
	if err != nil {
		return nil, err
	}
	d := &designMatter{Design: design, Figure: figure}
	for _, b := range bars {
		d.Base = b.Base
		d.Numbers = append(d.Numbers, matter{Path: st.Axes[b.Axis].Path, Low: st.Axes[b.Axis].At(0), High: st.Axes[b.Axis].At(1), AtLow: b.Low, AtHigh: b.High, axis: b.Axis})
	}
	function := st.Function(ctx, design, figure)
	if f.trajectories > 0 {
		moving := st.Moving()
		inner := func(at []float64) (float64, error) {
			all := make([]float64, len(st.Axes))
			for k, i := range moving {
				all[i] = at[k]
			}
			return function(all)
		}
		effects, err := sensitivity.Morris(inner, len(moving), f.trajectories, sim.NewKey(f.seed, 0).Named("sensitivity"))
		if err != nil {
			return nil, err
		}
		for i := range d.Numbers {
			d.Numbers[i].MuStar, d.Numbers[i].Sigma = new(float64), new(float64)
		}
		for k, i := range moving {
			d.Numbers[i].MuStar, d.Numbers[i].Sigma = &effects[k].MuStar, &effects[k].Sigma
		}
	}
	slices.SortStableFunc(d.Numbers, func(x, y matter) int {
		a, b := x.swing(d.Base), y.swing(d.Base)
		if x.MuStar != nil {
			a, b = *x.MuStar, *y.MuStar
		}
		return map[bool]int{true: -1, false: 1}[a > b] * map[bool]int{true: 0, false: 1}[a == b]
	})
	if f.sobol > 0 {
		return d, f.indices(st, d, function)
	}
	return d, nil
}

// indices adds Sobol's of the numbers that stand first; the others stay in the middle.
func (f *sensitivityFlags) indices(st *sensitivity.Study, d *designMatter, function sensitivity.Function) error {
	n := min(sobolNumbers, len(d.Numbers))
	inner := func(at []float64) (float64, error) {
		all := make([]float64, len(st.Axes))
		for i := range all {
			all[i] = 0.5
		}
		for k := range n {
			all[d.Numbers[k].axis] = at[k]
		}
		return function(all)
	}
	list, err := sensitivity.Sobol(inner, n, f.sobol, sobolReplicates, sim.NewKey(f.seed, 0).Named("sensitivity"))
	for k := range list {
		m, i := &d.Numbers[k], &list[k]
		m.First, m.FirstEnd, m.Total, m.TotalEnd = &i.First, &i.FirstHalf, &i.Total, &i.TotalHalf
	}
	return err
}
