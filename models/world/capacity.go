package world

import "failsim/models/id"

// Capacity returns how many simulated requests a second could be answered now, if each
// name had its share of what stands where its users are sent: at each LB the least of
// what its nodes forward, and of its share of the servers behind it. LBs share servers
// as the peaks of their names are to each other. Users are sent where the DNS answer in
// force leads; those who hold a list of endpoints can be sent to each of them.
//
// What it leaves out: resolvers that keep old answers, and work that servers need done
// elsewhere.
func (w *World) Capacity() float64 {
	if w.loads == nil {
		w.loads = w.newLoads()
	}
	return w.loads.now()
}

func (w *World) newLoads() *loads {
	mean, _ := w.scenario.Service.Time.Mean()
	l := &loads{w: w, perServer: 1 / mean.Seconds(), peaks: make([]float64, w.data.Pools()), answer: make([]float64, w.data.Pools()), sent: make([]bool, w.data.LBs())}
	for p := range w.scenario.Workload {
		l.lists = append(l.lists, w.clients.HoldsList(p))
	}
	return l
}

func (l *loads) now() float64 {
	w := l.w
	for p := range l.peaks {
		l.peaks[p], l.answer[p] = 0, w.data.Answering(p)*l.perServer
	}
	now := w.kernel.Now()
	for n := range w.names {
		for e := range w.names[n].endpoints {
			lb := w.lbOf[n] + id.LB(e)
			if l.sent[lb] = l.lists[w.names[n].population] || w.authority.Listed(id.Name(n), e, now); l.sent[lb] {
				at := w.data.LB(lb)
				l.peaks[at.Pool] += at.NodePerSecond // as all LBs have as many nodes at the peak
			}
		}
	}
	sum := 0.0
	for lb, sent := range l.sent {
		if sent {
			at := w.data.LB(id.LB(lb))
			sum += min(w.data.Forwards(id.LB(lb)), l.answer[at.Pool]*at.NodePerSecond/l.peaks[at.Pool])
		}
	}
	return sum
}
