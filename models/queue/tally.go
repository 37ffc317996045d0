package queue

import (
	"time"

	"failsim/models/figures"
	"failsim/sim"
)

// segmentTally counts what happened at a station in a span of time.
type segmentTally struct {
	span      float64 // nanoseconds
	arrivals  float64
	blocked   float64
	closed    float64 // of those blocked: the station was down
	delayed   float64 // accepted, but had to wait
	served    float64
	abandoned float64
	errors    float64

	waits      figures.Moments // of those served
	sojourns   figures.Moments
	abandoning float64 // nanoseconds that those who gave up had waited
	slowdowns  float64 // sojourn over work
	worked     float64 // served with work above 0

	busy     float64 // server-nanoseconds
	capacity float64
	full     float64 // nanoseconds with every server at work
	cells    []cell  // by number in system

	wait, sojourn *figures.Histogram // shared by a group
}

// cell is what is counted for one number in system.
type cell struct {
	time float64 // nanoseconds
	seen float64 // by arrivals, which do not count themselves
}

// grow makes room for n in the system.
func (t *segmentTally) grow(n int) {
	for len(t.cells) <= n {
		t.cells = append(t.cells, cell{})
	}
}

// hold counts that n were in the system for dt.
func (t *segmentTally) hold(n, servers int, dt time.Duration) {
	if n >= len(t.cells) {
		t.grow(n)
	}
	x := float64(dt)
	t.span += x
	t.cells[n].time += x
	t.busy += float64(float64(min(n, servers)) * x)
	t.capacity += float64(float64(servers) * x)
	if n >= servers {
		t.full += x
	}
}

// numbers returns how many were there.
func (t *segmentTally) numbers() figures.Numbers {
	n := figures.Numbers{Time: make([]float64, len(t.cells)), Seen: make([]float64, len(t.cells))}
	for i, c := range t.cells {
		n.Time[i], n.Seen[i] = c.time, c.seen
	}
	return n
}

// merge adds what another tally counted; histograms only where both have one
// of their own.
func (t *segmentTally) merge(o *segmentTally, histograms bool) {
	t.span += o.span
	t.arrivals += o.arrivals
	t.blocked += o.blocked
	t.closed += o.closed
	t.delayed += o.delayed
	t.served += o.served
	t.abandoned += o.abandoned
	t.errors += o.errors
	t.waits.Merge(o.waits)
	t.sojourns.Merge(o.sojourns)
	t.abandoning += o.abandoning
	t.slowdowns += o.slowdowns
	t.worked += o.worked
	t.busy += o.busy
	t.capacity += o.capacity
	t.full += o.full
	t.grow(len(o.cells) - 1)
	for i, c := range o.cells {
		t.cells[i].time += c.time
		t.cells[i].seen += c.seen
	}
	if histograms {
		t.wait.Merge(o.wait)
		t.sojourn.Merge(o.sojourn)
	}
}

// streamTally counts what happened to the requests of a stream.
type streamTally struct {
	span      float64 // nanoseconds
	requests  float64 // first attempts
	attempts  float64
	blocked   float64 // attempts
	abandoned float64
	errors    float64
	late      float64         // attempts whose client had gone
	good      float64         // requests
	failed    float64         // requests, after their last attempt
	waits     figures.Moments // of attempts served
	sojourns  figures.Moments
	latencies figures.Moments // from first attempt to success
	vain      figures.Moments // from first attempt to the failure of the last
	wait      *figures.Histogram
	latency   *figures.Histogram
}

func (t *streamTally) merge(o *streamTally) {
	t.span += o.span
	t.requests += o.requests
	t.attempts += o.attempts
	t.blocked += o.blocked
	t.abandoned += o.abandoned
	t.errors += o.errors
	t.late += o.late
	t.good += o.good
	t.failed += o.failed
	t.waits.Merge(o.waits)
	t.sojourns.Merge(o.sojourns)
	t.latencies.Merge(o.latencies)
	t.vain.Merge(o.vain)
	t.wait.Merge(o.wait)
	t.latency.Merge(o.latency)
}

// occupancy records in a station's tally how many are in it.
type occupancy struct {
	tally   *segmentTally
	n       int
	servers int
	last    sim.Time
	area    float64 // request-nanoseconds since the run began
	busy    float64 // server-nanoseconds since then
	waited  float64 // nanoseconds of all waits since then
	served  float64
}

// advance brings the tally up to now.
func (m *occupancy) advance(now sim.Time) {
	if now > m.last {
		dt := now.Sub(m.last)
		m.tally.hold(m.n, m.servers, dt)
		m.area += float64(float64(m.n) * float64(dt))
		m.busy += float64(float64(min(m.n, m.servers)) * float64(dt))
		m.last = now
	}
}
