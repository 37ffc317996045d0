package format

import (
	"bytes"
	"strconv"
	"strings"

	"failsim/results/words"
)

// csvParser reads one request a line from columns that a header names,
// divided by commas, tabs, semicolons or bars (the one that divides the header
// most). Fields in double quotes may hold dividers, and quotes written twice,
// but no line ends. Columns that mean nothing here are not looked at. Where
// --fields gives numbers (time=1,client=3), there is no header and columns are
// counted from 1.
type csvParser struct {
	filler
	second  [][]byte // the values of the first row, to see what columns hold
	of      *reading
	divider byte
	means   []int // by column
	quoted  []byte
	names   []byte // the header, to find it again
}

func newCSV(of *reading) parser {
	p := &csvParser{filler: newFiller(of), of: of}
	if len(of.sample) > 1 {
		p.second = [][]byte{bytes.Clone(of.sample[0]), bytes.Clone(of.sample[1])}
	}
	return p
}

func (p *csvParser) header(line []byte) (bool, Fault) {
	p.divider = mostFrequent(line, ",\t;|")
	p.commas = p.divider == ';' // as spreadsheets write them whose language has decimal commas
	if p.numbered() {
		return false, p.count(line)
	}
	var names []string
	for at := 0; at <= len(line); {
		field, end, wrong := p.cut(line, at)
		if wrong != "" {
			return false, Fault{Column: at + 1, Reason: wrong}
		}
		names = append(names, strings.TrimSpace(string(field)))
		at = end + 1
	}
	if names[0] == k6Header && p.of.Fields == (Fields{}) {
		return false, Fault{Column: 1, Reason: "the header begins with metric_name, as that of k6 does, but is not one of its"}
	}
	means, wrong := p.bindLike(p.of, names, p.valuesFor(line, len(names)))
	if wrong != "" {
		return false, Fault{Column: 1, Reason: wrong}
	}
	p.means, p.names = means, bytes.Clone(line)
	return true, Fault{}
}

// valuesFor returns the first row, if it has so many columns.
func (p *csvParser) valuesFor(header []byte, columns int) (values [][]byte) {
	if len(p.second) < 2 || !bytes.Equal(p.second[0], header) {
		return nil
	}
	row := p.second[1]
	for at := 0; at <= len(row); {
		field, end, wrong := p.cut(row, at)
		if wrong != "" {
			return nil
		}
		values = append(values, bytes.Clone(bytes.TrimSpace(field)))
		at = end + 1
	}
	if len(values) != columns {
		return nil
	}
	return values
}

// numbered reports whether the columns are given by number.
func (p *csvParser) numbered() bool {
	_, err := strconv.Atoi(p.of.Fields.Time)
	return err == nil
}

// count binds columns by number, as many as the first line has.
func (p *csvParser) count(line []byte) Fault {
	var names []string
	for at := 0; at <= len(line); {
		_, end, wrong := p.cut(line, at)
		if wrong != "" {
			return Fault{Column: at + 1, Reason: wrong}
		}
		names = append(names, strconv.Itoa(len(names)+1))
		at = end + 1
	}
	means, wrong := p.bind(p.of, names)
	if wrong != "" {
		return Fault{Column: 1, Reason: wrong}
	}
	p.means = means
	return Fault{}
}

func mostFrequent(line []byte, dividers string) byte {
	best, most := dividers[0], 0
	for i := range len(dividers) {
		if n := bytes.Count(line, []byte{dividers[i]}); n > most {
			best, most = dividers[i], n
		}
	}
	return best
}

func (p *csvParser) parse(line []byte, r *Record) Fault {
	if p.means == nil {
		return Fault{Column: 1, Reason: "the header with the names of the columns is missing"}
	}
	*r = Record{Requests: 1, Duration: NoDuration}
	p.begin()
	column, at := 0, 0
	for ; at <= len(line); column++ {
		field, end, wrong := p.cut(line, at)
		switch {
		case wrong != "":
			return Fault{Column: at + 1, Reason: wrong}
		case column >= len(p.means):
			if len(field) > 0 {
				return Fault{Column: at + 1, Reason: "the line has more fields than the header has columns"}
			}
		case p.means[column] >= 0:
			if len(field) > 1 && field[0] == '\'' && meaning(p.means[column]) == meansClass {
				field = []byte(words.Uncsv(string(field)))
			}
			if wrong := p.fill(meaning(p.means[column]), field, r); wrong != "" {
				if p.names != nil && bytes.Equal(line, p.names) {
					return Fault{Column: 1, Reason: "the header stands here again: two files have been joined"}
				}
				return Fault{Column: at + 1, Reason: wrong}
			}
		}
		at = end + 1
	}
	if column < len(p.means) {
		return Fault{Column: len(line) + 1, Reason: "the line has fewer fields than the header has columns"}
	}
	return p.finish(r)
}

// cut returns the field that begins at an index, and where it ends: at a
// divider, or at the end of the line.
func (p *csvParser) cut(line []byte, at int) (field []byte, end int, wrong string) {
	if at < len(line) && line[at] == '"' {
		return p.cutQuoted(line, at)
	}
	n := bytes.IndexByte(line[at:], p.divider)
	if n < 0 {
		n = len(line) - at
	}
	return line[at : at+n], at + n, ""
}

func (p *csvParser) cutQuoted(line []byte, at int) (field []byte, end int, wrong string) {
	p.quoted = p.quoted[:0]
	for from := at + 1; ; {
		q := bytes.IndexByte(line[from:], '"')
		if q < 0 {
			return nil, 0, "the quotes of the field do not end in this line"
		}
		q += from
		p.quoted = append(p.quoted, line[from:q]...)
		switch {
		case q+1 == len(line) || line[q+1] == p.divider:
			return p.quoted, q + 1, ""
		case line[q+1] != '"':
			return nil, 0, "something follows the quotes of the field"
		}
		p.quoted = append(p.quoted, '"')
		from = q + 2
	}
}

// k6Header is the first column of k6's header.
const k6Header = "metric_name"
