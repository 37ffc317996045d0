package strategies

import (
	"time"

	"failsim/models/policy"
)

var concurrencyLimitEntry = policy.Strategy{
	Name:   "concurrency-limit",
	Called: "gradient adaptive-concurrency concurrency max-concurrency aimd limiter",
	Socket: policy.AdmittingSocket,
	About:  "a backend limits how many requests it holds at a time, waiting or at work, and estimates from their latencies how many that should be",
	Hazard: "it takes every cause of slow requests for overload, and sheds requests that would have been answered; a limit that grew in steady times lets a sudden overload in",
	Used:   "Netflix's concurrency-limits, Envoy's adaptive concurrency filter, Uber's Cinnamon",
	Params: []policy.Param{
		{Name: "by", Kind: policy.WordKind, Default: "gradient", Words: []string{"gradient", "aimd", "fixed"},
			About: "gradient: long-term latency by that of the last request, as Netflix's Gradient2Limit; aimd: one more if it was fast, a tenth fewer if it was slow; fixed: the initial limit for good"},
		{Name: "initial", Kind: policy.CountKind, Default: "20", Least: "1", About: "first limit; Netflix"},
		{Name: "least", Kind: policy.CountKind, Default: "20", Least: "1", About: "lowest limit; Netflix, minLimit"},
		{Name: "most", Kind: policy.CountKind, Default: "200", About: "highest limit; Netflix, maxConcurrency"},
		{Name: "queue", Kind: policy.CountKind, Default: "4", About: "step by which the limit may grow at each request; Netflix, queueSize"},
		{Name: "smoothing", Kind: policy.ShareKind, Default: "20%", About: "weight of each new estimate; Netflix"},
		{Name: "tolerance", Kind: policy.FactorKind, Default: "1.5", About: "factor by which the last request may be slower than the long-term mean; Netflix, rttTolerance"},
		{Name: "window", Kind: policy.CountKind, Default: "600", About: "number of requests in the long-term mean; Netflix, longWindow"},
		{Name: "slow", Kind: policy.DurationKind, Default: "5s", About: "latency from which a request counts as slow, with aimd; Netflix, AIMDLimit's timeout"},
		{Name: "back-off", Kind: policy.ShareKind, Default: "90%", About: "share of the limit that is left after a slow request, with aimd; Netflix, backoffRatio"},
	},
	New: func(v policy.Values) any {
		least := float64(v.Count("least"))
		return &concurrencyLimit{v.Word("by"), float64(v.Count("initial")), least, max(least, float64(v.Count("most"))), float64(v.Count("queue")), v.Share("smoothing"), v.Factor("tolerance"),
			2 / float64(v.Count("window")+1), v.Duration("slow"), v.Share("back-off")}
	},
}

type concurrencyLimit struct {
	by                                                       string
	initial, least, most, queue, smoothing, tolerance, decay float64
	slow                                                     time.Duration
	backOff                                                  float64
}

var (
	_ policy.Admitting        = (*concurrencyLimit)(nil)
	_ policy.Measuring        = (*concurrencyLimit)(nil)
	_ policy.QueueRemembering = (*concurrencyLimit)(nil)
)

// limited is what a backend keeps: its limit, and the long-term latency in
// nanoseconds, of the first ten requests a plain mean.
type limited struct {
	limit, long float64
	seen        int
}

// FreshQueue implements policy.QueueRemembering.
func (c *concurrencyLimit) FreshQueue(*policy.Queue) any { return &limited{limit: c.initial} }

func (c *concurrencyLimit) Admits(d *policy.Queue, _ *policy.Visit) bool {
	return d.InSystem() < float64(int(d.Memory.(*limited).limit))
}

// Measure implements policy.Measuring. The limit does not grow while less than half
// of it is used.
func (c *concurrencyLimit) Measure(d *policy.Queue, v *policy.Visit) {
	m, took := d.Memory.(*limited), max(1, d.Now.Sub(v.Came))
	used := d.InSystem() + d.Weight
	switch {
	case c.by == "gradient":
		c.follow(m, float64(took), used)
	case c.by == "aimd" && took > c.slow:
		m.limit = max(1, min(m.limit-1, float64(int(m.limit*c.backOff))))
	case c.by == "aimd" && used*2 >= m.limit:
		m.limit = min(c.most, m.limit+1)
	}
}

func (c *concurrencyLimit) follow(m *limited, short, used float64) {
	const warmUp = 10
	if m.seen < warmUp {
		m.seen++
		m.long += (short - m.long) / float64(m.seen)
	} else {
		m.long += float64((short - m.long) * c.decay)
	}
	if m.long/short > 2 {
		m.long *= 0.9
	}
	if used < m.limit/2 {
		return
	}
	gradient := max(0.5, min(1, c.tolerance*m.long/short))
	m.limit += float64(c.smoothing * (float64(m.limit*gradient) + c.queue - m.limit))
	m.limit = max(c.least, min(c.most, m.limit))
}
