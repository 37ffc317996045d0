package format

import "bytes"

// herokuParser reads what Heroku's router writes for each request, name=value,
// behind the time and the source, as the command line, drains of syslog and
// services that keep logs write them:
//
//	2024-03-12T06:25:24.123456+00:00 heroku[router]: at=info method=GET path="/" fwd="192.0.2.1" connect=1ms service=18ms status=200 bytes=13
//
// A duration is the time to connect and that of the service behind it.
type herokuParser struct {
	filler
	class requestClass
}

const herokuStamps = "Heroku: a line's time is when its component produced it, and the router's line has how long the answer took"

func newHeroku(of *reading) parser {
	of.says(meansClient, "fwd", "")
	of.says(meansDuration, "connect+service", "ms")
	of.says(meansBytes, "bytes", "")
	of.says(meansClass, "method", "")
	of.says(meansStatus, "status", "")
	p := &herokuParser{filler: newFiller(of), class: newRequestClass(of)}
	p.durationUnit, p.strict = 1e6, true
	return p
}

func (p *herokuParser) header([]byte) (bool, Fault) { return false, Fault{} }

func (p *herokuParser) parse(line []byte, r *Record) Fault {
	time, source, pairs := p.parts(line)
	switch {
	case time == nil:
		return Fault{Column: 1, Reason: "no time stands ahead of what Heroku's router says"}
	case !bytes.Contains(source, []byte("router")):
		return setAside("lines of Heroku's other processes")
	case pairs < 0:
		return Fault{Column: 1, Reason: "the line of Heroku's router has no at="}
	}
	*r = Record{Requests: 1, Duration: NoDuration}
	p.begin()
	if wrong := p.fill(meansTime, time, r); wrong != "" {
		return Fault{Column: 1 + bytes.Index(line, time), Reason: wrong}
	}
	var method, path []byte
	for at := pairs; ; {
		name, value, begin, end := nextPair(line, at)
		if end < 0 {
			break
		}
		wrong := ""
		switch string(name) {
		case "fwd":
			wrong = p.fill(meansForwarded, value, r)
		case "connect", "service":
			wrong = p.fill(meansDurationPart, value, r)
		case "status":
			wrong = p.fill(meansStatus, value, r)
		case "bytes":
			wrong = p.fill(meansBytes, value, r)
		case "method":
			method = value
		case "path":
			path = value
		}
		if wrong != "" {
			return Fault{Column: begin + 1, Reason: wrong}
		}
		at = end
	}
	if method == nil {
		return Fault{Column: len(line) + 1, Reason: "the line of Heroku's router has no method="}
	}
	r.Class = p.class.parts(method, path)
	return p.finish(r)
}

// parts finds the time of a line of Heroku, what wrote it, and where its pairs
// begin; a nil time is a line of another kind, pairs < 0 is none.
func (p *herokuParser) parts(line []byte) (time, source []byte, pairs int) {
	pairs = bytes.Index(line, []byte(" at="))
	head := line
	if pairs >= 0 {
		head, pairs = line[:pairs], pairs+1
	}
	behind := 0
	for at := 0; time == nil; {
		word, _, end := nextWord(head, at)
		if end < 0 || end > 80 {
			return nil, nil, -1
		}
		if isInstant(word) {
			time, behind = word, end
		}
		at = end
	}
	source = head[behind:]
	if colon := bytes.Index(source, []byte(": ")); colon >= 0 {
		source = source[:colon]
	}
	source = source[:min(len(source), 100)]
	if !bytes.Contains(source, []byte("heroku")) && !bytes.Contains(source, []byte("app[")) && !bytes.Contains(source, []byte(" app ")) {
		return nil, nil, -1
	}
	return time, source, pairs
}

// nextPair returns the name and value that begin at or behind an index, where
// the value begins, and where the pair ends; end < 0: there is none.
func nextPair(line []byte, at int) (name, value []byte, begin, end int) {
	for at < len(line) && line[at] == ' ' {
		at++
	}
	equals := bytes.IndexByte(line[at:], '=')
	if equals < 0 {
		return nil, nil, 0, -1
	}
	name, begin = line[at:at+equals], at+equals+1
	if begin < len(line) && line[begin] == '"' {
		if past := pastQuoted(line, begin); past > 0 {
			return name, line[begin+1 : past-1], begin, past
		}
	}
	end = begin
	for end < len(line) && line[end] != ' ' {
		end++
	}
	return name, line[begin:end], begin, end
}
