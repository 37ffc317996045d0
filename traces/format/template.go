package format

import (
	"bytes"
	"strings"
	"time"
)

// template reads lines that a server was told to write by a format of its own:
// text, with variables in it. Blanks in the text stand for one or more in the
// line. A variable ends where the text behind it begins.
type template struct {
	filler
	class  requestClass
	pieces []piece
	loose  bool // more words may follow
	method []byte
	path   []byte
}

// piece is text, and a variable behind it.
type piece struct {
	text []byte
	variable
}

// variable is what a server calls a value, and what it means here.
type variable struct {
	name  string
	means use
	unit  time.Duration // of durations
	form  form
	rank  int // of several that say the same, the least counts
}

// use is what a variable says: a meaning, or one of those below.
type use uint8

const (
	usesNothing use = iota
	usesTime
	usesClient
	usesForwarded
	usesRequest // the first line of a request
	usesMethod
	usesPath
	usesStatus
	usesBytes
	usesDuration
	usesState // HAProxy's word of how a session ended
	usesFlags // Envoy's of how a response did
	usesDate  // of a time in two variables
	usesClock
)

// form is how a value may look beside being one word.
type form uint8

const (
	oneWord  form = iota
	inList        // several, divided by a comma or a colon and a blank
	inBraces      // words in braces, or nothing at all
	freeText      // whatever stands there
)

func (p *template) header([]byte) (bool, Fault) { return false, Fault{} }

func (p *template) parse(line []byte, r *Record) Fault {
	*r = Record{Requests: 1, Duration: NoDuration}
	p.begin()
	p.method, p.path = nil, nil
	hungUp := false
	at := 0
	for i := range p.pieces {
		v := &p.pieces[i]
		next, ok := skipText(line, at, v.text)
		if !ok {
			return Fault{Column: min(next, len(line)) + 1, Reason: "the line does not go on as its format says"}
		}
		end := p.valueEnd(line, next, i)
		if end < 0 {
			return Fault{Column: next + 1, Reason: "the line ends before its format does"}
		}
		wrong, gone := p.take(&v.variable, line[next:end], r)
		if wrong != "" {
			return Fault{Column: next + 1, Reason: wrong}
		}
		hungUp = hungUp || gone
		at = end
	}
	if rest := bytes.TrimRight(line[at:], " \t"); len(rest) > 0 && !(p.loose && rest[0] == ' ') {
		return Fault{Column: at + 1, Reason: "the line goes on where its format ends"}
	}
	if p.method != nil || p.path != nil {
		r.Class = p.class.parts(p.method, p.path)
	}
	if hungUp {
		r.Status = statusHungUp
	}
	return p.finish(r)
}

// skipText passes over the text of a piece, and returns where it stopped.
func skipText(line []byte, at int, text []byte) (int, bool) {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == ' ' {
			if at > 0 && at <= len(line) && line[at-1] == ' ' && (at == len(line) || line[at] != ' ') && i == 0 {
				continue // what stood before was nothing
			}
			if at >= len(line) || line[at] != ' ' && line[at] != '\t' {
				return at, false
			}
			for at < len(line) && (line[at] == ' ' || line[at] == '\t') {
				at++
			}
			continue
		}
		if at >= len(line) || line[at] != c {
			return at, false
		}
		at++
	}
	return at, true
}

// valueEnd returns where the value of piece i ends that begins at an index, or
// -1 if the text behind it does not come.
func (p *template) valueEnd(line []byte, at, i int) int {
	v := &p.pieces[i]
	if v.form == inBraces {
		if at >= len(line) || line[at] != '{' {
			return at
		}
		if n := bytes.IndexByte(line[at:], '}'); n > 0 {
			return at + n + 1
		}
		return -1
	}
	if i+1 == len(p.pieces) {
		if v.form == freeText {
			return len(line)
		}
		return wordEnd(line, at, v.form)
	}
	stop := p.pieces[i+1].text
	switch {
	case len(stop) == 0:
		return at // two variables without text between them: the compiler refuses them
	case stop[0] == ' ' && v.form != freeText:
		return wordEnd(line, at, v.form)
	case stop[0] == '"':
		return quotedEnd(line, at, stop)
	}
	if end := bytes.IndexByte(stop, ' '); end > 0 {
		stop = stop[:end]
	}
	if n := bytes.Index(line[at:], stop); n >= 0 {
		return at + n
	}
	return -1
}

