package traces

import "time"

// busiestWidth is how long the busiest time is that a run is laid on. Assumption: most
// faults last about an hour, and an hour of a log is more than the chance of who came.
const busiestWidth = time.Hour

// BeforeBusiest returns when a run of a length should begin so that the busiest hour of
// the trace begins a time later, the earliest of equals, to the minute. The run lies
// within the trace; of one that spans nearly a day the run may go past its end, as what
// lies before follows there (see Align). Of a trace that is shorter than the run it is
// the first request. From, if set, is the day on which it begins.
func (i *Info) BeforeBusiest(later, length time.Duration, from time.Time) time.Time {
	counts, origin := i.dense()
	first, last := 0, int((i.Span()-length)/time.Minute)
	around := i.Span() >= LeastCoverage && i.Span() <= day && length <= day
	if around {
		last = len(counts) - 1
	}
	if !from.IsZero() {
		asked := int(from.Sub(origin) / time.Minute)
		first, last = max(first, asked), min(last, asked+minutesPerDay-1)
	}
	best, most := -1, 0.0
	for at := first; at <= last; at++ {
		if sum := within(counts, at+int(later/time.Minute), around); best < 0 || sum > most {
			best, most = at, sum
		}
	}
	if best < 0 && !from.IsZero() {
		return i.local(from.UnixNano())
	}
	if best <= 0 {
		return i.First
	}
	return i.local(origin.Add(time.Duration(best) * time.Minute).UnixNano())
}

// dense returns the requests of each minute from the first on; those of longer intervals
// are spread evenly.
func (i *Info) dense() (counts []float64, origin time.Time) {
	origin = time.Unix(0, i.Minutes[0].At)
	each := max(1, int(i.Interval/time.Minute))
	counts = make([]float64, int(i.Span()/time.Minute)+each+1)
	for _, m := range i.Minutes {
		at := int((m.At - origin.UnixNano()) / minuteWidth)
		for k := at; k < min(at+each, len(counts)); k++ {
			counts[k] += float64(m.Requests) / float64(each)
		}
	}
	return counts, origin
}

// within sums up the busiest width from a minute on; around a day, where the trace is one.
func within(counts []float64, from int, around bool) (sum float64) {
	for k := from; k < from+int(busiestWidth/time.Minute); k++ {
		at := k
		if around {
			at = k % minutesPerDay
		}
		if at >= 0 && at < len(counts) {
			sum += counts[at]
		}
	}
	return sum
}
