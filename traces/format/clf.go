package format

import "bytes"

func newCLF(of *reading) parser {
	p := &clfParser{key: of.clientKey(), clock: clock{local: of.local}, class: newRequestClass(of)}
	of.says(meansClient, "host", "")
	of.says(meansClass, "request line", "")
	of.says(meansStatus, "status", "")
	of.says(meansBytes, "size", "")
	p.learn(of)
	return p
}

func (p *clfParser) header([]byte) (bool, Fault) { return false, Fault{} }

func (p *clfParser) parse(line []byte, r *Record) Fault {
	host, kinds := 0, byteKind(0)
	for host < len(line) && line[host] != ' ' {
		kinds |= clientBytes[line[host]]
		host++
	}
	if host == 0 || host == len(line) {
		return Fault{Column: 1, Reason: "the line does not begin with a host and a blank"}
	}
	client, i, f := p.parseTime(line, host, r)
	if f.Reason != "" {
		return f
	}
	if f := p.parseRest(line, i, r); f.Reason != "" {
		return f
	}
	if len(client) == host && plainClient(kinds, client) { // as it mostly is
		r.Client, r.HasClient = hashClient(p.key, client), true
		return Fault{}
	}
	if !takeClient(p.key, client, r) {
		return Fault{Column: 1, Reason: wrongClient}
	}
	return Fault{}
}

// parseRest reads what follows the time: from the blank ahead of the request.
func (p *clfParser) parseRest(line []byte, i int, r *Record) (f Fault) {
	if i+1 >= len(line) || line[i] != ' ' || line[i+1] != '"' {
		i = pastWords(line, i)
	}
	request := i + 2
	if i, f = pastRequest(line, i); f.Reason != "" {
		return f
	}
	r.Class = p.class.of(line[request : i-1])
	r.Object = hashObject(line[request : i-1])
	if end, ok := parsePlain(line, i, r); ok {
		i = end
	} else if i, f = parseStatus(line, i, r); f.Reason != "" {
		return f
	} else if i, f = parseBytes(line, i, r); f.Reason != "" {
		return f
	}
	r.Duration = NoDuration
	if i < len(line) {
		r.Duration = p.took(line[i:])
	}
	r.Requests = 1
	return Fault{}
}

// mostWords is how many words may stand between time and request, such as a
// host or Apache's %D.
const mostWords = 6

// pastWords returns the index of the blank ahead of the request.
func pastWords(line []byte, i int) int {
	start := i
	for range mostWords {
		next := i
		for next < len(line) && line[next] == ' ' {
			next++
		}
		if next == len(line) || next == i {
			return start
		}
		if line[next] == '"' {
			return next - 1
		}
		i = fieldEnd(line, next)
	}
	return start
}

// parseTime reads from the end of the host to the bracket that ends the time,
// and returns what stands for the client.
func (p *clfParser) parseTime(line []byte, host int, r *Record) (client []byte, end int, f Fault) {
	const plain = " - - ["
	if rest := line[host:]; len(rest) > len(plain) && string(rest[:len(plain)]) == plain {
		if end, ok := p.bracket(line, host+len(plain)-1, r); ok {
			return line[:host], end, Fault{}
		}
	}
	return p.findTime(line, host, r)
}

// findTime looks for the brackets of the time where they do not stand right
// behind "host - - ".
func (p *clfParser) findTime(line []byte, host int, r *Record) (client []byte, end int, f Fault) {
	open := bytes.IndexByte(line[host:], '[')
	if open < 0 {
		return nil, 0, Fault{Column: len(line) + 1, Reason: "the time in brackets is missing"}
	}
	open += host
	end, ok := p.bracket(line, open, r)
	first := open
	for !ok { // what stands in brackets ahead of the time may be anything
		next := bytes.IndexByte(line[open+1:], '[')
		if next < 0 || open-first > 200 {
			return nil, 0, Fault{Column: first + 2, Reason: wrongStamp}
		}
		open += 1 + next
		end, ok = p.bracket(line, open, r)
	}
	if client = clientAhead(line[:open]); client == nil {
		return nil, 0, Fault{Column: host + 2, Reason: "two fields, ident and user, must stand between host and time"}
	}
	return client, end, Fault{}
}

const wrongStamp = "the time is not of the form 02/Jan/2006:15:04:05 -0700, years 1970 to 2199"

