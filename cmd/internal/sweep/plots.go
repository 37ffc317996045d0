package sweep

import (
	"errors"
	"fmt"
	"math"

	"failsim/results/plots"
	"failsim/results/tables"
)

// Plot is a figure with its name, without extension.
type Plot struct {
	Name   string
	Figure *plots.Figure
}

// Plots draws one heat map an incident of a figure: designs over the values of one
// axis, or a field a design over two. Of more axes, the rest is averaged. shown
// formats a value; meets reports whether it is as asked, and may be nil.
func (t *Table) Plots(figure, legend string, shown func(float64) string, meets func(float64) bool) ([]Plot, error) {
	var list []Plot
	for _, incident := range t.names(func(r *Row) string { return r.Incident }) {
		h := plots.Heat{Title: legend + " as values vary", Subtitle: "incident: " + incident, Legend: legend,
			XName: t.Axes[len(t.Axes)-1].Path, X: t.Axes[len(t.Axes)-1].Values, Log: t.spread(figure) > 20}
		if meets != nil {
			h.Note = "Framed in blue: meets the objective."
		}
		designs := t.names(func(r *Row) string { return r.Design })
		if len(t.Axes) == 1 {
			h.Y = designs
			h.Panels = []plots.HeatPanel{t.panel("", len(designs), len(h.X), func(r *Row) (int, int) {
				return indexOf(designs, r.Design), indexOf(h.X, t.Points[r.Point][0])
			}, figure, incident, "", shown, meets)}
		} else {
			h.Y, h.YName = t.Axes[0].Values, t.Axes[0].Path
			if len(t.Axes) > 2 {
				h.X, h.XName = t.Axes[1].Values, t.Axes[1].Path
				h.Note += " Means over the other axes."
			}
			for _, d := range designs {
				h.Panels = append(h.Panels, t.panel(d, len(h.Y), len(h.X), func(r *Row) (int, int) {
					return indexOf(h.Y, t.Points[r.Point][0]), indexOf(h.X, t.Points[r.Point][1])
				}, figure, incident, d, shown, meets))
			}
			h.Subtitle += fmt.Sprintf("; down: %s; across: %s", h.YName, h.XName)
			h.XName, h.YName = "", ""
		}
		f, err := plots.HeatMap(h)
		if err != nil {
			return nil, err
		}
		list = append(list, Plot{"heat-" + incident, f})
	}
	return list, nil
}

// Scatter draws, an incident each, a figure over every axis: for points that are no grid.
func (t *Table) Scatter(figure, legend string, shown func(float64) string) ([]Plot, error) {
	var list []Plot
	numeric := t.numeric()
	for _, incident := range t.names(func(r *Row) string { return r.Incident }) {
		s := plots.Scatter{Title: legend + " at points of a Latin hypercube", Subtitle: "incident: " + incident, YName: legend, Shown: shown, Log: t.spread(figure) > 20}
		designs := t.names(func(r *Row) string { return r.Design })
		s.Designs = designs
		for a := range t.Axes {
			p := plots.ScatterPanel{Name: t.Axes[a].Path}
			if numeric[a] {
				p.From, p.To = t.Axes[a].Values[0], t.Axes[a].Values[len(t.Axes[a].Values)-1]
			} else {
				p.Words = t.Axes[a].Values
			}
			for i := range t.Rows {
				r := &t.Rows[i]
				if r.Name != figure || r.Population != "" || r.Incident != incident {
					continue
				}
				x, ok := t.Value(r.Point, a)
				if !ok {
					x = float64(indexOf(p.Words, t.Points[r.Point][a]))
				}
				p.Dots = append(p.Dots, plots.ScatterDot{Design: indexOf(designs, r.Design), X: x, Y: r.Figure.Value})
			}
			s.Panels = append(s.Panels, p)
		}
		f, err := plots.ScatterOver(s)
		if errors.Is(err, plots.ErrNothing) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, Plot{"scatter-" + incident, f})
	}
	return list, nil
}

func (t *Table) names(of func(*Row) string) []string {
	var list []string
	for i := range t.Rows {
		if name := of(&t.Rows[i]); indexOf(list, name) < 0 {
			list = append(list, name)
		}
	}
	return list
}

func indexOf(list []string, name string) int {
	for i, n := range list {
		if n == name {
			return i
		}
	}
	return -1
}

// spread is how many times larger the largest value of a figure is than the least
// that is not 0.
func (t *Table) spread(figure string) float64 {
	low, high := math.Inf(1), 0.0
	for i := range t.Rows {
		if r := &t.Rows[i]; r.Name == figure && r.Population == "" && r.Figure.Value > 0 {
			low, high = min(low, r.Figure.Value), max(high, r.Figure.Value)
		}
	}
	return high / low
}

func (t *Table) panel(name string, rows, columns int, place func(*Row) (int, int), figure, incident, design string, shown func(float64) string, meets func(float64) bool) plots.HeatPanel {
	p := plots.HeatPanel{Name: name}
	counts := make([][]int, rows)
	for r := range rows {
		counts[r] = make([]int, columns)
		p.Values, p.Words, p.Framed = append(p.Values, make([]float64, columns)), append(p.Words, make([]string, columns)), append(p.Framed, make([]bool, columns))
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		if r.Name == figure && r.Population == "" && r.Incident == incident && (design == "" || r.Design == design) {
			y, x := place(r)
			p.Values[y][x] += r.Figure.Value
			counts[y][x]++
		}
	}
	for y := range p.Values {
		for x := range p.Values[y] {
			v := p.Values[y][x] / float64(counts[y][x])
			p.Values[y][x], p.Words[y][x] = v, tables.None
			if !math.IsNaN(v) {
				p.Words[y][x], p.Framed[y][x] = shown(v), meets != nil && meets(v)
			}
		}
	}
	return p
}
