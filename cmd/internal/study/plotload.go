package study

import (
	"math"
	"time"

	"failsim/results/counted"
	"failsim/results/plots"
)

func (d *drawing) load() (*plots.Figure, error) {
	d.loads.Most = d.scales.load
	return plots.CapacityAndLoad(d.loads)
}

// loadOverTime are real requests a second, and what servers could answer of them.
func (d *drawing) loadOverTime() plots.Loads {
	l := plots.Loads{Subtitle: d.subtitle() + d.whose(), Phases: d.phases()}
	for i, s := range d.incident.Samples {
		row := plots.Load{Name: s.Design.Name, Until: d.end()}
		for _, step := range s.Layout().Steps() {
			settled, failed := s.Expected(-1, step)
			per := perSecond(s.Layout(), step)
			row.X = append(row.X, s.SinceOrigin(step.First))
			row.Offered, row.Answered = append(row.Offered, settled*per), append(row.Answered, (settled-failed)*per)
			row.Capacity = append(row.Capacity, s.Capacity(step))
		}
		design := &d.summary.Designs[i]
		for k := range design.Servers {
			row.Bought += float64(float64(design.Servers[k].Grown) * float64(design.ServesPerSecond))
		}
		if math.IsNaN(row.Bought) {
			row.Bought = 0
		}
		l.Rows = append(l.Rows, row)
	}
	return l
}

// perSecond turns simulated requests of a step into real ones a second.
func perSecond(l *counted.Layout, step counted.Span) float64 {
	length := min(time.Duration(step.Last)*l.Window, l.Length) - time.Duration(step.First)*l.Window
	weight := l.Weight
	if weight == 0 {
		weight = 1
	}
	return weight / length.Seconds()
}

// cost draws what designs cost against what they keep available; nothing where fewer
// than two have a price.
func (d *drawing) cost() (*plots.Figure, error) {
	c := plots.Costs{Subtitle: d.subtitle(), Objective: d.incident.Layout.Filled().Availability, Worst: d.scales.loss}
	unpriced := 0
	for i := range d.summary.Designs {
		design := &d.summary.Designs[i]
		if !design.CostPerHour.Mean.Known() || !design.Availability.Mean.Known() {
			unpriced++
			continue
		}
		dot := plots.Cost{Name: design.Name, PerHour: float64(design.CostPerHour.Mean), Availability: float64(design.Availability.Mean), Low: math.NaN(), High: math.NaN()}
		if ci := design.Availability.CI95; design.OutOfReach != 1 && ci != nil && ci[0].Known() && ci[1].Known() {
			dot.Low, dot.High = float64(ci[0]), float64(ci[1])
		}
		c.Dots = append(c.Dots, dot)
	}
	if len(c.Dots) < 2 {
		return nil, nil
	}
	if unpriced > 0 {
		c.Note = "Designs that only a provider could buy have no price and are left out."
	}
	return plots.CostAgainstAvailability(c)
}
