package format

import "bytes"

// caddyLayout is that of Caddy's access log in JSON: ts is when the line was
// written, as the request ended, duration is in seconds: Caddy, log directive
// and modules/caddyhttp/server.go.
var caddyLayout = layout{
	signs:  []string{"request.method", "request.uri", "status", "size", "duration"},
	fields: "time=ts|time|timestamp,client=request.client_ip|request.remote_ip|request.remote_addr,class=request.method,bytes=size,duration=duration:s,status=status",
}

const caddyStamps = "Caddy writes a line, and takes its ts, when the request has been handled: modules/caddyhttp/server.go"

// caddyParser reads what Caddy writes on a terminal: time, level, logger and
// message between tabs, and then the JSON.
type caddyParser struct {
	filler
	scanner jsonScanner
}

var caddyTree = []jsonNode{
	{name: "request", leaf: -1, under: []jsonNode{{name: "client_ip", leaf: 0}, {name: "remote_ip", leaf: 1}, {name: "remote_addr", leaf: 1}, {name: "method", leaf: 2}}},
	{name: "size", leaf: 3}, {name: "duration", leaf: 4}, {name: "status", leaf: 5},
}

// caddyMeanings are those of the leaves.
var caddyMeanings = [...]meaning{meansForwarded, meansClient, meansClass, meansBytes, meansDuration, meansStatus}

func newCaddy(of *reading) parser {
	of.says(meansClient, "request.client_ip", "")
	of.says(meansClass, "request.method", "")
	of.says(meansBytes, "size", "")
	of.says(meansDuration, "duration", "s")
	of.says(meansStatus, "status", "")
	p := &caddyParser{filler: newFiller(of)}
	p.durationUnit = second
	p.scanner.values = make([]jsonValue, len(caddyMeanings))
	return p
}

func (p *caddyParser) header([]byte) (bool, Fault) { return false, Fault{} }

func (p *caddyParser) parse(line []byte, r *Record) Fault {
	brace := bytes.IndexByte(line, '{')
	stamp, rest, ok := bytes.Cut(line, []byte{'\t'})
	if brace < 0 || !ok || len(stamp) > brace {
		return Fault{Column: 1, Reason: "the line has no time, a tab, and then JSON, as Caddy's console has"}
	}
	if !bytes.Contains(rest[:brace-len(stamp)], []byte("http.log.access")) {
		return setAside("Caddy's own log")
	}
	*r = Record{Requests: 1, Duration: NoDuration}
	if wrong := p.fill(meansTime, stamp, r); wrong != "" {
		return Fault{Column: 1, Reason: wrong}
	}
	if at, wrong := p.scanner.scan(line[brace:], caddyTree); wrong != "" {
		return Fault{Column: brace + at + 1, Reason: wrong}
	}
	for i, m := range caddyMeanings {
		v := &p.scanner.values[i]
		if v.kind == 0 || v.kind == 'n' {
			continue
		}
		if wrong := p.fill(m, v.raw, r); wrong != "" {
			return Fault{Column: brace + v.at + 1, Reason: wrong}
		}
	}
	return Fault{}
}
