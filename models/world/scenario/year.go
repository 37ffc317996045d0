package scenario

import (
	"time"

	"failsim/models/file"
)

// defaultYear is a year of 365 days without weekends. Resolvers that hold an
// answer longest hold it for days, so three days is how long a world remembers
// (assumption).
func defaultYear() Year {
	return Year{Length: 365 * 24 * time.Hour, Memory: 3 * 24 * time.Hour, Week: evenWeek}
}

var evenWeek = [7]float64{1, 1, 1, 1, 1, 1, 1}

func year(n file.Node) Year {
	m := n.Open("year")
	defer m.Done()
	d := defaultYear()
	return Year{
		Length: file.Get(m, "length", file.PositiveDurationOf, d.Length),
		Memory: file.Get(m, "memory", file.DurationOf, d.Memory),
		Week:   file.Get(m, "week", week, d.Week),
	}
}

// week reads the demand of each day, relative to that of the others.
func week(n file.Node) [7]float64 {
	m := n.Open("week")
	defer m.Done()
	days, sum := [7]float64{}, 0.0
	for i, day := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		days[i] = file.Need(m, day, aboveNothing)
		sum += days[i]
	}
	for i := range days {
		days[i] *= 7 / sum
	}
	return days
}
