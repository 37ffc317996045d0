package traces

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"time"
)

// countsSink counts requests by interval of the clock of UTC and writes
// epoch,requests. The reader takes the least gap between two rows for the
// interval, so the first row is followed by the next interval, even if that is
// empty; further intervals without a request are left out.
type countsSink struct {
	to       *bufio.Writer
	width    int64 // s
	rows     int64
	first    int64 // s
	at       int64 // s: of the interval that fills
	requests int64
	filling  bool
}

func newCountsSink(width time.Duration) func(io.Writer, CompactShape) (Sink, error) {
	return func(to io.Writer, of CompactShape) (Sink, error) {
		if of.Interval > width || width%of.Interval != 0 {
			return nil, &InputError{Reason: fmt.Sprintf("counts by %s cannot be made of a trace whose stamps are of %s", width, of.Interval)}
		}
		s := &countsSink{to: bufio.NewWriter(to), width: int64(width / time.Second)}
		_, err := s.to.WriteString("epoch,requests\n")
		return s, err
	}
}

func (s *countsSink) Write(r *Record, _ string) error {
	at := r.At / second
	at -= at % s.width
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
