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
		"times requests outstanding at this LB, that to come included",
	Hazard: "an error that comes fast counts as a low latency: a backend that fails fast draws more than its share; " +
		"so does a request whose client hangs up soon, and one whose client hangs up late as a high one",
	Used: "Finagle (Twitter), Linkerd",
	Params: []policy.Param{
		{Name: "decay", Kind: policy.DurationKind, Default: "10s", Least: "1ms", About: "time in which an old latency loses all but 1/e of its weight; Finagle's default"},
		{Name: "penalty", Kind: policy.DurationKind, Default: "1s",
			About: "latency that a backend counts as having while its first answer is still to come; assumption: Finagle takes the largest number there is, which shuns it as well"},
	},
	New: func(v policy.Values) any {
		return &peakEWMA{decay: v.Duration("decay"), penalty: float64(v.Duration("penalty"))}
	},
}

// peakEWMA compares two distinct draws; the first keeps a tie.
type peakEWMA struct {
	decay   time.Duration
	penalty float64
}

// average is the latency of a backend in nanoseconds, as of an instant.
type average struct {
	latency float64
	at      sim.Time
	known   bool
}

func (*peakEWMA) Fresh(t *policy.Targets, _ sim.Key) any { return make([]average, len(t.InFlight)) }

// Pick compares what two backends cost. What fades alike in both counts for neither,
// so that one power of e decides; and as a rule none, as 1+x <= e^x, and e^x <= 1/(1-x)
// for x below 1, have decided before.
func (p *peakEWMA) Pick(t *policy.Targets, u uint64) id.Member {
	a, b := twoOf(t.Healthy, u)
	of := t.Memory.([]average)
	costA, atA := p.cost(t, a, &of[a])
	costB, atB := p.cost(t, b, &of[b])
	older := float64(atA-atB) / float64(p.decay)
	if older > 0 {
		if costB < costA+float64(costA*older) || (older >= 1 || costB-float64(costB*older) < costA) && costB*portable.Decay(older) < costA {
			return b
		}
		return a
	}
	if costB-float64(costB*older) >= costA || (older <= -1 || costB >= costA+float64(costA*older)) && costB >= costA*portable.Decay(-older) {
		return a
	}
	return b
}

// cost is what a request more costs, as of an instant: while no request comes, a latency
// fades, so that a backend that was slow is tried again.
func (p *peakEWMA) cost(t *policy.Targets, b id.Member, of *average) (cost float64, at sim.Time) {
	open := float64(t.InFlight[b])
	if !of.known && open > 0 {
		return p.penalty * (open + 1), t.Now
	}
	return of.latency * (open + 1), of.at
}

// Learn takes a latency above the average as it is, and moves the average
// towards one below. A request whose client has hung up counts with the time that it was
// out, as any that ends: Finagle observes when its session closes, and tower, which
// Linkerd uses, when its handle is dropped, however that comes.
func (p *peakEWMA) Learn(t *policy.Targets, e *policy.Ending) {
	of, latency := &t.Memory.([]average)[e.Backend], float64(e.Ended.Sub(e.Sent))
	if of.known && latency < of.latency {
		latency += float64((of.latency - latency) * portable.Decay(float64(e.Ended-of.at)/float64(p.decay)))
	}
	of.latency, of.at, of.known = latency, e.Ended, true
}
