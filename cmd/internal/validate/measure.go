package validate

import (
	"context"

	"failsim/cmd/internal/validate/oracle"
)

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

// judge judges every part of a metric that was measured, and reports which of
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
