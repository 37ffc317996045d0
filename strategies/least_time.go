package strategies

import (
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var leastTimeEntry = policy.Strategy{
	Name:   "least-time",
	Called: "leasttime least_time least-response-time lrt fastest",
	Socket: policy.BalancingSocket,
	About: "sends each request to a healthy backend with the lowest mean latency of its last answers times requests outstanding at this LB, " +
		"that to come included, for its weight",
	Weighs: true,
	Hazard: "an error that comes fast counts as a low latency: a backend that fails fast draws everything; " +
		"a backend that has not answered yet costs nothing: all requests go to it until it does; " +
		"what is old does not fade: a backend that was slow and is well again gets nothing while others are idle",
	Used: "Traefik (leasttime), F5's NGINX Plus (least_time), NetScaler (least response time)",
	Params: []policy.Param{
		{Name: "samples", Kind: policy.CountKind, Default: "100", Least: "1", About: "number of a backend's last answers in the mean; Traefik v3.7"},
	},
	New: func(v policy.Values) any { return &leastTime{samples: v.Count("samples")} },
}

// leastTime draws evenly between equals, where Traefik takes them in turn, counts the
// whole latency, where Traefik and NetScaler take the time to the first byte, and a
// refused connection as an answer that came fast, of which Traefik takes no sample.
type leastTime struct{ samples int }

// window holds the last latencies of a backend in nanoseconds, and their sum.
type window struct {
	last []int64
	next int // where the next goes once all places are taken
	sum  int64
}

func (l *leastTime) Fresh(t *policy.Targets, _ sim.Key) any {
	of := make([]window, len(t.InFlight))
	for b := range of {
		of[b].last = make([]int64, 0, l.samples)
	}
	return of
}

func (*leastTime) Pick(t *policy.Targets, u uint64) id.Member {
	of := t.Memory.([]window)
	best, least, ties := t.Healthy[0], 0.0, uint64(0)
	for _, b := range t.Healthy {
		cost := of[b].mean() * float64(t.InFlight[b]+1) / weightOf(t, b)
		switch {
		case ties == 0 || cost < least:
			best, least, ties = b, cost, 1
		case cost == least:
			ties++
			if sim.Mix(u+ties)%ties == 0 {
				best = b
			}
		}
	}
	return best
}

// mean is 0 before the first answer.
func (w *window) mean() float64 { return float64(w.sum) / float64(max(1, len(w.last))) }

// Learn counts answers, errors too: who never answers tells no latency.
func (*leastTime) Learn(t *policy.Targets, e *policy.Ending) {
	if e.Outcome != policy.Succeeded && e.Outcome != policy.Failed {
		return
	}
	w, latency := &t.Memory.([]window)[e.Backend], int64(e.Ended.Sub(e.Sent))
	w.sum += latency
	if len(w.last) < cap(w.last) {
		w.last = append(w.last, latency)
		return
	}
	w.sum -= w.last[w.next]
	w.last[w.next] = latency
	w.next = (w.next + 1) % len(w.last)
}
