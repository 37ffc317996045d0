package maker

import (
	"time"

	"failsim/traces"
	"failsim/traces/format"
)

// Measures are figures of a trace that its scan does not make.
type Measures struct {
	// Clients is how many different clients there are, with the relative
	// standard error of that number: 0 up to 65,536, 0.8 % beyond. Requests
	// WithoutClient say none.
	Clients       int64
	ClientsError  float64
	WithoutClient int64
	// Burstiness at 1 s, 1 min and 1 h.
	Burstiness []Burstiness
	// Bins are the requests over time, by BinWidth, from BinStart on.
	Bins     []int64
	BinStart time.Time
	BinWidth time.Duration
}

// binWidths are the widths of bins, so that they begin at round times.
var binWidths = []time.Duration{time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 20 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, day, 2 * day, 7 * day, 14 * day, 28 * day, 56 * day, 364 * day}

// Measure reads a trace once more, in constant memory, with at most so many
// bins over time.
func Measure(s traces.Source, mostBins int) (Measures, error) {
	var m Measures
	info := s.Info()
	records, err := s.Records(traces.Span{})
	if err != nil {
		return m, err
	}
	defer records.Close()
	m.layBins(&info, mostBins)
	first := info.First.UnixNano()
	var scales []*burstiness
	for _, width := range []time.Duration{time.Second, time.Minute, time.Hour} {
		scales = append(scales, newBurstiness(first, int64(info.Span()), int64(width)))
	}
	clients := traces.NewDistinct()
	start := m.BinStart.UnixNano()
	var r format.Record
	for records.Next(&r) {
		for _, b := range scales {
			b.add(&r)
		}
		if r.HasClient {
			clients.Add(r.Client)
		} else {
			m.WithoutClient += r.Requests
		}
		m.Bins[min((r.At-start)/int64(m.BinWidth), int64(len(m.Bins)-1))] += r.Requests
	}
	m.Clients, m.ClientsError = clients.Count()
	for _, b := range scales {
		if b.width < int64(info.Interval) && info.Interval > time.Second {
			b.windows = 0 // finer than the stamps
		}
		m.Burstiness = append(m.Burstiness, b.result())
	}
	return m, records.Err()
}

// layBins chooses the least round width that suffices. Bins begin at round
// times of the clock that the trace began with.
func (m *Measures) layBins(i *traces.Info, most int) {
	_, zone := i.First.Zone()
	local := i.First.UnixNano() + int64(zone)*second
	end := i.First.Add(i.Span()).UnixNano() + int64(zone)*second
	for _, m.BinWidth = range binWidths {
		width := int64(m.BinWidth)
		if m.BinWidth < i.Interval && i.Interval > time.Second {
			continue
		}
		start := local - local%width
		if n := (end - start + width - 1) / width; n <= int64(most) || m.BinWidth == binWidths[len(binWidths)-1] {
			m.Bins = make([]int64, n)
			m.BinStart = time.Unix(0, start-int64(zone)*second).In(i.First.Location())
			return
		}
	}
}
