package validate

import (
	"context"
	"math"

	"failsim/cmd/internal/validate/oracle"
)

// How long runs are is decided by one rule for all kinds, before anything that
// is judged has been drawn. A pilot of 40 replications with a seed of its own
// reports how noisy each value is; the size is the least at which margin
// predicted standard errors fit into every tolerance, at most budget; where
// the vectors name a size it is at least that, at most mostSize. A size counts
// what its kind counts: requests, as a rule; of parts that fail, their
// failures.
const (
	pilotSeed = 2
	pilotSize = 400_000    // in total
	budget    = 8_000_000  // in total; it keeps all kinds together to some minutes
	mostSize  = 20_000_000 // in total; the cap of the vectors' own sizes
	// The rule asks for 4; a pilot knows a standard error to about 11 %
	// (40 replications), and a run of finite length hides some of its own.
	margin = 5
)

// sizeOf returns the total size at which a case is simulated.
func sizeOf(ctx context.Context, c *oracle.Case, k Kind) (int, error) {
	if k.Own {
		return 0, nil
	}
	size := float64(pilotSize)
	for _, e := range c.Expected {
		size = max(size, e.SimMinN)
	}
	if k.Fixed || size >= budget {
		return min(int(size), mostSize), nil
	}
	pilot, why := k.replicate(ctx, c, pilotSize/Replications, pilotSeed)
	if why != nil {
		return 0, why
	}
	for _, metric := range c.Metrics() {
		for _, part := range leaves(metric, c.Expected[metric]) {
			s, ok := pilot.estimates[part.path]
			room := tolerance(part.expected)
			if !ok || s.n < Replications || part.expected.SimMinN > 0 || room <= 0 {
				continue
			}
			noise := margin * s.se / room
			size = max(size, pilotSize*noise*noise)
		}
	}
	return int(math.Min(size, budget)), nil
}
