package study

import (
	"math"
	"time"

	"failsim/models/record"
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
)

// github2018 is GitHub's outage of 21 October 2018. How far behind the west was, how long
// copies took and how often pages ask are put in, so nothing of it fails.
var github2018 = accountOf{
	scenario: "github-2018",
	cannot: "that it ended only at 23:03 the next day, 1,451 minutes after: webhooks and pages were stopped by hand and worked off. The rate of " +
		"writes was not published, so their number means little.",
	hold: func(f *accounts) {
		const told, rules = "GitHub, 30 October 2018", "nobody's: follows from who may lead"
		was := f.of("as-it-was", "cut-of-43s")
		f.beside("seconds that the writes span which only the east has (\"several\")", told, "s", 0.3, 20, dataOf(was, func(d *record.Data) float64 { return d.LostSpan }))
		f.beside("of them, 954 in one busy cluster", told, "writes", 100, 5000, dataOf(was, func(d *record.Data) float64 { return d.WritesLost }))
		f.beside("requests that fail or are late in the hours between (\"degraded\", much of the site)", told, "%", 20, 100, failing(was, 30*time.Minute, 720*time.Minute))
		f.beside("minutes until leaders are in the east and the site answers well, 11:12 UTC", told, "min", 740, 780, wellAfter(was))
		f.beside("minutes until all is well, had a leader to be gone for a minute", rules, "min", 0.7, 5, wellAfter(f.of("wait-a-minute", "cut-of-43s")))
		f.beside("writes lost, had they waited for the west", rules, "writes", 0, 0, dataOf(f.of("nothing-lost", "cut-of-43s"), func(d *record.Data) float64 { return d.WritesLost }))
	},
}

// dataOf is the mean of a figure of the first data.
func dataOf(s *results.Sample, figure func(*record.Data) float64) float64 {
	if s == nil {
		return math.NaN()
	}
	mean, _, _ := statistics.StudentInterval(s.Values(func(r *counted.Run) float64 { return figure(&r.Data[0]) }), 0.95)
	return mean
}
