package scenario

import "time"

// defaultYear is a year of 365 days without weekends. Resolvers that hold an
// answer longest hold it for days, so three days is how long a world remembers
// (assumption).
func defaultYear() Year {
	return Year{Length: 365 * 24 * time.Hour, Memory: 3 * 24 * time.Hour, Week: evenWeek}
}

var evenWeek = [7]float64{1, 1, 1, 1, 1, 1, 1}

func year(n node) Year {
	m := n.open("year")
	defer m.done()
	d := defaultYear()
	return Year{
		Length: get(m, "length", positiveDuration, d.Length),
		Memory: get(m, "memory", duration, d.Memory),
		Week:   get(m, "week", week, d.Week),
	}
}

// week reads the demand of each day, relative to that of the others.
func week(n node) [7]float64 {
	m := n.open("week")
	defer m.done()
	days, sum := [7]float64{}, 0.0
	for i, day := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		days[i] = need(m, day, aboveNothing)
		sum += days[i]
	}
	for i := range days {
		days[i] *= 7 / sum
	}
	return days
}
