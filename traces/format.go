package traces

import (
	"fmt"
	"time"
)

// format is one way to write a trace in lines. To add one, write a file with
// its parser and add a line to formats.
type format struct {
	name  string
	about string
	// counts tells that a line is an interval with a number of requests, not
	// one request. Such lines must ascend.
	counts bool
	// fine tells that stamps are finer than a second, so that requests are
	// played when they say and not spread.
	fine      bool
	newParser func(Options) parser
}

// formats lists every known format. Of two that fit a file, the first wins.
var formats = []format{
	{"clf", "Common Log Format and combined: one request a line, written when it ends", false, false, newCLF},
	{"epoch-counts", "epoch,requests: requests per interval, stamped in seconds since 1970", true, false, newEpochCounts},
	{"period-counts", "period,count: requests per interval, stamped YYYY-MM-DD HH:MM:SS", true, false, newPeriodCounts},
	{"aws-elb", "access log of an AWS application or classic load balancer, stamped in microseconds", false, true, newELB},
	{"azure-llm", "TIMESTAMP,ContextTokens,GeneratedTokens: Azure LLM inference, stamped in 100 ns", false, true, newAzureLLM},
}

// record is what a line of a trace says.
type record struct {
	at       int64  // ns since 1970: the stamp, at the start of its interval
	requests int64  // 1 for a line of a log
	client   uint64 // keyed hash of the client, if hasClient
	bytes    uint32
	// zoneSeconds is how far the local clock is ahead of UTC.
	zoneSeconds int
	hasClient   bool
}

// fault says what is wrong with a line. The zero value is no fault.
type fault struct {
	column int    // 1-based byte
	reason string // a constant, so that reasons can be counted
	back   time.Duration
}

// message is the reason in full.
func (f fault) message() string {
	if f.back > 0 {
		return fmt.Sprintf("the time goes back %s, %s", f.back, f.reason)
	}
	return f.reason
}

// parser reads lines of one format. It may remember earlier lines to be fast,
// but what it makes of a line does not depend on them.
type parser interface {
	// header tells whether the first line of a file is a header.
	header(line []byte) bool
	// parse fills r with what the line says, or returns what is wrong.
	parse(line []byte, r *record) fault
}

// Formats returns the names of the formats that File knows.
func Formats() []string {
	names := make([]string, len(formats))
	for i := range formats {
		names[i] = formats[i].name
	}
	return names
}

// AboutFormat describes a format in a line, or returns "" if there is no such
// format.
func AboutFormat(name string) string {
	for i := range formats {
		if formats[i].name == name {
			return formats[i].about
		}
	}
	return ""
}

// sniffLines is how many lines are looked at to detect a format. Assumption:
// a file whose first lines are all malformed is not a trace.
const sniffLines = 50

// detect returns the format that most of the first lines fit.
func detect(l *lines, o Options) (*format, error) {
	if o.Format != "" {
		return formatNamed(o.Format)
	}
	parsers := make([]parser, len(formats))
	fits := make([]int, len(formats))
	for i := range formats {
		parsers[i] = formats[i].newParser(o)
	}
	binary := false
	read := 0
	for ; read < sniffLines && l.next(); read++ {
		var r record
		if hasNUL(l.line) {
			binary = true
			continue
		}
		for i, p := range parsers {
			if read == 0 && p.header(l.line) || p.parse(l.line, &r).reason == "" {
				fits[i]++
			}
		}
	}
	best := 0
	for i := range fits {
		if fits[i] > fits[best] {
			best = i
		}
	}
	switch {
	case fits[best] > 0:
		return &formats[best], nil
	case l.err != nil:
		return nil, l.err
	case read == 0:
		return nil, &InputError{Reason: "the file is empty"}
	case binary:
		return nil, &InputError{Reason: "the file holds binary data, not a trace"}
	}
	return nil, &InputError{Line: 1, Column: 1, Reason: fmt.Sprintf(
		"none of the first %d lines is of a known trace format (%s)", read, wordList(Formats()))}
}

func formatNamed(name string) (*format, error) {
	for i := range formats {
		if formats[i].name == name {
			return &formats[i], nil
		}
	}
	return nil, &InputError{Reason: unknown("trace format", name, Formats())}
}
