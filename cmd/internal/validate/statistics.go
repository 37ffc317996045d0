package validate

import (
	"math"

	"failsim/cmd/internal/validate/oracle"
	"failsim/cmd/internal/validate/theory"
	"failsim/models/figures"
	"failsim/results/statistics"
	"failsim/sim/portable"
)

// computeStudent is the interval that reports print.
func computeStudent(c *oracle.Case) Values {
	data, confidence := c.Numbers("data"), c.Share("confidence")
	if len(data) < 2 {
		oracle.Refuse("parameter data of fewer than two values")
	}
	mean, sd, half := statistics.StudentInterval(data, confidence)
	return Values{"mean": mean, "std": sd, "half_width": half, "lower": mean - half, "upper": mean + half,
		"t_quantile": half / sd * math.Sqrt(float64(len(data)))}
}

// computeCoverageBand returns the counts of intervals that hold the true mean
// in the central 99.9 % of the binomial distribution; the coverage itself is simulated.
func computeCoverageBand(c *oracle.Case) Values {
	c.Skip("law", "replications", "confidence")
	coverage, ok := c.Expected["true_coverage"].Value.(float64)
	if !ok {
		return Values{}
	}
	runs := float64(c.Count("meta_runs", 1, mostRequests))
	at := func(p float64) int {
		k := 0
		for portable.BinomialCDF(runs, coverage, float64(k)) < p {
			k++
		}
		return k
	}
	return Values{"accept_count_from": at(0.0005), "accept_count_to": at(0.9995)}
}

// computeCommonNumbers couples exponential spans by inversion.
func computeCommonNumbers(c *oracle.Case) Values {
	a, b := c.Positive("mean1", "s"), c.Positive("mean2", "s")
	common, apart := (a-b)*(a-b), float64(a*a)+float64(b*b)
	return Values{"var_difference_crn": common, "var_difference_independent": apart, "variance_reduction_factor": apart / common, "correlation_crn": 1.0,
		"correlation_antithetic": 1 - math.Pi*math.Pi/6}
}

func computeBatchMeans(c *oracle.Case) Values {
	phi, n, batches := c.Number("phi", "1"), float64(c.Count("n_per_run", 1, 1<<40)), float64(c.Count("batches", 2, 1<<20))
	if !(phi > -1 && phi < 1) {
		oracle.Refuse("parameter phi of a series that is not stationary")
	}
	x := theory.AR1{Phi: phi}
	whole, size := x.VarianceOfMean(n), n/batches
	estimate := (x.VarianceOfMean(size) - whole) / (batches - 1)
	return Values{"var_of_mean": whole, "naive_iid_var_of_mean": x.Variance() / n, "naive_understates_by": whole * n / x.Variance(),
		"expected_batch_means_estimate": estimate, "batch_estimate_over_truth": estimate / whole, "lag1_corr_of_batch_means": x.CorrelationOfBatches(size)}
}

// computeClock is why simulated time is a whole number of nanoseconds.
func computeClock(c *oracle.Case) Values {
	horizon, step := c.Positive("horizon_s", "s"), c.Positive("step_s", "s")
	if horizon/step > 1e8 {
		oracle.Refuse("parameters of more than 1e8 steps")
	}
	sum := 0.0
	for range int(math.Round(horizon / step)) {
		sum += step
	}
	const (
		dayNS  = 86400e9
		yearS  = 365.25 * 86400
		in2012 = 1356349440 // 24 December 2012 11:44 UTC in Unix seconds; all of 2012 lies between two powers of 2
	)
	ulp := func(x float64) float64 { return math.Nextafter(x, math.Inf(1)) - x }
	return Values{
		"ulp_of_float64_at_horizon":        ulp(horizon),
		"ulp_at_unix_epoch_2012":           ulp(in2012),
		"accumulated_sum_float64":          sum,
		"drift_of_accumulated_sum":         sum - horizon,
		"exact_ns_int64":                   horizon * 1e9,
		"days_until_float64_ns_is_inexact": math.Ldexp(1, 53) / dayNS,
		"years_until_int64_ns_overflows":   math.Ldexp(1, 63) / 1e9 / yearS,
	}
}

// computeHistogram: bucket i covers (g^(i-1), g^i] and answers 2g^i/(g+1)
// (DDSketch; Masson, Rim and Lee 2019).
func computeHistogram(c *oracle.Case) Values {
	accuracy, low, high := c.Positive("relative_accuracy", "1"), c.Positive("min_value", "s"), c.Positive("max_value", "s")
	if accuracy >= 1 || high < low {
		oracle.Refuse("parameters of no histogram")
	}
	g := (1 + accuracy) / (1 - accuracy)
	// The error is largest at the ends of a bucket, at both the same.
	return Values{"gamma": g, "buckets_needed": math.Ceil(portable.Log(high/low) / portable.Log(g)), "max_relative_error_of_any_quantile": 1 - 2/(g+1)}
}

func computeMSER5(c *oracle.Case) Values {
	series := c.Numbers("series")
	if len(series) < 10 {
		oracle.Refuse("parameter series of fewer than two batches")
	}
	// The cut is that of the tool's own runs; the statistic is the rule's.
	cut := figures.MSER5(series)
	_, statistic, _ := theory.MSER5(series)
	kept := series[cut : len(series)-len(series)%5]
	return Values{"truncation_index": cut, "mser_statistic": statistic, "mean_after_truncation": average(kept)}
}
