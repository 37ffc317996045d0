package sensitivity

import (
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/plots"
	"failsim/results/statistics"
	"failsim/results/tables"
)

// MeanUserMinutes are those that a design loses on average.
func MeanUserMinutes(s *results.Sample) float64 {
	return float64(s.Estimate(statistics.NotNegative, func(r *counted.Run) float64 { return r.UserMinutesLost }).Mean)
}

// Drawn is a bar of a tornado with its words.
type Drawn struct {
	Name, Low, High string
	AtLow, AtHigh   float64
}

// Draw draws a tornado.
func Draw(design string, base float64, bars []Drawn) (*plots.Figure, error) {
	t := plots.Swings{Title: "What " + design + "'s user-minutes depend on", Subtitle: "one number at a time, all else as the scenario has it: " + tables.Count(base) + " user-minutes", Base: base}
	for _, b := range bars {
		t.Bars = append(t.Bars, plots.Swing{Name: b.Name, Low: b.AtLow, High: b.AtHigh, LowWords: b.Low + ": " + tables.Count(b.AtLow), HighWords: b.High + ": " + tables.Count(b.AtHigh)})
	}
	return plots.Tornado(t)
}
