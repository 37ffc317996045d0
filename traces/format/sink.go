package format

import (
	"fmt"
	"io"
	"time"

	"failsim/results/words"
)

// Sink takes in records, in order of time, and writes a trace. Close completes
// it; it does not close what it writes to. What was not closed is no trace.
type Sink interface {
	Write(r *Record, class string) error
	Close() error
}

// target is one way to write a trace.
type target struct {
	name   string
	about  string
	ending string // of file names
	counts bool   // holds requests that are known by their number only
	losses []loss // what it cannot hold
	sink   func(io.Writer, CompactShape) (Sink, error)
}

// Target is a format that can be written.
type Target struct {
	Name, About string
	// Ending is what names of files in it end in; "" if that says nothing.
	Ending string
	// Counts reports that it holds requests that are known by their number only.
	Counts bool
	of     *target
}

// Open starts a trace of records of a shape.
func (t Target) Open(to io.Writer, s CompactShape) (*Output, error) {
	sink, err := t.of.sink(to, s)
	if err != nil {
		return nil, err
	}
	return &Output{sink: sink, losses: t.of.losses, counts: make([]int64, len(t.of.losses))}, nil
}

// Output is a trace that is written, and what gets lost.
type Output struct {
	sink     Sink
	losses   []loss
	counts   []int64
	Records  int64
	Requests int64
}

// Write adds a record.
func (o *Output) Write(r *Record, class string) error {
	for i := range o.losses {
		if o.losses[i].of(r, class) {
			o.counts[i]++
		}
	}
	o.Records++
	o.Requests += r.Requests
	return o.sink.Write(r, class)
}

// Close completes the trace.
func (o *Output) Close() error { return o.sink.Close() }

// Lost says what the records said that the format cannot hold.
func (o *Output) Lost() []string {
	var lost []string
	for i := range o.losses {
		if o.counts[i] > 0 {
			lost = append(lost, fmt.Sprintf("%s (%s)", o.losses[i].what, words.Plural(o.counts[i], "record")))
		}
	}
	return lost
}

// loss is something that a format cannot hold.
type loss struct {
	what string
	of   func(r *Record, class string) bool
}

var (
	lostFraction = loss{"fractions of the second", func(r *Record, _ string) bool { return r.At%second != 0 }}
	lostClass    = loss{"classes that are neither a method nor a path: written as a path", func(_ *Record, class string) bool {
		return class != "" && class[0] != '/' && !IsMethod([]byte(class))
	}}
	lostMethod = loss{"the methods of requests whose class is a path: written as GET, --fields class=path:9 reads the paths", func(_ *Record, class string) bool {
		return class != "" && class[0] == '/'
	}}

	countsLosses = []loss{
		{"the local clock: read it with --zone", func(r *Record, _ string) bool { return r.ZoneSeconds != 0 }},
		{"clients", func(r *Record, _ string) bool { return r.HasClient }},
		{"classes", func(_ *Record, class string) bool { return class != "" }},
		{"bytes", func(r *Record, _ string) bool { return r.Bytes != 0 }},
		{"durations", func(r *Record, _ string) bool { return r.Duration != NoDuration }},
		{"statuses", func(r *Record, _ string) bool { return r.Status != 0 }},
	}
)

// compactSink writes the compact trace.
type compactSink struct{ *Writer }

func newCompactSink(to io.Writer, s CompactShape) (Sink, error) {
	w, err := NewWriter(to, s)
	return compactSink{w}, err
}

func (s compactSink) Write(r *Record, class string) error {
	own := *r
	own.Class = s.Class(class)
	return s.Writer.Write(&own)
}

// clockCache puts stamps on the local clock; many in a row are of the same.
type clockCache struct {
	seconds int32
	at      *time.Location
}

func (c *clockCache) time(r *Record) time.Time {
	if c.at == nil || c.seconds != r.ZoneSeconds {
		c.seconds, c.at = r.ZoneSeconds, Zone(int(r.ZoneSeconds))
	}
	return time.Unix(0, r.At).In(c.at)
}
