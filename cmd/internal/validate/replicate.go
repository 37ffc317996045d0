package validate

import (
	"context"

	"failsim/cmd/internal/validate/oracle"
	"failsim/sim"
)

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
