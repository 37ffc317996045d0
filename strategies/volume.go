package strategies

import (
	"fmt"
	"time"

	"failsim/models/policy"
)

var (
	_ policy.Doubting = (*successRate)(nil)
	_ policy.Doubting = (*grpcOutlier)(nil)
)

// Doubt implements policy.Doubting.
func (s *successRate) Doubt(c policy.PoolDemand) string {
	return tooFew(c, s.hosts, s.requests, "requests", s.interval)
}

// Doubt implements policy.Doubting.
func (g *grpcOutlier) Doubt(c policy.PoolDemand) string {
	if g.enforced == 0 {
		return "it ejects nothing, as gRPC by default (enforced: 0%)"
	}
	return tooFew(c, g.hosts, g.volume, "volume", g.interval)
}

// tooFew says why a strategy that judges backends by what becomes of so many
// attempts in an interval, if so many have had these, does not judge.
func tooFew(c policy.PoolDemand, hosts, attempts int, param string, interval time.Duration) string {
	switch get := c.PerSecond * interval.Seconds(); {
	case c.Backends < hosts:
		return fmt.Sprintf("it judges no fewer than %d (hosts)", hosts)
	case get < float64(attempts):
		return fmt.Sprintf("each gets %.3g requests in an interval of %s at the peak, and is judged by %d or more (%s)", get, interval, attempts, param)
	}
	return ""
}
