package traces

import (
	"time"

	"failsim/traces/format"
)

// summary is what one run through the records of a trace, in order of time,
// finds.
type summary struct {
	info    *Info
	days    busiest
	records int64
	offset  int32 // of the last record from UTC, in seconds
	first   int64
	last    int64
}

// summarise fills in what follows from the records.
func (i *Info) summarise(of *store) error {
	s := summary{info: i, days: busiest{width: int64(day)}}
	err := of.each(columnSet{inAt: true, inRequests: true, inStatus: true, inZone: true}, s.add)
	if err != nil {
		return err
	}
	if len(i.Offsets) > maxOffsets {
		i.Offsets = i.Offsets[:1]
	}
	i.First, i.Last = i.local(s.first), i.local(s.last)
	i.rates()
	start, most := s.days.most()
	i.BusiestDay = Day{i.midnight(time.Unix(0, start).UTC()), most}
	return nil
}

func (s *summary) add(r *format.Record) error {
	i := s.info
	if s.records == 0 {
		s.first = r.At
	}
	if s.records == 0 || r.ZoneSeconds != s.offset {
		s.shift(r)
	}
	s.records++
	s.last = r.At
	i.addMinute(r)
	local := r.At + int64(r.ZoneSeconds)*second
	s.days.add(max(0, local), r.Requests)
	minute := (local/minuteWidth%minutesPerDay + minutesPerDay) % minutesPerDay
	i.PerMinute[minute] += r.Requests
	return nil
}

// maxOffsets is how many changes of the local clock a trace may have before it
// counts as one of many zones, of which the first is then that of the trace:
// two a year for 30 years.
const maxOffsets = 60

// shift notes that the local clock has changed, as it does when daylight
// saving begins or ends.
func (s *summary) shift(r *format.Record) {
	s.offset = r.ZoneSeconds
	if len(s.info.Offsets) <= maxOffsets {
		s.info.Offsets = append(s.info.Offsets, Offset{r.At, r.ZoneSeconds})
	}
}

// rates fills in what follows from the requests by minute.
func (i *Info) rates() {
	i.MeanPerSecond = float64(i.Requests) / max(i.Span(), time.Second).Seconds()
	peak := busiestMinute(i.Minutes)
	i.Peak = i.local(peak.At)
	i.PeakPerSecond = float64(peak.Requests) / max(i.Interval, time.Minute).Seconds()
	i.Gaps = gaps(i.Minutes, i.Interval)
}
