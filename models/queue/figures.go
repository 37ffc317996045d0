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

// place tells what happened in a station, or in the members of a group: the
// tally is theirs together, and averages over time are those of one member.
func (r *ledger) place(out *figures.Report, of string, t *segmentTally, limited bool, members float64, stations []int) {
	out.TellNumbers(of, t.numbers())
	tell := func(name string, value float64) { out.Tell(of, name, value) }
	span := t.span / members
	accepted := t.arrivals - t.blocked
	tell("arrival_rate", t.arrivals/figures.Seconds(span))
	tell("throughput", t.served/figures.Seconds(span))
	if limited {
		tell("utilisation", t.busy/t.capacity)
		tell("p_all_busy", t.full/t.span)
		tell("p_wait", t.delayed/accepted)
		tell("p_wait_all", (t.delayed+t.blocked)/t.arrivals)
	}
	tell("carried", t.busy/span)
	tell("p_block", t.blocked/t.arrivals)
	if len(r.spec.Stations[stations[0]].Down) > 0 {
		tell("p_down", t.closed/t.arrivals)
	}
	tell("p_abandon", t.abandoned/(t.abandoned+t.served))
	tell("p_error", t.errors/t.served)
	if !r.spec.steady() {
		tell(figures.Unserved, r.unserved(t, stations))
	}
	tell("mean_wait", figures.Seconds(t.waits.Sum/t.waits.N))
	tell("mean_wait_all", figures.Seconds((t.waits.Sum+t.abandoning)/(t.served+t.abandoned)))
	tell("mean_sojourn", figures.Seconds(t.sojourns.Sum/t.sojourns.N))
	tell("var_wait", t.waits.Variance())
	tell("var_sojourn", t.sojourns.Variance())
	if r.spec.Stations[stations[0]].Discipline == station.Sharing {
		tell("mean_slowdown", t.slowdowns/t.worked)
	}
	if t.wait != nil && (members > 1 || r.spec.Stations[stations[0]].Group < 0) {
		for _, q := range quantiles {
			out.TellQuantile(of, "wait_"+q.name, t.wait, q.q)
		}
		for _, q := range quantiles {
			out.TellQuantile(of, "sojourn_"+q.name, t.sojourn, q.q)
		}
	}
	r.occupancy(tell, t)
	for i, at := range r.spec.Observe {
		r.tellInstant(tell, i, at, stations)
	}
}

// occupancy tells how many were there, over time and as arrivals saw it.
func (r *ledger) occupancy(tell func(string, float64), t *segmentTally) {
	var sum, squares, span, seen, arrivals float64
	for n, c := range t.cells {
		sum += float64(float64(n) * c.time)
		squares += float64(float64(n) * float64(n) * c.time)
		span += c.time
		seen += float64(float64(n) * c.seen)
		arrivals += c.seen
	}
	mean := sum / span
	tell("mean_in_system", mean)
	tell("var_in_system", squares/span-float64(mean*mean))
	tell("mean_queue", (sum-t.busy)/span)
	tell("mean_in_system_seen", seen/arrivals)
	tell("p_zero", t.cells[0].time/span)
	tell("p_zero_seen", t.cells[0].seen/arrivals)
	tell("p99_in_system", t.quantile(0.99))
	for n := 1; n <= tails; n++ {
		above := 0.0
		for _, c := range t.cells[min(n, len(t.cells)):] {
			above += c.time
		}
		tell(fmt.Sprintf("tail_ge_%d", n), above/span)
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

func (r *ledger) tellInstant(tell func(string, float64), i int, t time.Duration, stations []int) {
	var sum, busy, n float64
	for _, s := range stations {
		o := r.instants[i][s]
		sum += o.sum
		busy += o.busy
		n = o.n
	}
	tell(namedAt("mean_in_system", t), sum/n)
	tell(namedAt("p_all_normal_servers_busy", t), busy/n/float64(len(stations)))
}

// stream tells what happened to the requests of a stream.
func (r *ledger) stream(out *figures.Report, of string, t *streamTally) {
	tell := func(name string, value float64) { out.Tell(of, name, value) }
	span := figures.Seconds(t.span)
	tell("request_rate", t.requests/span)
	tell("attempt_rate", t.attempts/span)
	tell("attempts_per_request", t.attempts/t.requests)
	tell("goodput", t.good/span)
	tell("p_success", t.good/(t.good+t.failed))
	tell("p_final_failure", t.failed/(t.good+t.failed))
	tell("p_block", t.blocked/t.attempts)
	tell("p_abandon", t.abandoned/t.attempts)
	tell("p_error", t.errors/t.attempts)
	tell("p_late", t.late/t.attempts)
	tell("mean_wait", figures.Seconds(t.waits.Sum/t.waits.N))
	tell("mean_sojourn", figures.Seconds(t.sojourns.Sum/t.sojourns.N))
	tell("mean_latency", figures.Seconds(t.latencies.Sum/t.latencies.N))
	tell("mean_time_to_failure", figures.Seconds(t.vain.Sum/t.vain.N))
	tell("var_time_to_failure", t.vain.Variance())
	for _, q := range quantiles {
		out.TellQuantile(of, "wait_"+q.name, t.wait, q.q)
	}
	for _, q := range quantiles {
		out.TellQuantile(of, "latency_"+q.name, t.latency, q.q)
	}
}
