package maker

import (
	"time"

	"failsim/results/words"
	"failsim/traces"
)

// Fit finds the figures of a trace, that Generate makes one like it of:
//
//   - the rate by hour of the local week, if the trace covers one, else of the
//     day, if it covers 23 hours; gaps, in which the server was down, are left
//     out of both requests and time
//   - sessions, that a pause of the gap ends: the requests of each, by maximum
//     likelihood under a geometric and a lognormal distribution, of which the likelier
//     is taken; and the pauses, by maximum likelihood under a lognormal distribution
//     that is cut off at the gap, where stamps of whole seconds count as such
//   - how clients differ: the exponent of Zipf's law by maximum likelihood of
//     sessions by rank, among the clients with enough of them to be ranked;
//     and their number so that as many come as did
//
// What is not fitted: sizes, statuses, classes, durations, flash crowds, and
// what days differ in. Sessions of one client that overlap, as of many users
// behind one address, or follow each other within the gap, are seen as one; a
// note says how many, if they are more than a few.
//
// Memory grows with the number of clients, by about 100 bytes each.
func Fit(s traces.Source, gap time.Duration) (*Fitted, error) {
	info := s.Info()
	f := &Fitted{}
	f.Model.Rate = info.MeanPerSecond
	_, f.Model.Zone = info.First.Zone()
	f.fitShape(&info)
	if info.Counts {
		f.note("the trace counts requests: it shows no clients and sessions")
		return f, nil
	}
	t := newSessionTally(info.Interval >= time.Second)
	if err := t.read(s, gap); err != nil {
		return nil, err
	}
	switch {
	case t.sessions == 0:
		f.note("the trace names no clients: it shows no sessions")
		return f, nil
	case t.unknown > 0:
		f.note("%d requests name no client: they are in the rate, not in sessions", t.unknown)
	}
	f.Sessions, f.Pauses, f.Distinct = t.sessions, t.pauses, int64(len(t.perClient))
	f.fitSessions(t, gap)
	f.fitClients(t)
	if missed := t.merged(info.Span(), gap); missed > mergedNote*float64(t.sessions) {
		all := float64(t.sessions) + missed
		f.note("about %.0f %% of sessions, or more, began within %s of an earlier one of their client and are seen as one with it: "+
			"sessions look fewer and longer, by %.3g requests each where about %.3g are true", 100*missed/all, gap,
			float64(t.sessions+t.pauses)/float64(t.sessions), float64(t.sessions+t.pauses)/all)
	}
	return f, nil
}

// fitShape finds the rate by hour.
func (f *Fitted) fitShape(i *traces.Info) {
	hours := 168
	switch {
	case i.Interval > time.Hour:
		f.note("the trace counts by %s, too coarse for a shape of the day", i.Interval)
		return
	case i.Span() < traces.LeastCoverage:
		f.note("the trace spans %s, too short for a shape of the day: the rate is the same always", i.Span().Round(time.Second))
		return
	case i.Span() < weekly:
		f.note("the trace spans less than a week: days do not differ")
		hours = 24
	}
	period := time.Duration(hours) * time.Hour
	requests, covered := make([]float64, hours), make([]float64, hours)
	const hour = 3600 * second
	part := func(at int64) int {
		local := at + int64(i.Offset(at))*second - mondayBefore1970
		return int(local / hour % int64(hours))
	}
	cover := func(from, to int64, sign float64) {
		for from < to {
			end := min(to, from-from%(900*second)+900*second) // no zone is off by less than a quarter
			covered[part(from)] += float64(sign * float64(end-from) / 1e9)
			from = end
		}
	}
	cover(i.First.UnixNano(), i.First.Add(i.Span()).UnixNano(), 1)
	for _, m := range i.Minutes {
		requests[part(m.At)] += float64(m.Requests)
	}
	for _, g := range i.Gaps {
		cover(g.Start.UnixNano(), g.End.UnixNano(), -1)
		requests[part(g.Start.UnixNano())] -= float64(g.Requests)
	}
	f.Model.Shape, f.Model.Period = ratesOf(requests, covered), period
	f.Model.Rate = 0
	for _, r := range f.Model.Shape {
		f.Model.Rate += r / float64(hours)
	}
	f.Model.Shape = normalised(f.Model.Shape)
	if len(i.Gaps) > 0 {
		f.note("%s of the trace left out", words.Plural(int64(len(i.Gaps)), "gap"))
	}
}

// ratesOf divides requests by time; parts that are covered by less than five
// minutes get the mean of their neighbours that are.
func ratesOf(requests, covered []float64) []float64 {
	const least = 300
	n := len(requests)
	rates := make([]float64, n)
	known := func(k, step int) float64 {
		for range n {
			if k = (k + step + n) % n; covered[k] >= least {
				break
			}
		}
		return max(0, requests[k]) / max(covered[k], least)
	}
	for k := range rates {
		if covered[k] >= least {
			rates[k] = max(0, requests[k]) / covered[k]
		} else {
			rates[k] = (known(k, -1) + known(k, 1)) / 2
		}
	}
	return rates
}
