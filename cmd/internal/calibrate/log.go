package calibrate

import (
	"fmt"
	"time"

	"failsim/traces"
	"failsim/traces/format"
)

// Log is what a log says: when requests came, who sent them, which failed.
type Log struct {
	At      []time.Duration // since the first
	Clients []uint64        // hashes; nil where the log names none
	Failed  []bool
	First   time.Time
	Lost    int // how many failed
	HungUp  int // clients that went away: they count as answered
}

// mostRequests is how many lines are kept; they take 17 bytes each.
const mostRequests = 20_000_000

// Read reads a log, every line of which must say how its request ended.
func Read(s traces.Source) (*Log, error) {
	records, err := s.Records(traces.Span{})
	if err != nil {
		return nil, err
	}
	defer records.Close()
	l := &Log{}
	info := s.Info()
	var r format.Record
	named := true
	for records.Next(&r) {
		switch {
		case info.Counts || r.Requests != 1:
			return nil, fmt.Errorf("%s counts requests: a calibration needs a line for each, with its status", info.Name)
		case r.Status == 0:
			return nil, fmt.Errorf("%s: the request at %s has no status, so whether it failed is unknown", info.Name, r.Time().Format("2006-01-02 15:04:05.000"))
		case len(l.At) == mostRequests:
			return nil, fmt.Errorf("%s has more than %d requests: failsim trace cut keeps a part", info.Name, mostRequests)
		}
		if len(l.At) == 0 {
			l.First = r.Time()
		}
		failed := r.Status >= 500
		l.At, l.Failed, l.Clients = append(l.At, r.Time().Sub(l.First)), append(l.Failed, failed), append(l.Clients, r.Client)
		named = named && r.HasClient
		if failed {
			l.Lost++
		}
		if r.HungUp() {
			l.HungUp++
		}
	}
	if err := records.Err(); err != nil {
		return nil, err
	}
	if !named {
		l.Clients = nil
	}
	if l.Lost == 0 {
		return nil, fmt.Errorf("%s has no request that failed (5xx, or no answer) among %d: there is nothing to fit", info.Name, len(l.At))
	}
	return l, nil
}

// Span is from the first request to the last.
func (l *Log) Span() time.Duration { return l.At[len(l.At)-1] }

// Began is when the outage seems to have begun: with the first request that failed
// and that others followed within a window, at least two of the next ten.
func (l *Log) Began() time.Duration {
	first := -1
	for i, failed := range l.Failed {
		if !failed {
			continue
		}
		if first < 0 {
			first = i
		}
		more := 0
		for _, next := range l.Failed[i+1 : min(i+11, len(l.Failed))] {
			if next {
				more++
			}
		}
		if more >= 2 {
			return l.At[i]
		}
	}
	return l.At[first]
}

// busiest is the highest rate over a minute, or over the whole of a shorter log.
func (l *Log) busiest() float64 {
	const width = time.Minute
	if l.Span() < width {
		return float64(len(l.At)) / max(1, l.Span().Seconds())
	}
	most, from := 0, 0
	for i := range l.At {
		for l.At[i]-l.At[from] >= width {
			from++
		}
		most = max(most, i-from+1)
	}
	return float64(most) / width.Seconds()
}
