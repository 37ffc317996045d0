package strategies

import (
	"time"

	"failsim/models/policy"
)

var grpcThrottleEntry = policy.Strategy{
	Name:   "grpc-throttle",
	Socket: policy.RetryingSocket,
	About:  "tries again as gRPC's retry policy does, as long as more than half of its tokens are left: each failure costs one, each success earns a part of one",
	Hazard: "when an outage is over requests are not retried before many have succeeded; without throttling retries multiply an overload",
	Used:   "gRPC's retryThrottling",
	Params: []policy.Param{
		{Name: "attempts", Kind: policy.CountKind, Default: "4", Least: "1", About: "attempts in all, the first included, at most 5; gRPC's maxAttempts, as in the example of its proposal A6"},
		{Name: "initial", Kind: policy.DurationKind, Default: "100ms", About: "first wait, a fifth more or less; initialBackoff in the example of gRPC's A6"},
		{Name: "multiplier", Kind: policy.FactorKind, Default: "2", About: "factor of each further wait; backoffMultiplier in the example of gRPC's A6"},
		{Name: "cap", Kind: policy.DurationKind, Default: "1s", About: "longest wait, a fifth more or less; maxBackoff in the example of gRPC's A6"},
		{Name: "tokens", Kind: policy.CountKind, Default: "10", About: "at the start and at most; 0: no throttling; maxTokens in the example of gRPC's A6"},
		{Name: "ratio", Kind: policy.FactorKind, Default: "0.1", About: "tokens that a success earns; tokenRatio in the example of gRPC's A6"},
	},
	New: func(v policy.Values) any {
		return &grpcThrottle{attempts: min(v.Count("attempts"), grpcMostAttempts), initial: float64(v.Duration("initial")),
			multiplier: v.Factor("multiplier"), cap: float64(v.Duration("cap")), tokens: float64(v.Count("tokens")), ratio: v.Factor("ratio")}
	},
}

// grpcMostAttempts is what larger maxAttempts count as (gRPC's A6).
const grpcMostAttempts = 5

// grpcThrottle is a bucket of every channel in gRPC, of a whole group of clients
// here. It leaves out which failures may be retried, retries of streams that the
// server surely did not begin, hedging, and waits that a server asks for.
type grpcThrottle struct {
	attempts                 int
	initial, multiplier, cap float64 // initial and cap in nanoseconds
	tokens, ratio            float64
}

var (
	_ policy.Retrying  = (*grpcThrottle)(nil)
	_ policy.Rewarding = (*grpcThrottle)(nil)
)

func (g *grpcThrottle) open(b *policy.Budget) {
	if !b.Opened {
		*b = policy.Budget{Tokens: g.tokens, Opened: true}
	}
}

func (g *grpcThrottle) Sent(*policy.Budget) {}

func (g *grpcThrottle) Succeeded(b *policy.Budget, _ int) {
	g.open(b)
	b.Tokens = min(b.Tokens+g.ratio, g.tokens)
}

// Again pays for the failure first, so that the last attempt of a request costs a
// token too.
func (g *grpcThrottle) Again(r *policy.Retry, u float64) (time.Duration, bool) {
	if g.tokens > 0 {
		g.open(r.Budget)
		r.Budget.Tokens = max(r.Budget.Tokens-1, 0)
		if r.Budget.Tokens <= g.tokens/2 {
			return 0, false
		}
	}
	if r.Attempt >= g.attempts {
		return 0, false
	}
	wait := g.initial
	for i := 1; i < r.Attempt; i++ {
		wait = float64(wait * g.multiplier)
	}
	return time.Duration(min(wait, g.cap) * (0.8 + float64(0.4*u))), true
}
