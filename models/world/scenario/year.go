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
		Length: file.Get(m, "length", file.PositiveDurationOf, d.Length, "how long a year is", "365 days"),
		Memory: file.Get(m, "memory", file.DurationOf, d.Memory, "how long after an incident the world may differ from one without it", "assumption: resolvers that hold an answer longest hold it for days"),
		Week:   file.Get(m, "week", week, d.Week, "the demand of each day, relative to the others; without, all are alike"),
	}
}

// week reads the demand of each day, relative to that of the others.
func week(n file.Node) [7]float64 {
	m := n.Open("week")
	defer m.Done()
	days, sum := [7]float64{}, 0.0
	for i, day := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		days[i] = file.Need(m, day, aboveNothing, "the demand of this day, relative to the others")
		sum += days[i]
	}
	for i := range days {
		days[i] *= 7 / sum
	}
	return days
}
