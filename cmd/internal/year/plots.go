package year

import (
	"fmt"
	"time"

	"failsim/cmd/internal/study"
	"failsim/results/plots"
	"failsim/results/year"
)

// Plots draws a year of operation.
func Plots(sum *year.Summary) ([]study.Plot, error) {
	y := plots.Years{
		Subtitle: fmt.Sprintf("%s: %d years of incidents, each put together from %d simulated episodes.", sum.Scenario, sum.Calendars, sum.Episodes),
		Length:   time.Duration(float64(sum.YearS) * float64(time.Second)),
		Note:     "A line that ends low on the left: most years lose next to nothing. Rates of incidents are the scenario's; their error is not shown.",
	}
	for _, m := range sum.Designs[0].Years.Meets {
		y.Objectives = append(y.Objectives, float64(m.Objective))
	}
	for _, c := range sum.Curves() {
		y.Lines = append(y.Lines, plots.Line{Name: c.Design, X: c.Outage, Y: c.Share})
	}
	figure, err := plots.BadYears(y)
	if err != nil {
		return nil, err
	}
	return []study.Plot{{Name: "bad-years", Figure: figure}}, nil
}
