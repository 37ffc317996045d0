package traces

import "failsim/traces/format"

// Minute is one minute of the clock with at least one record (of counts over
// longer intervals: one interval).
type Minute struct {
	At       int64 // ns since 1970: its start, or that of the interval
	Requests int64
	// ByStatus counts the requests by hundreds of their status: [2] are 200
	// to 299; [0] have none that is known. Those without an answer and those
	// whose client hung up are in none of them.
	ByStatus [6]int64
	// NoAnswer counts requests that the log says got no answer, and HungUp
	// those whose client went away before it had one.
	NoAnswer, HungUp int64
}

const minuteWidth = int64(60 * second)

// addMinute counts a record, which is not before the last one.
func (i *Info) addMinute(r *format.Record) {
	at := r.At - r.At%minuteWidth
	n := len(i.Minutes) - 1
	if n < 0 || i.Minutes[n].At < at {
		i.Minutes = append(i.Minutes, Minute{At: at})
		n++
	}
	m := &i.Minutes[n]
	m.Requests += r.Requests
	switch class := r.Status / 100; {
	case r.Status == format.StatusNoAnswer:
		m.NoAnswer += r.Requests
	case r.HungUp():
		m.HungUp += r.Requests
	case class > 5:
		m.ByStatus[0] += r.Requests
	default:
		m.ByStatus[class] += r.Requests
	}
}

// busiestMinute returns the earliest minute with the most requests.
func busiestMinute(minutes []Minute) Minute {
	var best Minute
	for _, m := range minutes {
		if m.Requests > best.Requests {
			best = m
		}
	}
	return best
}
