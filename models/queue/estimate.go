package queue

import "math"

// Estimate is a figure over replications.
type Estimate struct {
	Of, Name     string
	Mean         float64 // NaN if no replication has a value
	SE           float64 // standard error of Mean; NaN from fewer than two
	Replications int     // that have a value
	Why, Warning string  // as in Figure
}

// Estimates returns every figure over replications of one system, in the
// order of its reports.
func Estimates(reports []*Report) []Estimate {
	if len(reports) == 0 {
		return nil
	}
	list := make([]Estimate, len(reports[0].Figures))
	for i, f := range reports[0].Figures {
		list[i] = Over(reports, func(r *Report) float64 { return r.Figures[i].Value })
		if _, quantile := reports[0].spreads[i]; quantile && f.Why == "" {
			list[i].Mean, list[i].SE = pooled(reports, i)
		}
		list[i].Of, list[i].Name, list[i].Why, list[i].Warning = f.Of, f.Name, f.Why, f.Warning
	}
	return list
}

// pooled returns the quantile of the durations of all replications, since each
// alone has fewer and the mean of their quantiles is off by more; and its
// standard error by the jackknife, which leaves out one replication at a time
// (Efron and Tibshirani, 1993, ch. 11): of a quantile far out, few replications
// may hold all that is known.
func pooled(reports []*Report, figure int) (value, se float64) {
	first := reports[0].spreads[figure]
	n := float64(len(reports))
	if n == 1 {
		return seconds(first.all.quantile(first.q)), math.NaN()
	}
	whole := *first.all
	for _, r := range reports[1:] {
		whole.merge(r.spreads[figure].all)
	}
	var sum, squares float64
	for _, r := range reports {
		x := seconds(whole.without(r.spreads[figure].all, first.q))
		sum += x
		squares += x * x
	}
	return seconds(whole.quantile(first.q)), math.Sqrt(max(0, squares-sum*sum/n) * (n - 1) / n)
}

// Find returns the estimate of a figure.
func Find(list []Estimate, of, name string) (Estimate, bool) {
	for _, e := range list {
		if e.Of == of && e.Name == name {
			return e, true
		}
	}
	return Estimate{}, false
}

// Over estimates any function of a report; replications without a value, NaN,
// do not count.
func Over(reports []*Report, value func(*Report) float64) Estimate {
	var values []float64
	for _, r := range reports {
		if x := value(r); !math.IsNaN(x) {
			values = append(values, x)
		}
	}
	mean, se := meanAndError(values)
	return Estimate{Mean: mean, SE: se, Replications: len(values)}
}

// meanAndError returns the mean of independent values and its standard error.
func meanAndError(values []float64) (mean, se float64) {
	n := float64(len(values))
	if n == 0 {
		return math.NaN(), math.NaN()
	}
	for _, x := range values {
		mean += x / n
	}
	if n < 2 {
		return mean, math.NaN()
	}
	squares := 0.0
	for _, x := range values {
		squares += (x - mean) * (x - mean)
	}
	return mean, math.Sqrt(squares / (n - 1) / n)
}
