package traces

import (
	"fmt"
	"strings"
)

// Ledger accounts for the lines of a trace: Read = Accepted + Skipped + SetAside
// + Refused, always. A header is not a line of data and is counted apart.
type Ledger struct {
	Header   int64 // lines that hold no data: headers, directives
	Read     int64 // lines of data
	Accepted int64 // well-formed lines
	Skipped  int64 // malformed lines within what Options allow
	SetAside int64 // lines of another kind than requests, such as an application's
	Refused  int64 // malformed lines beyond it; a trace with any is not played
	// Reasons says what was wrong, in order of first appearance.
	Reasons []ReasonCount
	// Asides are the kinds of lines that were set aside.
	Asides []ReasonCount
	// First are the first malformed lines, at most 20.
	First []BadLine
}

// ReasonCount is one kind of malformed line.
type ReasonCount struct {
	Reason string
	Count  int64
	Lines  []int64 // the first few, 1-based
}

// BadLine is where a malformed line is, and what is wrong with it. What stands
// in it is not told.
type BadLine struct {
	Path   string
	Line   int64 // 1-based; the row of a format without lines
	Column int   // 1-based byte
	Reason string
}

const (
	reasonLines = 5  // how many line numbers a ReasonCount keeps
	firstBad    = 20 // how many BadLines a Ledger keeps
)

// Bad returns how many lines are malformed.
func (l *Ledger) Bad() int64 { return l.Skipped + l.Refused }

func (l *Ledger) accept() {
	l.Read++
	l.Accepted++
}

// allowance is how many malformed lines may be left out: so many, or a share
// of all lines, which only the end of the file can judge.
type allowance struct {
	lines int64
	share float64
}

// reject files a malformed line.
func (l *Ledger) reject(b BadLine, reason string, allow allowance) {
	note(&l.Reasons, reason, b.Line, 1)
	if len(l.First) < firstBad {
		l.First = append(l.First, b)
	}
	l.Read++
	if allow.share == 0 && l.Skipped >= allow.lines {
		l.Refused++
		return
	}
	l.Skipped++
}

// settle judges a share of all lines, at the end.
func (l *Ledger) settle(allow allowance) {
	if most := int64(allow.share * float64(l.Read)); allow.share > 0 && l.Skipped > most {
		l.Refused += l.Skipped - most
		l.Skipped = most
	}
}

// setAside files a line that is no request.
func (l *Ledger) setAside(kind string, line int64) {
	l.Read++
	l.SetAside++
	if len(l.Asides) >= mostAsides {
		kind = "of other kinds"
	}
	note(&l.Asides, kind, line, 1)
}

// mostAsides bounds how many kinds of lines are told apart.
const mostAsides = 50

func note(list *[]ReasonCount, reason string, line, count int64) {
	for i := range *list {
		if r := &(*list)[i]; r.Reason == reason {
			r.Count += count
			if len(r.Lines) < reasonLines {
				r.Lines = append(r.Lines, line)
			}
			return
		}
	}
	*list = append(*list, ReasonCount{Reason: reason, Count: count, Lines: []int64{line}})
}

// add sums up the ledgers of several files. Of the lines of a reason it keeps
// those of the first file, for a number says nothing without its file.
func (l *Ledger) add(o *Ledger) {
	l.Header += o.Header
	l.Read += o.Read
	l.Accepted += o.Accepted
	l.Skipped += o.Skipped
	l.Refused += o.Refused
	l.SetAside += o.SetAside
	merge(&l.Reasons, o.Reasons)
	merge(&l.Asides, o.Asides)
	l.First = append(l.First, o.First[:min(len(o.First), firstBad-len(l.First))]...)
}

func merge(into *[]ReasonCount, from []ReasonCount) {
	for _, r := range from {
		before := len(*into)
		note(into, r.Reason, 0, r.Count)
		if len(*into) > before {
			(*into)[before].Lines = append([]int64(nil), r.Lines...)
		}
	}
}

// asideText lists the kinds of lines that stand aside.
func (l *Ledger) asideText() string {
	var parts []string
	for _, r := range l.Asides {
		parts = append(parts, fmt.Sprintf("%d of %s", r.Count, r.Reason))
	}
	return strings.Join(parts, ", ")
}