// wordEnd returns where a word ends, or a list of them: "a, b : c".
func wordEnd(line []byte, at int, f form) int {
	for end := at; ; end++ {
		for end < len(line) && line[end] != ' ' && line[end] != '\t' {
			end++
		}
		if f != inList || end+1 >= len(line) {
			return end
		}
		if line[end-1] == ',' && end > at || line[end-1] == ':' && end > at {
			continue
		}
		if line[end+1] == ':' && end+2 < len(line) && line[end+2] == ' ' {
			end += 2
			continue
		}
		return end
	}
}

// quotedEnd returns where a value in quotes ends: at a quote that is not
// escaped and that the text behind it follows.
func quotedEnd(line []byte, at int, stop []byte) int {
	stop = bytes.TrimRight(stop, " ")
	if blank := bytes.IndexByte(stop, ' '); blank > 0 {
		stop = stop[:blank]
	}
	for from := at; ; {
		n := bytes.Index(line[from:], stop)
		if n < 0 {
			return -1
		}
		end := from + n
		past := end + len(stop)
		if !escaped(line[at:end]) && (len(stop) > 1 || past == len(line) || line[past] == ' ' || line[past] == '\t') {
			return end
		}
		from = end + 1
	}
}

// take fills in a value, and reports whether it says that the client hung up.
func (p *template) take(v *variable, b []byte, r *Record) (wrong string, hungUp bool) {
	switch v.means {
	case usesTime:
		return p.fill(meansTime, bytes.Trim(b, "[]"), r), false
	case usesDate:
		return p.fill(meansDate, b, r), false
	case usesClock:
		return p.fill(meansTimeOfDay, b, r), false
	case usesClient:
		if !r.HasClient {
			wrong = p.fill(meansClient, b, r)
		}
	case usesForwarded:
		wrong = p.fill(meansForwarded, b, r)
	case usesRequest:
		r.Class = p.class.of(b)
	case usesMethod:
		p.method = b
	case usesPath:
		p.path = b
	case usesStatus:
		if len(b) == 2 && b[0] == '-' && b[1] == '1' { // HAProxy: none was sent
			r.Status = StatusNoAnswer
			return "", false
		}
		wrong = p.fill(meansStatus, b, r)
	case usesBytes:
		wrong = p.fill(meansBytes, bytes.TrimPrefix(b, []byte{'+'}), r)
	case usesDuration:
		p.durationUnit = int64(v.unit)
		wrong = p.fill(meansDuration, bytes.TrimPrefix(lastOf(b), []byte{'+'}), r)
	case usesState:
		return "", len(b) >= 2 && b[0] == 'C'
	case usesFlags:
		return "", downstreamGone(b)
	}
	return wrong, false
}

// lastOf returns the last of a list, as nginx writes one of several upstreams.
func lastOf(b []byte) []byte {
	if comma := bytes.LastIndexAny(b, ",:"); comma >= 0 {
		return bytes.TrimSpace(b[comma+1:])
	}
	return b
}

// means says what variables are called whose names are not the server's own, and
// what those mean that it does not know.
func (p *template) means(of *reading, at stamping, variables map[string]variable) {
	for i := range p.pieces {
		v := &p.pieces[i].variable
		is, ok := variables[v.name]
		if !ok {
			continue
		}
		v.name = is.name
		if is.means != usesNothing {
			v.means, v.unit = is.means, is.unit
		}
	}
	of.stamped = at
	p.about(of)
}

// toldMeanings are those whose source is told.
var knownMeanings = map[use]meaning{usesTime: meansTime, usesClient: meansClient, usesForwarded: meansClient, usesRequest: meansClass,
	usesMethod: meansClass, usesStatus: meansStatus, usesBytes: meansBytes, usesDuration: meansDuration}

// about notes where each meaning comes from.
func (p *template) about(of *reading) {
	of.sources = [meanings]source{}
	for i := range p.pieces {
		v := &p.pieces[i].variable
		m, ok := knownMeanings[v.means]
		if !ok {
			continue
		}
		unit := ""
		if v.means == usesDuration {
			unit = unitName(v.unit)
		}
		of.says(m, strings.TrimSpace(v.name), unit)
	}
}
