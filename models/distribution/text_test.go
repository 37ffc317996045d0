package distribution

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/models/file"
)

func TestDurationsReadAsInAScenarioFile(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0s":                          0,
		"1ns":                         1,
		"1.5us":                       1500,
		"72.5ms":                      72500 * time.Microsecond,
		"1s":                          time.Second,
		"59.999s":                     59999 * time.Millisecond,
		"1m500ms":                     time.Minute + 500*time.Millisecond,
		"4h38m":                       278 * time.Minute,
		"1d2h":                        26 * time.Hour,
		"7d":                          168 * time.Hour,
		"-6h":                         -6 * time.Hour,
		"106751d23h47m16.854775807s":  math.MaxInt64,
		"-106751d23h47m16.854775808s": math.MinInt64,
	} {
		assert.Equal(t, want, file.FormatDuration(d))
	}
}

func TestLawsReadAsInAScenarioFile(t *testing.T) {
	for want, l := range map[string]Distribution{
		"1m30s":                                                    Must(NewConstant(90 * time.Second)),
		"{uniform: {low: 1h, high: 1d}}":                           Must(NewUniform(time.Hour, 24*time.Hour)),
		"{exponential: {mean: 4h}}":                                Must(NewExponential(4 * time.Hour)),
		"{hyperexponential: {mean: 1s, cv: 2.5}}":                  Must(NewHyperexponential(time.Second, 2.5)),
		"{lognormal: {median: 45m, sigma: 1}}":                     Must(NewLognormal(45*time.Minute, 1)),
		"{weibull: {scale: 30d, shape: 0.7}}":                      Must(NewWeibull(720*time.Hour, 0.7)),
		"{pareto: {low: 10m, shape: 1.2}}":                         Must(NewPareto(10*time.Minute, 1.2)),
		"{bounded-pareto: {low: 10m, high: 10h, shape: 0.000001}}": Must(NewBoundedPareto(10*time.Minute, 10*time.Hour, 1e-6)),
	} {
		assert.Equal(t, want, l.String())
	}
}
