package control

import (
	"slices"
	"time"

	"failsim/sim"
)

// recentCalls counts calls in each of the last five minutes.
type recentCalls struct {
	minute        [recentMinutes]int64
	calls, failed [recentMinutes]int
	slot          int      // of the minute under way
	until         sim.Time // when it is over
}

const recentMinutes = 5

// add counts calls that ended alike, in order of their instants.
func (r *recentCalls) add(at []sim.Time, ok bool) {
	for len(at) > 0 {
		n := len(at)
		if at[n-1] >= r.until {
			n, _ = slices.BinarySearch(at, r.until)
		}
		r.calls[r.slot] += n
		if !ok {
			r.failed[r.slot] += n
		}
		if at = at[n:]; len(at) > 0 {
			r.begin(int64(at[0]) / int64(time.Minute))
		}
	}
}

func (r *recentCalls) begin(minute int64) {
	r.slot, r.until = int(minute%recentMinutes), sim.Time(minute+1)*sim.Time(time.Minute)
	r.minute[r.slot], r.calls[r.slot], r.failed[r.slot] = minute, 0, 0
}

func (r *recentCalls) share(now sim.Time) (float64, int) {
	m := int64(now) / int64(time.Minute)
	calls, failed := 0, 0
	for i := range r.minute {
		if m-r.minute[i] < recentMinutes {
			calls += r.calls[i]
			failed += r.failed[i]
		}
	}
	if calls == 0 {
		return 0, 0
	}
	return float64(failed) / float64(calls), calls
}