// bracket reads the time in brackets, and returns the index behind them.
func (p *clfParser) bracket(line []byte, open int, r *Record) (end int, ok bool) {
	end = open + 1 + stampLength
	if len(line) > end && line[end] == ']' && p.stamp.parse(line[open+1:end]) {
		r.At, r.ZoneSeconds = p.stamp.seconds*second, int32(p.stamp.zoneSeconds)
		return end + 1, true
	}
	n := bytes.IndexByte(line[open:min(len(line), open+stampLength+16)], ']')
	if n < 0 {
		return 0, false
	}
	text := line[open+1 : open+n]
	if p.stamp.read(text) {
		r.At, r.ZoneSeconds = p.stamp.seconds*second+p.stamp.nanosecond, int32(p.stamp.zoneSeconds)
		return open + n + 1, true
	}
	if len(text) < 10 || text[0] < '0' || text[0] > '9' || text[2] == '/' {
		return 0, false
	}
	var wrong string
	r.At, r.ZoneSeconds, wrong = p.clock.read(text)
	return open + n + 1, wrong == ""
}

// pastRequest returns the index behind the quoted request. Old servers wrote
// quotes within it as they came, so a quote ends it only if a blank or the
// end of the line follows.
func pastRequest(line []byte, i int) (int, Fault) {
	if i+1 >= len(line) || line[i] != ' ' || line[i+1] != '"' {
		return 0, Fault{Column: min(i+1, len(line)) + 1, Reason: "the request in quotes is missing"}
	}
	end := pastQuoted(line, i+1)
	if end < 0 {
		return 0, Fault{Column: i + 2, Reason: "the quotes of the request do not end"}
	}
	return end, Fault{}
}

// parsePlain reads status and bytes where they are what they mostly are: a blank,
// three digits, a blank and digits.
func parsePlain(line []byte, i int, r *Record) (end int, ok bool) {
	if i+5 >= len(line) || line[i] != ' ' || line[i+4] != ' ' {
		return 0, false
	}
	a, b, c := line[i+1]-'0', line[i+2]-'0', line[i+3]-'0'
	if a-1 > 4 || b > 9 || c > 9 {
		return 0, false
	}
	n := uint64(0)
	for end = i + 5; end < len(line) && line[end] != ' '; end++ {
		d := line[end] - '0'
		if d > 9 || end > i+19 {
			return 0, false
		}
		n = 10*n + uint64(d)
	}
	if end == i+5 {
		return 0, false
	}
	r.Status = uint16(a)*100 + uint16(b)*10 + uint16(c)
	r.Bytes, r.HasBytes = n, true
	return end, n <= maxCount
}

func parseStatus(line []byte, i int, r *Record) (int, Fault) {
	i++
	for i < len(line) && line[i] == ' ' {
		i++
	}
	end := fieldEnd(line, i)
	r.Status = 0
	switch {
	case i >= len(line) || end == i:
		return 0, Fault{Column: min(i, len(line)) + 1, Reason: "the status behind the request is missing"}
	case end-i == 1 && line[i] == '-':
		return end, Fault{}
	case end-i == 3 && digits(line[i:end]):
		switch r.Status = uint16(line[i]-'0')*100 + uint16(digits2(line[i+1:])); {
		case r.Status == 0:
			r.Status = StatusNoAnswer
		case r.Status < 100 || r.Status > 599:
			return 0, Fault{Column: i + 1, Reason: wrongStatus}
		}
		return end, Fault{}
	}
	return 0, Fault{Column: i + 1, Reason: `the status is neither three digits nor "-"`}
}

func parseBytes(line []byte, i int, r *Record) (int, Fault) {
	i++
	for i < len(line) && line[i] == ' ' {
		i++
	}
	end := fieldEnd(line, i)
	r.Bytes, r.HasBytes = 0, true
	if i >= len(line) || end == i {
		return 0, Fault{Column: min(i, len(line)) + 1, Reason: "the byte count behind the status is missing"}
	}
	if end-i == 1 && line[i] == '-' {
		return end, Fault{}
	}
	n, ok := parseCount(line[i:end])
	if !ok {
		return 0, Fault{Column: i + 1, Reason: `the byte count is neither a number nor "-"`}
	}
	r.Bytes = uint64(n)
	return end, Fault{}
}

func nearCLF(line []byte) bool {
	open := bytes.IndexByte(line, '[')
	return open > 0 && len(line) > open+13 && line[open+3] == '/' && line[open+7] == '/' && line[open+12] == ':'
}
