package format

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"time"
)

// countsSink counts requests by interval of the clock of UTC, or by the
// intervals that the trace has, and writes epoch,requests. The reader takes the least gap between two rows for the
// interval, so the first row is followed by the next interval, even if that is
// empty; further intervals without a request are left out.
type countsSink struct {
	to       *bufio.Writer
	width    int64 // s
	phase    int64 // s: of the intervals
	own      bool  // they begin when those of the trace do
	rows     int64
	first    int64 // s
	at       int64 // s: of the interval that fills
	requests int64
	filling  bool
}

// newCountsSink makes counts by a width, or, if it is 0, by that of the trace.
func newCountsSink(width time.Duration) func(io.Writer, CompactShape) (Sink, error) {
	return func(to io.Writer, of CompactShape) (Sink, error) {
		own := width == 0
		width := width
		if own {
			width = max(of.Interval, time.Second).Truncate(time.Second)
		}
		if of.Interval > width || width%of.Interval != 0 {
			return nil, &InputError{Reason: fmt.Sprintf("counts by %s cannot be made of a trace whose stamps are of %s", width, of.Interval)}
		}
		s := &countsSink{to: bufio.NewWriter(to), width: int64(width / time.Second), own: own && of.Counts}
		_, err := s.to.WriteString("epoch,requests\n")
		return s, err
	}
}

func (s *countsSink) Write(r *Record, _ string) error {
	at := r.At / second
	if s.own && !s.filling {
		s.phase = at % s.width
	}
	at -= (at - s.phase) % s.width
	if s.filling && at == s.at {
		s.requests += r.Requests
		return nil
	}
	err := s.flush()
	s.at, s.requests, s.filling = at, r.Requests, true
	return err
}

// flush writes the interval that fills.
func (s *countsSink) flush() error {
	if !s.filling {
		return nil
	}
	switch s.rows++; {
	case s.rows == 1:
		s.first = s.at
	case s.rows == 2 && s.at > s.first+s.width:
		s.row(s.first+s.width, 0)
	}
	return s.row(s.at, s.requests)
}

func (s *countsSink) row(at, requests int64) error {
	b := strconv.AppendInt(s.to.AvailableBuffer(), at, 10)
	b = strconv.AppendInt(append(b, ','), requests, 10)
	_, err := s.to.Write(append(b, '\n'))
	return err
}

func (s *countsSink) Close() error {
	if err := s.flush(); err != nil {
		return err
	}
	if s.rows == 1 {
		s.row(s.first+s.width, 0)
	}
	return s.to.Flush()
}
