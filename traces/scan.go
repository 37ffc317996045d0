package traces

import (
	"errors"
	"fmt"
	"time"
)

// scanner reads one file once and fills its Info.
type scanner struct {
	info  Info
	allow allowance
	rows  *rows
	fine  bool // a stamp is finer than a second

	refused        *InputError // the first malformed line that was refused
	first, last    int64       // ns: earliest and latest stamp
	smallestGap    int64       // ns between rows of counts; 0 if there is one row
	offset         int32       // of the last accepted line from UTC, in seconds
	series         series
	days           busiest
	lastAcceptedAt int64
}

// scan reads all rows. It returns an error if a line was refused, if the file
// cannot be read to its end, or if it holds no request.
func (s *scanner) scan() error {
	s.days.width = int64(day)
	var r Record
	for {
		f, ok := s.rows.next(&r)
		if !ok {
			break
		}
		if f.reason != "" {
			s.reject(f)
			continue
		}
		s.accept(&r)
	}
	s.info.Ledger.Header = s.rows.headers()
	s.info.Ledger.settle(s.allow)
	if err := s.verdict(); err != nil {
		return err
	}
	s.summarise()
	return nil
}

func (s *scanner) reject(f fault) {
	b := BadLine{Line: s.rows.line(), Column: f.column, Reason: f.message()}
	s.info.Ledger.reject(b, f.kind(), s.allow)
	if s.info.Ledger.Refused == 1 && s.refused == nil {
		s.refused = &InputError{Line: b.Line, Column: b.Column, Reason: b.Reason}
	}
}

func (s *scanner) accept(r *Record) {
	i := &s.info
	if i.Ledger.Accepted == 0 {
		s.first, s.last = r.At, r.At
		s.offset = r.ZoneSeconds
		i.Offsets = []Offset{{r.At, r.ZoneSeconds}}
	} else if gap := r.At - s.lastAcceptedAt; s.rows.counts && (s.smallestGap == 0 || gap < s.smallestGap) {
		s.smallestGap = gap
	}
	if r.ZoneSeconds != s.offset {
		s.shift(r)
	}
	s.lastAcceptedAt = r.At
	i.Ledger.accept()
	i.Requests += r.Requests
	s.first, s.last = min(s.first, r.At), max(s.last, r.At)
	s.fine = s.fine || r.At%second != 0
	if s.rows.isOut {
		i.OutOfOrder++
	}
	i.FurthestBack = max(i.FurthestBack, time.Duration(s.rows.back))
	s.series.add(r)
	local := r.At + int64(r.ZoneSeconds)*1e9
	s.days.add(max(0, local), r.Requests)
	minute := (local/int64(time.Minute)%minutesPerDay + minutesPerDay) % minutesPerDay
	i.PerMinute[minute] += r.Requests
}

// maxOffsets is how many changes of the local clock a trace may have before it
// counts as one of many zones, of which the first is then that of the trace:
// two a year for 30 years.
const maxOffsets = 60

// shift notes that the local clock has changed, as it does when daylight
// saving begins or ends.
func (s *scanner) shift(r *Record) {
	s.offset = r.ZoneSeconds
	if n := len(s.info.Offsets); n > 0 && n <= maxOffsets && r.At > s.info.Offsets[n-1].At {
		s.info.Offsets = append(s.info.Offsets, Offset{r.At, r.ZoneSeconds})
	}
}

// verdict says whether the trace may be played.
func (s *scanner) verdict() error {
	ledger, err := &s.info.Ledger, s.rows.failure()
	switch {
	case ledger.Refused > 0:
		e := s.refused
		if e == nil { // a share, judged at the end
			e = &InputError{Line: ledger.First[0].Line, Column: ledger.First[0].Column, Reason: ledger.First[0].Reason}
		}
		e.Reason += s.advice(err)
		return e
	case err != nil:
		var input *InputError
		if errors.As(err, &input) {
			return err
		}
		// The line at which reading failed, not one that was read whole.
		return &InputError{Line: s.rows.line() + 1, Reason: err.Error(), Err: err}
	case s.info.Requests == 0 && ledger.Read == 0:
		return &InputError{Reason: "the trace holds no requests"}
	case s.info.Requests == 0:
		return &InputError{Reason: fmt.Sprintf("the trace holds no requests (%s read, %d accepted)", plural(ledger.Read, "line"), ledger.Accepted)}
	}
	return nil
}

// advice tells how many lines are malformed and how to skip them.
func (s *scanner) advice(err error) string {
	bad, least := s.info.Ledger.Bad(), ""
	if err != nil {
		least = "at least "
	}
	switch {
	case s.allow.share > 0:
		return fmt.Sprintf(" (%s%s of %d, more than the %g%% that --skip-bad allows)", least, plural(bad, "malformed line"), s.info.Ledger.Read, 100*s.allow.share)
	case s.allow.lines > 0:
		return fmt.Sprintf(" (malformed line %d of %s%d, more than the %d that --skip-bad allows)",
			s.info.Ledger.Skipped+1, least, bad, s.allow.lines)
	}
	them := "them"
	if bad == 1 {
		them = "it"
	}
	return fmt.Sprintf(" (%s%s in the file; --skip-bad %d leaves %s out and counts %[4]s)", least, plural(bad, "malformed line"), bad, them)
}

func plural(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (s *scanner) summarise() {
	i, of := &s.info, s.rows.shape()
	if len(i.Offsets) > maxOffsets {
		i.Offsets = i.Offsets[:1]
	}
	i.Minutes = s.series.minutes
	i.Interval, i.Counts = time.Second, of.counts
	switch {
	case of.interval > 0:
		i.Interval = time.Duration(of.interval)
	case of.fine || s.fine && !of.counts:
		i.Interval = time.Nanosecond
	case s.smallestGap > 0:
		i.Interval = time.Duration(s.smallestGap)
	case of.counts && s.first%int64(time.Minute) == 0:
		i.Interval = time.Minute // a single row at a whole minute; assumption
	}
	i.First, i.Last = i.local(s.first), i.local(s.last)
	i.rates()
	start, most := s.days.most()
	date := time.Unix(0, start).UTC()
	i.BusiestDay = Day{i.midnight(date), most}
}

// rates fills in what follows from the requests by minute.
func (i *Info) rates() {
	i.MeanPerSecond = float64(i.Requests) / max(i.Span(), time.Second).Seconds()
	peak := busiestMinute(i.Minutes)
	i.Peak = i.local(peak.At)
	i.PeakPerSecond = float64(peak.Requests) / max(i.Interval, time.Minute).Seconds()
	i.Gaps = gaps(i.Minutes, i.Interval)
}

// place puts a path and a ledger on an error of the input, and wraps any other
// error in one.
func place(path string, l Ledger, err error) error {
	var e *InputError
	if !errors.As(err, &e) {
		e = &InputError{Reason: err.Error(), Err: err}
	}
	placed := *e
	placed.Path = path
	if l.Read > 0 {
		placed.Ledger = l
	}
	for k := range placed.Ledger.First {
		placed.Ledger.First[k].Path = path
	}
	return &placed
}
