package format

import (
	"bytes"
	"fmt"
)

// jmeterLayout is that of JMeter's results (JTL) as CSV. "Non HTTP response code"
// is a request without an answer. A transaction controller writes a row for the
// samples in it, which are rows of their own.
var jmeterLayout = layout{
	signs:  []string{"timeStamp", "elapsed", "label|responseCode|success"},
	fields: "time=timeStamp,class=label,bytes=bytes,duration=elapsed:ms,status=responseCode",
	rows:   &rowRule{column: "responseMessage", never: []string{"Number of samples in transaction"}, kind: jmeterParents},
}

const (
	jmeterParents = "transaction controllers, whose samples count"
	jmeterOthers  = "samples that are not of HTTP"
	jmeterStamps  = "JMeter's jmeter.properties sets sampleresult.timestamp.start=true; where that was taken out, --stamp end"
)

// jmeterFields are the first columns of a file without a header, in JMeter's
// order; a message of a failure may stand ahead of the bytes.
var jmeterFields = []string{"timeStamp", "elapsed", "label", "responseCode", "responseMessage", "threadName", "dataType", "success"}

// jmeterParser reads the CSV: with a header or without, which may come again
// where a test was run once more, and with line ends in messages of failures.
type jmeterParser struct {
	csvParser
	pending []byte // the lines of a row so far
}

func newJMeter(of *reading) parser { return &jmeterParser{csvParser: *newCSV(of).(*csvParser)} }

func (p *jmeterParser) header(line []byte) (bool, Fault) {
	if p.numbered() {
		return false, Fault{Column: 1, Reason: "the columns are numbered, not JMeter's"}
	}
	p.divider = mostFrequent(line, ",\t;|")
	first, rest, _ := bytes.Cut(line, []byte{p.divider})
	second, _, _ := bytes.Cut(rest, []byte{p.divider})
	if string(bytes.Trim(first, `"`)) == jmeterFields[0] {
		is, f := p.csvParser.header(line)
		if f.Reason == "" && (p.of.layout == nil || p.of.layout.layout != &jmeterLayout) {
			f = Fault{Column: 1, Reason: "the columns are not those of JMeter"}
		}
		return is, f
	}
	if _, _, wrong := p.clock.read(first); wrong != "" || !isDigits(second) {
		return false, Fault{Column: 1, Reason: "neither JMeter's header nor a row with its time and duration begins the file"}
	}
	return false, p.name(line)
}

// name binds the columns of a row without a header.
func (p *jmeterParser) name(line []byte) Fault {
	names := append([]string(nil), jmeterFields...)
	var values [][]byte
	for at := 0; at <= len(line); {
		field, end, wrong := p.cut(line, at)
		if wrong != "" {
			break // a message with line ends, behind what matters
		}
		values = append(values, bytes.Clone(field))
		at = end + 1
	}
	known := len(jmeterFields)
	if len(values) <= known || string(values[known-1]) != "true" && string(values[known-1]) != "false" {
		return Fault{Column: 1, Reason: "the row has not JMeter's columns, of which the eighth is true or false"}
	}
	if !isDigits(values[known]) {
		names = append(names, "failureMessage")
	}
	names = append(names, "bytes")
	for len(names) < len(values) {
		names = append(names, fmt.Sprintf("column %d", len(names)+1))
	}
	means, wrong := p.bindLike(p.of, names[:len(values)], values)
	if wrong != "" {
		return Fault{Column: 1, Reason: wrong}
	}
	p.means = means
	return Fault{}
}

func (p *jmeterParser) parse(line []byte, r *Record) Fault {
	if p.names != nil && bytes.Equal(line, p.names) {
		return aside
	}
	if len(p.pending) > 0 || bytes.Count(line, []byte{'"'})%2 == 1 {
		p.pending = append(append(p.pending, line...), '\n')
		if bytes.Count(p.pending, []byte{'"'})%2 == 1 && len(p.pending) < maxLine {
			return aside // a row goes on in the next line
		}
		line = p.pending[:len(p.pending)-1]
		p.pending = p.pending[:0]
	}
	f := p.csvParser.parse(line, r)
	if f.Reason == wrongStatus {
		if code, _, wrong := p.cut(line, f.Column-1); wrong == "" && !isDigits(code) {
			return setAside(jmeterOthers)
		}
	}
	return f
}

// unfinished reports what is wrong at the end of a file.
func (p *jmeterParser) unfinished() Fault {
	if len(p.pending) == 0 {
		return Fault{}
	}
	p.pending = p.pending[:0]
	return Fault{Column: 1, Reason: "the quotes of a field do not end before the file does"}
}
