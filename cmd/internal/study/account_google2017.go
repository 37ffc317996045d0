package study

import (
	"math"
	"time"

	"failsim/models/record"
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
)

// google2017 is the old configuration of Google's load balancers on 5 April 2017, of
// which Google published which share of requests failed, of whom, and for how long.
var google2017 = accountOf{
	scenario: "google-lb-2017",
	cannot: "the share of all requests: how many LBs had changed since the old version was not published, nor how old it was; both are put in. So are the " +
		"25 % at the others, and when the master was switched and changes were allowed again.",
	hold: func(f *accounts) {
		const google, rules = "Google compute/17007", "nobody's: follows from the rules"
		was := f.of("as-it-was", "old-configuration")
		one := *f // which LB has changed is of each run
		one.replications = 1
		most, others := worst(one.of("as-it-was", "old-configuration"), 3*time.Minute, 20*time.Minute)
		f.judge("requests that fail at customers whose LB had changed since, until minute 20", google, "%", 100, 100, most)
		f.judge("the same at all others", google, "%", 22, 28, others)
		f.judge("minutes until all is normal", google, "min", 20, 24, wellAfter(was))
		f.judge("requests that fail while changes are still not allowed", google, "%", 0, 0.1, failing(was, 30*time.Minute, 240*time.Minute))
		f.judge("minutes until changes are allowed again", google, "min", 242, 244, marked(f, was, record.MostlyReenabled))
		f.beside("requests that fail, had LBs refused what is older (Google's remedy)", rules, "%", 0, 0, failing(f.of("refuse-older", "old-configuration"), 0, 240*time.Minute))
		f.beside("minutes until all is normal, had one LB been a canary for ten", rules, "min", 0, 12, wellAfter(f.of("canary", "old-configuration")))
		f.beside("requests that fail with another provider's LBs that clients know", rules, "%", 0, 0.1, failing(f.of("second-provider", "old-configuration"), 0, 240*time.Minute))
	},
}

// worst is the share of requests, in per cent, that fails of the population that is hit
// most, from one instant to another, and the mean of all others.
func worst(s *results.Sample, from, until time.Duration) (most, others float64) {
	if s == nil {
		return math.NaN(), math.NaN()
	}
	sum, n := 0.0, len(s.Runs()[0].Populations)
	for p := range n {
		x := failingOf(s, p, from, until)
		most, sum = max(most, x), sum+x
	}
	return most, (sum - most) / float64(n-1)
}

// marked is the mean of the minutes from the onset to the first mark of a kind.
func marked(f *accounts, s *results.Sample, m record.Mark) float64 {
	if s == nil {
		return math.NaN()
	}
	mean, _, _ := statistics.StudentInterval(s.Values(func(r *counted.Run) float64 { return 60 * f.since(r, m) }), 0.95)
	return mean
}
