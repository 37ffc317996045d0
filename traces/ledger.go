package traces

// Ledger accounts for the lines of a trace: Read = Accepted + Skipped + Refused,
// always. A header is not a line of data and is counted apart.
type Ledger struct {
	Header   int64 // header lines: 0 or 1
	Read     int64 // lines of data
	Accepted int64 // well-formed lines
	Skipped  int64 // malformed lines within Options.SkipBad
	Refused  int64 // malformed lines beyond it; a trace with any is not played
	// Reasons says what was wrong, in order of first appearance.
	Reasons []ReasonCount
}

// ReasonCount is one kind of malformed line.
type ReasonCount struct {
	Reason string
	Count  int64
	Lines  []int64 // the first few, 1-based
}

// reasonLines is how many line numbers a ReasonCount keeps.
const reasonLines = 5

// Bad returns how many lines are malformed.
func (l *Ledger) Bad() int64 { return l.Skipped + l.Refused }

func (l *Ledger) accept() {
	l.Read++
	l.Accepted++
}

// reject files a malformed line and tells whether it could be skipped.
func (l *Ledger) reject(f fault, line, skipBad int64) bool {
	l.note(f.reason, line)
	l.Read++
	if l.Refused > 0 || l.Skipped >= skipBad {
		l.Refused++
		return false
	}
	l.Skipped++
	return true
}

func (l *Ledger) note(reason string, line int64) {
	for i := range l.Reasons {
		if r := &l.Reasons[i]; r.Reason == reason {
			r.Count++
			if len(r.Lines) < reasonLines {
				r.Lines = append(r.Lines, line)
			}
			return
		}
	}
	l.Reasons = append(l.Reasons, ReasonCount{Reason: reason, Count: 1, Lines: []int64{line}})
}
