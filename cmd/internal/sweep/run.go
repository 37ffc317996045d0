package sweep

import (
	"context"

	"failsim/cmd/internal/experiment"
	"failsim/cmd/internal/study"
	"failsim/models/file"
	"failsim/results/stored"
)

// Table is what a sweep found.
type Table struct {
	Axes   []file.Axis
	Points []experiment.Point
	Rows   []Row
}

// Row is one figure of one design in one incident at one point.
type Row struct {
	Point int
	stored.Figure
}

// Run runs every point and keeps the figures that are wanted, all if want is nil. One
// that is told to end returns the points that are done, with the reason.
func Run(ctx context.Context, lab *experiment.Lab, axes []file.Axis, points []experiment.Point, want map[string]bool, progress func(done, total int)) (*Table, error) {
	t := &Table{Axes: axes, Points: points}
	for i, p := range points {
		at, err := lab.At(p.Edits(axes, "--vary"), lab.Options)
		if err != nil {
			return nil, err
		}
		st, err := at.To(ctx, lab.Options.Replications)
		if ctx.Err() != nil {
			t.Points = points[:i]
			return t, err
		}
		if err != nil {
			return nil, err
		}
		sum, err := st.Summary()
		if err != nil {
			return nil, err
		}
		figures, err := stored.Figures(sum)
		if err != nil {
			return nil, err
		}
		for _, f := range figures {
			if want == nil || want[f.Name] {
				t.Rows = append(t.Rows, Row{i, f})
			}
		}
		progress(i+1, len(points))
	}
	return t, nil
}

// Shard makes a shard's runs of every point, and hands them to lab.Options.Kept.
func Shard(ctx context.Context, lab *experiment.Lab, axes []file.Axis, points []experiment.Point, part *study.Part, progress func(done, total int)) error {
	for i, p := range points {
		if err := lab.Shard(ctx, p.Edits(axes, "--vary"), lab.Options, part); err != nil {
			return err
		}
		progress(i+1, len(points))
	}
	return nil
}

// Value is what a point says on an axis, as a number in the unit that columns have:
// shares of 1, seconds, events a second, bytes; ok is false of words.
func (t *Table) Value(point, axis int) (x float64, ok bool) {
	return Number(t.Points[point][axis])
}

// numeric reports each axis whether all its values are numbers.
func (t *Table) numeric() []bool {
	list := make([]bool, len(t.Axes))
	for a := range t.Axes {
		list[a] = true
		for i := range t.Points {
			if _, ok := t.Value(i, a); !ok {
				list[a] = false
			}
		}
	}
	return list
}

// Number reads a value in the unit that columns have.
func Number(text string) (float64, bool) {
	if r, err := file.ParseRate(text); err == nil {
		return r.PerSecond(), true
	}
	a, err := file.ParseAmount(text)
	return a.X, err == nil
}
