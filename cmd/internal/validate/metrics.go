package validate

import (
	"math"
	"strconv"
	"strings"

	"failsim/cmd/internal/validate/oracle"
)

// Values are answers by name of metric: a float64, an int, a bool, or a
// []float64.
type Values map[string]any

// Compute answers a case from theory.
type Compute func(c *oracle.Case) Values

// Estimates are what one replication measured, by name of metric. The metric
// of a nested object is its path, with slashes.
type Estimates map[string]float64

// numbered calls f for every expected metric that is a prefix, digits that
// number reads, and a suffix.
func numbered(c *oracle.Case, prefix, suffix string, f func(metric string, x float64)) {
	for _, metric := range c.Metrics() {
		middle, ok := strings.CutPrefix(metric, prefix)
		if !ok {
			continue
		}
		if middle, ok = strings.CutSuffix(middle, suffix); !ok {
			continue
		}
		if x, err := strconv.ParseFloat(middle, 64); err == nil {
			f(metric, x)
		}
	}
}

// quantiles answers metrics such as wait_p90 and wait_p999: digits follow the
// decimal point.
func quantiles(c *oracle.Case, v Values, prefix, suffix string, quantile func(p float64) float64) {
	eachQuantile(c, prefix, suffix, func(metric string, p float64) { v[metric] = quantile(p) })
}

func eachQuantile(c *oracle.Case, prefix, suffix string, f func(metric string, p float64)) {
	numbered(c, prefix+"_p", suffix, func(metric string, _ float64) {
		digits := strings.TrimSuffix(strings.TrimPrefix(metric, prefix+"_p"), suffix)
		if n, err := strconv.Atoi(digits); err == nil && n >= 0 {
			// p5 is 5 %, p90 is 90 %, p999 is 99.9 %.
			f(metric, float64(n)/math.Pow10(max(2, len(digits))))
		}
	})
}

// named returns a metric that carries a number, as "impacted_share_at_4h".
func named(prefix string, x float64, suffix string) string {
	return prefix + strconv.FormatFloat(x, 'g', -1, 64) + suffix
}
