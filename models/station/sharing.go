package station

import (
	"math"

	"failsim/sim"
)

// sharing serves all jobs in the station at once: each gets a whole server, or an
// equal part if there are fewer servers. Its own clock, done, counts the service
// that each has got since it last was empty; a request ends when that clock reaches
// its entry's reading plus its work.
type sharing struct {
	host     Host
	jobs     *Jobs
	index    int32
	servers  int
	capacity int
	done     float64  // nanoseconds of service
	last     sim.Time // when done was right
	due      sim.Time // when the first will end
	ends     []end    // a heap, the first to end at 0
}

// end is a request's last reading of the clock.
type end struct {
	at   float64
	slot int32
}

func (p *sharing) rate() float64 {
	return min(1, float64(p.servers)/float64(len(p.ends)))
}

func (p *sharing) advance(now sim.Time) {
	if len(p.ends) > 0 {
		p.done += float64(float64(now.Sub(p.last)) * p.rate())
	} else {
		p.done = 0
	}
	p.last = now
}

// plan schedules the next end.
func (p *sharing) plan(now sim.Time) {
	due := sim.Never
	if len(p.ends) > 0 && p.servers > 0 {
		due = now.AddNanoseconds(math.Ceil(max(0, p.ends[0].at-p.done) / p.rate()))
	}
	if due != p.due && due != sim.Never {
		p.host.Due(due, p.index)
	}
	p.due = due
}

func (p *sharing) Offer(now sim.Time, slot int32) bool {
	if len(p.ends) >= p.servers+p.capacity {
		return false
	}
	p.advance(now)
	j := &p.jobs.all[slot]
	j.State, j.Started = Served, now
	p.push(end{p.done + float64(j.Work), slot})
	p.plan(now)
	return true
}

// Ended returns the next job whose service has ended, at an event of its kind;
// false if the event is none that is still due.
func (p *sharing) Ended(now sim.Time) (slot int32, ok bool) {
	if now != p.due {
		return 0, false
	}
	p.advance(now)
	slot = p.pop().slot
	p.due = sim.Never
	p.plan(now)
	return slot, true
}

func (*sharing) Leave(sim.Time, int32) {}
func (*sharing) Quit(sim.Time, int32)  { panic("station: no request waits where servers are shared") }

func (p *sharing) Resize(now sim.Time, servers int) {
	p.advance(now)
	p.servers = servers
	p.plan(now)
}

func (e end) before(f end) bool { return e.at < f.at || e.at == f.at && e.slot < f.slot }

func (p *sharing) push(e end) {
	p.ends = append(p.ends, e)
	i := len(p.ends) - 1
	for i > 0 {
		parent := (i - 1) / 2
		if !e.before(p.ends[parent]) {
			break
		}
		p.ends[i] = p.ends[parent]
		i = parent
	}
	p.ends[i] = e
}

func (p *sharing) pop() end {
	first, last := p.ends[0], p.ends[len(p.ends)-1]
	p.ends = p.ends[:len(p.ends)-1]
	n, i := len(p.ends), 0
	for n > 0 {
		child := 2*i + 1
		if child >= n {
			break
		}
		if child+1 < n && p.ends[child+1].before(p.ends[child]) {
			child++
		}
		if !p.ends[child].before(last) {
			break
		}
		p.ends[i] = p.ends[child]
		i = child
	}
	if n > 0 {
		p.ends[i] = last
	}
	return first
}
