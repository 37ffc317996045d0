package queue

import (
	"fmt"
	"math"
	"time"

	"failsim/models/figures"
	"failsim/models/station"
)

// tails is up to how many in the system reports tell the share of time with at
// least so many; Report.InSystem knows all.
const tails = 10

// place reports what happened in a station, or in the members of a group: the
// tally is theirs together, and averages over time are those of one member.
func (r *ledger) place(out *figures.Report, of string, t *segmentTally, limited bool, members float64, stations []int) {
	out.RecordNumbers(of, t.numbers())
	put := func(name string, value float64) { out.Record(of, name, value) }
	span := t.span / members
	accepted := t.arrivals - t.blocked
	put("arrival_rate", t.arrivals/figures.Seconds(span))
	put("throughput", t.served/figures.Seconds(span))
	if limited {
		put("utilisation", t.busy/t.capacity)
		put("p_all_busy", t.full/t.span)
		put("p_wait", t.delayed/accepted)
		put("p_wait_all", (t.delayed+t.blocked)/t.arrivals)
	}
	put("carried", t.busy/span)
	put("p_block", t.blocked/t.arrivals)
	if len(r.spec.Stations[stations[0]].Down) > 0 {
		put("p_down", t.closed/t.arrivals)
	}
	put("p_abandon", t.abandoned/(t.abandoned+t.served))
	put("p_error", t.errors/t.served)
	if !r.spec.steady() {
		put(figures.Unserved, r.unserved(t, stations))
	}
	put("mean_wait", figures.Seconds(t.waits.Sum/t.waits.N))
	put("mean_wait_all", figures.Seconds((t.waits.Sum+t.abandoning)/(t.served+t.abandoned)))
	put("mean_sojourn", figures.Seconds(t.sojourns.Sum/t.sojourns.N))
	put("var_wait", t.waits.Variance())
	put("var_sojourn", t.sojourns.Variance())
	if r.spec.Stations[stations[0]].Discipline == station.Sharing {
		put("mean_slowdown", t.slowdowns/t.worked)
	}
	if t.wait != nil && (members > 1 || r.spec.Stations[stations[0]].Group < 0) {
		for _, q := range quantiles {
			out.RecordQuantile(of, "wait_"+q.name, t.wait, q.q)
		}
		for _, q := range quantiles {
			out.RecordQuantile(of, "sojourn_"+q.name, t.sojourn, q.q)
		}
	}
	r.occupancy(put, t)
	for i, at := range r.spec.Observe {
		r.putInstant(put, i, at, stations)
	}
}

// occupancy reports how many were there, over time and as arrivals saw it.
func (r *ledger) occupancy(put func(string, float64), t *segmentTally) {
	var sum, squares, span, seen, arrivals float64
	for n, c := range t.cells {
		sum += float64(float64(n) * c.time)
		squares += float64(float64(n) * float64(n) * c.time)
		span += c.time
		seen += float64(float64(n) * c.seen)
		arrivals += c.seen
	}
	mean := sum / span
	put("mean_in_system", mean)
	put("var_in_system", squares/span-float64(mean*mean))
	put("mean_queue", (sum-t.busy)/span)
	put("mean_in_system_seen", seen/arrivals)
	put("p_zero", t.cells[0].time/span)
	put("p_zero_seen", t.cells[0].seen/arrivals)
	put("p99_in_system", t.quantile(0.99))
	for n := 1; n <= tails; n++ {
		above := 0.0
		for _, c := range t.cells[min(n, len(t.cells)):] {
			above += c.time
		}
		put(fmt.Sprintf("tail_ge_%d", n), above/span)
	}
}

// quantile returns the least number in system that is not exceeded for a share q
// of time.
func (t *segmentTally) quantile(q float64) float64 {
	sum := 0.0
	for n, c := range t.cells {
		if sum += c.time; sum >= q*t.span {
			return float64(n)
		}
	}
	return math.NaN()
}

func (r *ledger) putInstant(put func(string, float64), i int, t time.Duration, stations []int) {
	var sum, busy, n float64
	for _, s := range stations {
		o := r.instants[i][s]
		sum += o.sum
		busy += o.busy
		n = o.n
	}
	put(namedAt("mean_in_system", t), sum/n)
	put(namedAt("p_all_normal_servers_busy", t), busy/n/float64(len(stations)))
}

// stream reports what happened to the requests of a stream.
func (r *ledger) stream(out *figures.Report, of string, t *streamTally) {
	put := func(name string, value float64) { out.Record(of, name, value) }
	span := figures.Seconds(t.span)
	put("request_rate", t.requests/span)
	put("attempt_rate", t.attempts/span)
	put("attempts_per_request", t.attempts/t.requests)
	put("goodput", t.good/span)
	put("p_success", t.good/(t.good+t.failed))
	put("p_final_failure", t.failed/(t.good+t.failed))
	put("p_block", t.blocked/t.attempts)
	put("p_abandon", t.abandoned/t.attempts)
	put("p_error", t.errors/t.attempts)
	put("p_late", t.late/t.attempts)
	put("mean_wait", figures.Seconds(t.waits.Sum/t.waits.N))
	put("mean_sojourn", figures.Seconds(t.sojourns.Sum/t.sojourns.N))
	put("mean_latency", figures.Seconds(t.latencies.Sum/t.latencies.N))
	put("mean_time_to_failure", figures.Seconds(t.vain.Sum/t.vain.N))
	put("var_time_to_failure", t.vain.Variance())
	for _, q := range quantiles {
		out.RecordQuantile(of, "wait_"+q.name, t.wait, q.q)
	}
	for _, q := range quantiles {
		out.RecordQuantile(of, "latency_"+q.name, t.latency, q.q)
	}
}
