package traces

import (
	"bufio"
	"fmt"
	"io"
)

const (
	// sniffLines is how many lines are looked at to detect a format.
	// Assumption: a file whose first lines are all malformed is not a trace.
	sniffLines = 50
	// sniffBytes is how many bytes tell a format that is not of lines.
	sniffBytes = 1024
)

// detect returns the format that the first bytes tell, or that most of the
// first lines fit.
func detect(in io.Reader, o Options) (*format, error) {
	if o.Format != "" {
		return formatNamed(o.Format)
	}
	buffered := bufio.NewReaderSize(in, sniffBytes)
	head, err := buffered.Peek(sniffBytes)
	for i := range formats {
		if s := formats[i].sniff; s != nil && s(head) {
			return &formats[i], nil
		}
	}
	if len(head) == 0 && err != nil && err != io.EOF {
		return nil, err
	}
	return detectByLines(newLines(buffered), o)
}

// candidate is a format of lines that a file may be of.
type candidate struct {
	format *format
	parser parser
	fits   int
	no     bool // its header cannot be read
}

func detectByLines(l *lines, o Options) (*format, error) {
	var all []candidate
	for i := range formats {
		// A log is one whatever class is asked for, but what has named columns
		// is not taken for another format that does not know them.
		named := o.Fields
		named.Class = ""
		if formats[i].parser != nil && (formats[i].takes == fieldsByName || named == Fields{}) {
			all = append(all, candidate{format: &formats[i], parser: formats[i].parser(newReading(o, newClasses()))})
		}
	}
	binary := false
	read := 0
	for ; read < sniffLines && l.next(); read++ {
		if hasNUL(l.line) {
			binary = true
			continue
		}
		for i := range all {
			all[i].look(l.line, read == 0)
		}
	}
	best := &all[0]
	for i := range all {
		if all[i].fits > best.fits {
			best = &all[i]
		}
	}
	switch {
	case best.fits > 0:
		return best.format, nil
	case l.err != nil:
		return nil, l.err
	case read == 0:
		return nil, &InputError{Reason: "the file is empty"}
	case binary:
		return nil, &InputError{Reason: "the file holds binary data, not a trace"}
	}
	return nil, &InputError{Line: 1, Column: 1, Reason: fmt.Sprintf(
		"none of the first %d lines is of a known trace format (%s); of a file with named columns, --fields time=COLUMN says which is the time", read, wordList(Formats()))}
}

// look counts a line if it fits.
func (c *candidate) look(line []byte, first bool) {
	if c.no || len(line) == 0 {
		return
	}
	if first {
		is, f := c.parser.header(line)
		if f.reason != "" {
			c.no = true
			return
		}
		if is {
			c.fits++
			return
		}
	}
	var r Record
	if f := c.parser.parse(line, &r); f.reason == "" || f == aside {
		c.fits++
	}
}
