package traces

import (
	"errors"
	"fmt"
	"time"

	"failsim/results/words"
	"failsim/traces/format"
)

// scanner reads one file once, into a store, and judges its lines.
type scanner struct {
	info   FileInfo
	order  disorder
	allow  allowance
	rows   *rows
	store  *storeWriter
	known  knownCounts
	repeat repetition
	fine   bool // a stamp is finer than a second

	refused     *format.InputError // the first malformed line that was refused
	first, last int64              // ns: earliest and latest stamp
	smallestGap int64              // ns between rows of counts; 0 if there is one row
	before      int64              // ns: the stamp of the row before
}

// scan reads all rows. It returns an error if a line was refused, if the file
// cannot be read to its end, or if it holds no request.
func (s *scanner) scan() error {
	var r format.Record
	for {
		f, ok := s.rows.next(&r)
		if !ok {
			break
		}
		if f.Reason != "" {
			s.reject(f)
			continue
		}
		if err := s.accept(&r); err != nil {
			return err
		}
	}
	s.info.Ledger.Header = s.rows.Headers()
	s.info.Ledger.settle(s.allow)
	return s.verdict()
}

func (s *scanner) reject(f format.Fault) {
	if f.Apart() {
		s.info.Ledger.setAside(f.Reason, s.rows.Line())
		return
	}
	reason, kind := f.Reason, f.Reason
	if s.rows.isFar { // the kind has no figures, so that reasons can be counted
		s.rows.isFar = false
		reason, kind = fmt.Sprintf("the time goes back %s, %s", time.Duration(s.rows.back), f.Reason), "the time goes back, "+f.Reason
		s.order.refused++
	}
	b := BadLine{Path: s.info.Name, Line: s.rows.Line(), Column: f.Column, Reason: reason}
	s.info.Ledger.reject(b, kind, s.allow)
	if s.info.Ledger.Refused == 1 && s.refused == nil {
		s.refused = &format.InputError{Line: b.Line, Column: b.Column, Reason: b.Reason}
	}
}

func (s *scanner) accept(r *format.Record) error {
	if s.info.Ledger.Accepted == 0 {
		s.first, s.last = r.At, r.At
	} else if gap := max(r.At-s.before, s.before-r.At); s.rows.counts && (s.smallestGap == 0 || gap < s.smallestGap) {
		s.smallestGap = gap
	}
	s.before = r.At
	s.info.Ledger.accept()
	s.info.Requests += r.Requests
	s.first, s.last = min(s.first, r.At), max(s.last, r.At)
	s.fine = s.fine || r.At%second != 0
	s.known.add(r)
	s.order.note(s.rows)
	s.repeat.note(r, s.rows)
	if s.rows.counts {
		r.Client = uint64(s.rows.Line()) // to name the row if another has its time
	}
	return s.store.add(r)
}

// verdict says whether the trace may be played.
func (s *scanner) verdict() error {
	ledger, err := &s.info.Ledger, s.rows.Failure()
	switch {
	case s.repeat.found():
		return &format.InputError{Line: s.repeat.line, Reason: "from this line on the file repeats all that stands before it: its requests would count twice"}
	case ledger.Refused > 0:
		e := s.refused
		if e == nil { // a share, judged at the end
			e = &format.InputError{Line: ledger.First[0].Line, Column: ledger.First[0].Column, Reason: ledger.First[0].Reason}
		}
		e.Reason += s.advice(err)
		return e
	case err != nil:
		var input *format.InputError
		if errors.As(err, &input) {
			return err
		}
		// The line at which reading failed, not one that was read whole.
		return &format.InputError{Line: s.rows.Line() + 1, Reason: err.Error(), Err: err}
	case s.info.Requests == 0 && ledger.Read == 0:
		return &format.InputError{Reason: "the trace holds no requests", Err: format.ErrNoRequests}
	case s.info.Requests == 0 && ledger.SetAside > 0:
		return &format.InputError{Reason: "the trace holds no requests; other lines stand aside: " + ledger.asideText(), Err: format.ErrNoRequests}
	case s.info.Requests == 0:
		return &format.InputError{Reason: fmt.Sprintf("the trace holds no requests (%s read, %d accepted)", words.Plural(ledger.Read, "line"), ledger.Accepted)}
	}
	return nil
}

// advice reports how many lines are malformed and how to skip them.
func (s *scanner) advice(err error) string {
	bad, least := s.info.Ledger.Bad(), ""
	if err != nil {
		least = "at least "
	}
	switch {
	case s.allow.share > 0:
		return fmt.Sprintf(" (%s%s of %d, more than the %g%% that --skip-bad allows)", least, words.Plural(bad, "malformed line"), s.info.Ledger.Read, 100*s.allow.share)
	case s.allow.lines > 0:
		return fmt.Sprintf(" (malformed line %d of %s%d, more than the %d that --skip-bad allows)",
			s.info.Ledger.Skipped+1, least, bad, s.allow.lines)
	}
	if s.order.refused == bad {
		return fmt.Sprintf(" (%s%s in the file; without --window they are put in order)", least, words.Plural(bad, "such line"))
	}
	them := "them"
	if bad == 1 {
		them = "it"
	}
	return fmt.Sprintf(" (%s%s in the file; --skip-bad %d leaves %s out and counts %[4]s)", least, words.Plural(bad, "malformed line"), bad, them)
}
