package traces

import (
	"bytes"
	"encoding/binary"
	"math/bits"

	"failsim/sim"
)

// clfParser reads the Common Log Format and its combined variant:
//
//	host ident user [day/month/year:hour:minute:second zone] "request" status bytes ["referer" "agent" ...]
//
// It is strict about what a replay needs (host, time, the shape of the line)
// and tolerant about the rest: anything may stand between the quotes of the
// request, "-" may stand for status and bytes. Usual variations are known: a
// virtual host ahead of the host (Apache's vhost_combined), several addresses
// where a proxy has written them (the first is the client), decimals of the
// second, and, behind the last quotes, the seconds that the request took, as
// nginx is told to write them ("0.123" or "rt=0.123").
type clfParser struct {
	key   sim.Key
	stamp clfStamp
	class requestClass
}

func newCLF(of *reading) parser { return &clfParser{key: of.clientKey(), class: newRequestClass(of)} }

func (p *clfParser) header([]byte) (bool, fault) { return false, fault{} }

func (p *clfParser) parse(line []byte, r *Record) fault {
	host := bytes.IndexByte(line, ' ')
	if host <= 0 {
		return fault{column: 1, reason: "the line does not begin with a host and a blank"}
	}
	client, i, f := p.parseTime(line, host, r)
	if f.reason != "" {
		return f
	}
	if f := p.parseRest(line, i, r); f.reason != "" {
		return f
	}
	r.Client = hashClient(p.key, client)
	if string(client) == "-" {
		r.Client, r.HasClient = 0, false
	}
	return fault{}
}

// parseRest reads what follows the time: from the blank ahead of the request.
func (p *clfParser) parseRest(line []byte, i int, r *Record) (f fault) {
	request := i + 2
	if i, f = pastRequest(line, i); f.reason != "" {
		return f
	}
	r.Class = p.class.of(line[request : i-1])
	if i, f = parseStatus(line, i, r); f.reason != "" {
		return f
	}
	if i, f = parseBytes(line, i, r); f.reason != "" {
		return f
	}
	r.Duration = NoDuration
	if i < len(line) && line[len(line)-1] != '"' {
		r.Duration = tookBehind(line[i:])
	}
	r.Requests, r.HasClient = 1, true
	return fault{}
}

// parseTime reads from the end of the host to the bracket that ends the time,
// and returns who the client is.
func (p *clfParser) parseTime(line []byte, host int, r *Record) (client []byte, end int, f fault) {
	open := bytes.IndexByte(line[host:], '[')
	if open < 0 {
		return nil, 0, fault{column: len(line) + 1, reason: "the time in brackets is missing"}
	}
	open += host
	client = line[:host]
	if between := line[host:open]; string(between) != " - - " {
		if len(between) < 5 || between[len(between)-1] != ' ' || bytes.IndexByte(between[1:len(between)-1], ' ') <= 0 {
			return nil, 0, fault{column: host + 2, reason: "two fields, ident and user, must stand between host and time"}
		}
		client = clientAmong(client, between)
	}
	end = open + 1 + stampLength
	if len(line) > end && line[end] == ']' && p.stamp.parse(line[open+1:end]) {
		r.At, r.ZoneSeconds = p.stamp.seconds*second, int32(p.stamp.zoneSeconds)
		return client, end + 1, fault{}
	}
	n := bytes.IndexByte(line[open:min(len(line), open+stampLength+12)], ']')
	if n < 0 || !p.stamp.read(line[open+1:open+n]) {
		return nil, 0, fault{column: open + 2, reason: "the time is not of the form 02/Jan/2006:15:04:05 -0700, years 1970 to 2199"}
	}
	r.At, r.ZoneSeconds = p.stamp.seconds*second+p.stamp.nanosecond, int32(p.stamp.zoneSeconds)
	return client, open + n + 1, fault{}
}

// clientAmong finds the client where more stands ahead of the time than host,
// ident and user: the first of several addresses, or what follows a virtual
// host.
func clientAmong(first, between []byte) []byte {
	if n := len(first); first[n-1] == ',' {
		return first[:n-1]
	}
	next, rest, _ := bytes.Cut(between[1:], []byte{' '})
	if bytes.Count(rest, []byte{' '}) < 2 || len(next) == 1 {
		return first // host, ident, user; or a user of several words
	}
	if isVirtualHost(first) || isAddress(next) {
		return bytes.TrimSuffix(next, []byte{','})
	}
	return first
}

// isVirtualHost tells name:port from an address: it has one colon, and digits
// behind it.
func isVirtualHost(b []byte) bool {
	colon := bytes.IndexByte(b, ':')
	return colon > 0 && colon+1 < len(b) && digits(b[colon+1:])
}

// isAddress tells whether a word looks like an IP address.
func isAddress(b []byte) bool {
	for _, c := range b {
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') && c != '.' && c != ':' && c != ',' {
			return false
		}
	}
	return bytes.Count(b, []byte{'.'}) == 3 || bytes.Count(b, []byte{':'}) >= 2
}

