package traces

import (
	"errors"
	"fmt"
	"time"
)

// scanner reads a trace once and fills its Info.
type scanner struct {
	info    Info
	skipBad int64
	rows    *rows

	firstBad       *InputError // the first malformed line that was refused
	first, last    int64       // ns: earliest and latest stamp
	smallestGap    int64       // ns between rows of counts; 0 if there is one row
	zoneSeconds    int         // of the first accepted line
	minutes, days  busiest
	largestRow     tally // of counts: index is the stamp in ns
	lastAcceptedAt int64
}

// scan reads all rows. It returns an error if a line was refused, if the file
// cannot be read to its end, or if it holds no request.
func (s *scanner) scan() error {
	s.minutes.width, s.days.width = int64(time.Minute), int64(day)
	var r record
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
	s.info.Ledger.Header = s.rows.number - s.info.Ledger.Read
	if err := s.verdict(); err != nil {
		return err
	}
	s.summarise()
	return nil
}

func (s *scanner) reject(f fault) {
	if s.info.Ledger.reject(f, s.rows.number, s.skipBad) || s.firstBad != nil {
		return
	}
	s.firstBad = &InputError{Line: s.rows.number, Column: f.column, Reason: f.message()}
}

func (s *scanner) accept(r *record) {
	i := &s.info
	if i.Ledger.Accepted == 0 {
		s.first, s.last, s.zoneSeconds = r.at, r.at, r.zoneSeconds
	} else if gap := r.at - s.lastAcceptedAt; s.rows.format.counts && (s.smallestGap == 0 || gap < s.smallestGap) {
		s.smallestGap = gap
	}
	s.lastAcceptedAt = r.at
	i.Ledger.accept()
	i.Requests += r.requests
	s.first, s.last = min(s.first, r.at), max(s.last, r.at)
	if s.rows.isOut {
		i.OutOfOrder++
	}
	i.FurthestBack = max(i.FurthestBack, time.Duration(s.rows.back))
	if r.requests > s.largestRow.requests {
		s.largestRow = tally{r.at, r.requests}
	}
	local := r.at + int64(r.zoneSeconds)*1e9
	s.minutes.add(r.at, r.requests)
	s.days.add(max(0, local), r.requests)
	minute := (local/int64(time.Minute)%minutesPerDay + minutesPerDay) % minutesPerDay
	i.PerMinute[minute] += r.requests
}

// verdict says whether the trace may be played.
func (s *scanner) verdict() error {
	ledger, err := &s.info.Ledger, s.rows.err
	switch {
	case s.firstBad != nil:
		s.firstBad.Reason += s.advice(err)
		return s.firstBad
	case err != nil:
		// The line at which reading failed, not one that was read whole.
		return &InputError{Line: s.rows.number + 1, Reason: err.Error(), Err: err}
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
	if s.skipBad > 0 {
		return fmt.Sprintf(" (malformed line %d of %s%d, more than the %d that --skip-bad allows)",
			s.info.Ledger.Skipped+1, least, bad, s.skipBad)
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
	i := &s.info
	zone := zoneNamed(s.zoneSeconds)
	i.First, i.Last = time.Unix(0, s.first).In(zone), time.Unix(0, s.last).In(zone)
	i.Interval = time.Second
	if s.rows.format.fine {
		i.Interval = time.Nanosecond
	} else if s.smallestGap > 0 {
		i.Interval = time.Duration(s.smallestGap)
	} else if s.rows.format.counts && s.first%int64(time.Minute) == 0 {
		i.Interval = time.Minute // a single row at a whole minute; assumption
	}
	i.MeanPerSecond = float64(i.Requests) / max(i.Span(), time.Second).Seconds()
	start, most := s.minutes.most()
	i.Peak, i.PeakPerSecond = time.Unix(0, start).In(zone), float64(most)/60
	if i.Interval > time.Minute {
		i.Peak, i.PeakPerSecond = time.Unix(0, s.largestRow.index).In(zone), float64(s.largestRow.requests)/i.Interval.Seconds()
	}
	start, most = s.days.most()
	i.BusiestDay = Day{time.Unix(0, start-int64(s.zoneSeconds)*1e9).In(zone), most}
}

// zoneNamed returns a fixed zone, called by its offset as logs write it.
func zoneNamed(seconds int) *time.Location {
	if seconds == 0 {
		return time.UTC
	}
	sign, s := '+', seconds
	if s < 0 {
		sign, s = '-', -s
	}
	return time.FixedZone(fmt.Sprintf("%c%02d%02d", sign, s/3600, s%3600/60), seconds)
}

// place puts a path and a ledger on an error of the input, and wraps any other
// error in one.
func place(path string, l Ledger, err error) error {
	var e *InputError
	if !errors.As(err, &e) {
		e = &InputError{Reason: err.Error(), Err: err}
	}
	placed := *e
	placed.Path, placed.Ledger = path, l
	return &placed
}
