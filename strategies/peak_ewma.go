package strategies

import (
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
	"failsim/sim/portable"
)

var peakEWMAEntry = policy.Strategy{
	Name:   "peak-ewma",
	Called: "ewma peakewma",
	Socket: policy.BalancingSocket,
	About: "draws two healthy backends and takes the one with the lower cost: a moving average of its latency that follows peaks at once, " +
		"times requests open at this LB, that to come included",
	Hazard: "an error that comes fast counts as a low latency: a backend that fails fast draws more than its share",
	Used:   "Finagle (Twitter), Linkerd",
	Params: []policy.Param{
		{Name: "decay", Kind: policy.DurationKind, Default: "10s", About: "in which an old latency loses all but 1/e of its weight; 0s counts as 1ns; Finagle's default"},
		{Name: "penalty", Kind: policy.DurationKind, Default: "1s",
			About: "latency that a backend counts as having while its first answer is still to come; assumption: Finagle takes the largest number there is, which shuns it as well"},
	},
	New: func(v policy.Values) any {
		return &peakEWMA{decay: max(1, v.Duration("decay")), penalty: float64(v.Duration("penalty"))}
	},
}

// peakEWMA compares two distinct draws; the first keeps a tie.
type peakEWMA struct {
	decay   time.Duration
	penalty float64
}

var (
	_ policy.Balancing   = (*peakEWMA)(nil)
	_ policy.Learning    = (*peakEWMA)(nil)
	_ policy.Remembering = (*peakEWMA)(nil)
)

// average is the latency of a backend in nanoseconds, as of an instant.
type average struct {
	latency float64
	at      sim.Time
	known   bool
}

func (*peakEWMA) Fresh(t *policy.Targets, _ sim.Key) any { return make([]average, len(t.InFlight)) }

func (p *peakEWMA) Pick(t *policy.Targets, u uint64) id.Member {
	a, b := twoOf(t.Healthy, u)
	if p.cost(t, b) < p.cost(t, a) {
		return b
	}
	return a
}

// cost is what a request more costs: while nobody asks, a latency fades, so that
// a backend that was slow is tried again.
func (p *peakEWMA) cost(t *policy.Targets, backend id.Member) float64 {
	of, open := &t.Memory.([]average)[backend], float64(t.InFlight[backend])
	if !of.known && open > 0 {
		return p.penalty * (open + 1)
	}
	return of.latency * p.left(t.Now.Sub(of.at)) * (open + 1)
}

// left returns how much of its weight a latency keeps over a time.
func (p *peakEWMA) left(over time.Duration) float64 {
	return portable.Exp(-float64(over) / float64(p.decay))
}

// Learn takes a latency above the average as it is, and moves the average
// towards one below.
func (p *peakEWMA) Learn(t *policy.Targets, e *policy.Ending) {
	if e.Outcome == policy.Abandoned {
		return
	}
	of, latency := &t.Memory.([]average)[e.Backend], float64(e.Ended.Sub(e.Sent))
	if keeps := p.left(e.Ended.Sub(of.at)); of.known && latency < of.latency {
		latency += (of.latency - latency) * keeps
	}
	*of = average{latency, e.Ended, true}
}
