package traces

import (
	"time"

	"failsim/traces/format"
)

// disorder is what a scan found of the order of lines.
type disorder struct {
	out      int64 // accepted lines that lie before the line ahead of them
	furthest time.Duration
	refused  int64 // lines that lie further back than the user allows
}

func (d *disorder) note(w *rows) {
	if w.isOut {
		d.out++
	}
	d.furthest = max(d.furthest, time.Duration(w.back))
}

// repetition finds a file that was joined to itself, once or more often: where
// the log goes back and the first record comes again, all that follows is
// compared with all that went before.
type repetition struct {
	first   format.Record
	records int64
	sum     uint64 // of all records so far

	line      int64 // where the records begin again; 0: nowhere
	length    int64 // how many went before, and their sum
	lengthSum uint64
	again     int64 // how many followed, and theirs
	againSum  uint64
}

// leastRepeat is how far a log that begins again goes back at least. Nearer, two
// requests may well be alike. Assumption.
const leastRepeat = int64(time.Minute)

func (p *repetition) note(r *format.Record, w *rows) {
	if p.records == 0 {
		p.first = *r
	}
	if w.back > leastRepeat && *r == p.first {
		if !p.found() {
			p.line, p.length, p.lengthSum = w.Line(), p.records, p.sum
		}
		p.again, p.againSum = 0, 0
	}
	p.records++
	p.sum = r.Into(p.sum)
	if p.line > 0 {
		p.again++
		p.againSum = r.Into(p.againSum)
	}
}

// found reports whether the file is nothing but copies of its beginning.
func (p *repetition) found() bool {
	return p.line > 0 && p.again == p.length && p.againSum == p.lengthSum
}
