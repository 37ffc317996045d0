package validate

import (
	"context"
	"math"

	"failsim/cmd/internal/validate/oracle"
	"failsim/results/statistics"
	"failsim/sim"
)

// sample is an estimate over replications and its standard error.
type sample struct {
	mean, se float64
	n        int // replications that have a value
}

// sampleOf is that of one value a replication.
func sampleOf(values []float64) sample {
	mean, se := meanAndError(values)
	return sample{mean, se, len(values)}
}

// meanAndError returns the mean of values and its standard error, 0 of one.
func meanAndError(x []float64) (mean, se float64) {
	mean, sd, _ := statistics.StudentInterval(x, 0.95)
	if len(x) < 2 {
		return mean, 0
	}
	return mean, sd / math.Sqrt(float64(len(x)))
}

// measured is what the replications of a case showed.
type measured struct {
	estimates map[string]sample
	omitted   map[string]string // metrics that are not measured, and why
	fixed     bool
	size      int
}

// measure runs the replications of a case, at the size that the rule gives.
func measure(ctx context.Context, c *oracle.Case, k Kind) (measured, error) {
	size, why := sizeOf(ctx, c, k)
	if why != nil {
		return measured{}, why
	}
	each := (size + Replications - 1) / Replications
	if k.Fixed {
		each = size
	}
	m, why := k.replicate(ctx, c, each, Seed)
	m.size = size
	return m, why
}

// replicate runs the replications of a case; one, if nothing in it is left to
// chance, as all would be alike.
func (k Kind) replicate(ctx context.Context, c *oracle.Case, size int, seed uint64) (measured, error) {
	n := Replications
	if k.Fixed {
		n = 1
	}
	if k.System != nil {
		var s System
		if why := c.Try(func() { s = k.System(c, size) }); why != nil {
			return measured{}, why
		}
		m, why := s.measure(ctx, seed, n)
		m.fixed = k.Fixed
		return m, why
	}
	values := map[string][]float64{}
	for replication := range n {
		if ctx.Err() != nil {
			return measured{}, nil
		}
		var one Estimates
		simulate := func() { one = k.Simulate(c, size, sim.NewKey(seed, replication).Named(c.ID)) }
		if why := c.Try(simulate); why != nil {
			return measured{}, why
		}
		for path, x := range one {
			values[path] = append(values[path], x)
		}
	}
	m := measured{estimates: map[string]sample{}, fixed: k.Fixed}
	for path, x := range values {
		m.estimates[path] = sampleOf(x)
	}
	return m, nil
}

// judge judges every part of a metric that was measured, and tells which of
// them only one rule can judge. A nested metric counts if all its parts were.
func (m measured) judge(c *oracle.Case, metric string) (verdicts []Verdict, one []Gap) {
	parts := leaves(metric, c.Expected[metric])
	for _, part := range parts {
		s, ok := m.estimates[part.path]
		if !ok || s.n < Replications && !m.fixed {
			return nil, nil
		}
		if m.fixed && !part.expected.Simulable() {
			part.expected.SimTolerance = part.expected.CalcTolerance
		}
		v := JudgeSimulated(part.path, part.expected, s, c.Status == "approximation")
		switch {
		case v.NoChance:
			one = append(one, Gap{part.path, whyNoChance})
		case v.Noisy:
			one = append(one, Gap{part.path, whyTooNoisy})
		}
		verdicts = append(verdicts, v)
	}
	return verdicts, one
}
