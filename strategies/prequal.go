package strategies

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
	"failsim/sim/portable"
)

var prequalEntry = policy.Strategy{
	Name:   "prequal",
	Socket: policy.BalancingSocket,
	About:  "asks some backends at each request how many requests they have, keeps the answers for a while, and takes of those that are not hot the one with the lowest latency, as Google's Prequal",
	Hazard: "a backend that fails fast has few requests and a low latency, and draws more than its share; answers that are old by the time they are used send many to one that looked idle",
	Used:   "YouTube",
	Params: []policy.Param{
		{Name: "probes", Kind: policy.CountKind, Default: "3", Least: "1", About: "backends asked per request; Prequal (Wydrowski et al., NSDI 2024)"},
		{Name: "pool", Kind: policy.CountKind, Default: "16", Least: "1", Most: "16", About: "number of answers that are kept; Prequal"},
		{Name: "lasts", Kind: policy.DurationKind, Default: "1s", About: "how long an answer is used; Prequal"},
		{Name: "hot", Kind: policy.ShareKind, Default: "84%", About: "quantile of the answers' numbers of requests above which a backend is hot; Prequal, 2^-0.25"},
		{Name: "decay", Kind: policy.DurationKind, Default: "10s", Least: "1ms", About: "time in which a latency loses all but 1/e of its weight; assumption: Prequal's servers say the median of theirs, here an LB goes by its own"},
	},
	New: func(v policy.Values) any {
		return &prequal{v.Count("probes"), v.Count("pool"), v.Duration("lasts"), v.Share("hot"), v.Duration("decay")}
	},
}

type prequal struct {
	probes, pool int
	lasts        time.Duration
	hot          float64
	decay        time.Duration
}

func (*prequal) Fresh(t *policy.Targets, _ sim.Key) any {
	return &hearsay{latency: make([]float64, len(t.InFlight)), at: make([]sim.Time, len(t.InFlight))}
}

func (p *prequal) Pick(t *policy.Targets, u uint64) id.Member {
	m, n := t.Memory.(*hearsay), 0
	for _, h := range m.list[:m.n] {
		if _, healthy := slices.BinarySearch(t.Healthy, h.backend); healthy && t.Now.Sub(h.at) <= p.lasts {
			m.list[n] = h
			n++
		}
	}
	m.n = n
	for k := range uint64(p.probes) {
		m.hear(t, t.Healthy[sim.Mix(u+k)%uint64(len(t.Healthy))], p.pool)
	}
	best, limit := &m.list[0], m.limit(p.hot)
	for i := range m.list[:m.n] {
		if h := &m.list[i]; m.better(h, best, limit) {
			best = h
		}
	}
	best.open++ // with the request that goes there now
	return best.backend
}

// Learn moves a backend's latency towards what was seen.
func (p *prequal) Learn(t *policy.Targets, e *policy.Ending) {
	m, took := t.Memory.(*hearsay), float64(e.Ended.Sub(e.Sent))
	if e.Outcome == policy.Abandoned {
		return
	}
	if was := m.latency[e.Backend]; was > 0 {
		took += float64((was - took) * portable.Exp(-float64(e.Ended.Sub(m.at[e.Backend]))/float64(p.decay)))
	}
	m.latency[e.Backend], m.at[e.Backend] = took, e.Ended
}
