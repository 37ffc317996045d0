package traces

// Ledger accounts for the lines of a trace: Read = Accepted + Skipped + Refused,
// always. A header is not a line of data and is counted apart.
type Ledger struct {
	Header   int64 // lines that hold no data: headers, directives
	Read     int64 // lines of data
	Accepted int64 // well-formed lines
	Skipped  int64 // malformed lines within what Options allow
	Refused  int64 // malformed lines beyond it; a trace with any is not played
	// Reasons says what was wrong, in order of first appearance.
	Reasons []ReasonCount
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
	l.note(reason, b.Line, 1)
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

func (l *Ledger) note(reason string, line, count int64) {
	for i := range l.Reasons {
		if r := &l.Reasons[i]; r.Reason == reason {
			r.Count += count
			if len(r.Lines) < reasonLines {
				r.Lines = append(r.Lines, line)
			}
			return
		}
	}
	l.Reasons = append(l.Reasons, ReasonCount{Reason: reason, Count: count, Lines: []int64{line}})
}

// add sums up the ledgers of several files. Of the lines of a reason it keeps
// those of the first file, for a number says nothing without its file.
func (l *Ledger) add(o *Ledger) {
	l.Header += o.Header
	l.Read += o.Read
	l.Accepted += o.Accepted
	l.Skipped += o.Skipped
	l.Refused += o.Refused
	for _, r := range o.Reasons {
		before := len(l.Reasons)
		l.note(r.Reason, 0, r.Count)
		if len(l.Reasons) > before {
			l.Reasons[before].Lines = append([]int64(nil), r.Lines...)
		}
	}
	l.First = append(l.First, o.First[:min(len(o.First), firstBad-len(l.First))]...)
}