// tookBehind returns the seconds that stand behind the last quotes, with a
// point in them; whole numbers may be anything. It returns them in ns.
func tookBehind(b []byte) int64 {
	b = b[bytes.LastIndexByte(b, '"')+1:]
	if len(b) == 0 || b[0] != ' ' {
		return NoDuration
	}
	word, _, _ := bytes.Cut(b[1:], []byte{' '})
	word = bytes.TrimPrefix(bytes.TrimPrefix(word, []byte("rt=")), []byte("request_time="))
	if bytes.IndexByte(word, '.') <= 0 {
		return NoDuration
	}
	for _, c := range word {
		if (c < '0' || c > '9') && c != '.' {
			return NoDuration
		}
	}
	ns, ok := parseDecimal(word, second)
	if !ok {
		return NoDuration
	}
	return ns
}

// pastRequest returns the index behind the quoted request. Old servers wrote
// quotes within it as they came, so a quote ends it only if a blank or the
// end of the line follows.
func pastRequest(line []byte, i int) (int, fault) {
	if i+1 >= len(line) || line[i] != ' ' || line[i+1] != '"' {
		return 0, fault{column: min(i+1, len(line)) + 1, reason: "the request in quotes is missing"}
	}
	end := pastQuoted(line, i+1)
	if end < 0 {
		return 0, fault{column: i + 2, reason: "the quotes of the request do not end"}
	}
	return end, fault{}
}

// pastQuoted returns the index behind a quoted field that begins at i, or -1.
func pastQuoted(line []byte, i int) int {
	for at := i + 1; at < len(line); {
		q := bytes.IndexByte(line[at:], '"')
		if q < 0 {
			return -1
		}
		q += at
		at = q + 1
		if (at == len(line) || line[at] == ' ') && !escaped(line[i+1:q]) {
			return at
		}
	}
	return -1
}

// escaped tells whether what precedes a quote ends in an odd number of
// backslashes.
func escaped(before []byte) bool {
	odd := false
	for i := len(before) - 1; i >= 0 && before[i] == '\\'; i-- {
		odd = !odd
	}
	return odd
}

func parseStatus(line []byte, i int, r *Record) (int, fault) {
	i++
	end := fieldEnd(line, i)
	r.Status = 0
	switch {
	case i >= len(line) || end == i:
		return 0, fault{column: min(i, len(line)) + 1, reason: "the status behind the request is missing"}
	case end-i == 1 && line[i] == '-':
		return end, fault{}
	case end-i == 3 && digits(line[i:end]):
		r.Status = uint16(line[i]-'0')*100 + uint16(digits2(line[i+1:]))
		return end, fault{}
	}
	return 0, fault{column: i + 1, reason: `the status is neither three digits nor "-"`}
}

// fieldEnd returns the index of the blank that ends a field that begins at i.
func fieldEnd(line []byte, i int) int {
	for i < len(line) && line[i] != ' ' {
		i++
	}
	return i
}

func parseBytes(line []byte, i int, r *Record) (int, fault) {
	i++
	end := fieldEnd(line, i)
	r.Bytes = 0
	if i >= len(line) || end == i {
		return 0, fault{column: min(i, len(line)) + 1, reason: "the byte count behind the status is missing"}
	}
	if end-i == 1 && line[i] == '-' {
		return end, fault{}
	}
	n, ok := parseCount(line[i:end])
	if !ok {
		return 0, fault{column: i + 1, reason: `the byte count is neither a number nor "-"`}
	}
	r.Bytes = uint64(n)
	return end, fault{}
}

func digits(field []byte) bool {
	for _, c := range field {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// maxCount is the largest number of bytes or requests in a field: 10^15, so
// that sums of many do not overflow.
const maxCount = 1_000_000_000_000_000

// parseCount reads digits, at most maxCount.
func parseCount(field []byte) (int64, bool) {
	if len(field) == 0 || len(field) > 16 {
		return 0, false
	}
	var n int64
	for _, c := range field {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int64(c-'0')
	}
	return n, n <= maxCount
}

// hashClient hashes an address with a key, eight bytes at a time.
func hashClient(key sim.Key, host []byte) uint64 {
	h := uint64(key) ^ uint64(len(host))
	for len(host) >= 8 {
		h = fold(h, binary.LittleEndian.Uint64(host))
		host = host[8:]
	}
	var tail uint64
	for i := len(host) - 1; i >= 0; i-- {
		tail = tail<<8 | uint64(host[i])
	}
	return sim.Mix(fold(h, tail) + uint64(key))
}

// fold takes a word into a hash: the high and low halves of a product, as in
// wyhash.
func fold(h, word uint64) uint64 {
	hi, lo := bits.Mul64(h^word^0xa0761d6478bd642f, 0xe7037ed1a0b428db)
	return hi ^ lo
}
