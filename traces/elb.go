package traces

import (
	"failsim/sim"
)

// elbParser reads access logs of AWS application load balancers
//
//	type time elb client:port target:port 3 durations 2 statuses received sent "request" ...
//
// and of classic ones, which have no type. Fields that newer balancers append
// are not looked at. Stamps are taken as they come: an application balancer's
// is that of its answer. A client is its address, without the port. A duration
// is the sum of the three, unless one is -1: no target took the request.
type elbParser struct {
	key   sim.Key
	class requestClass
}

func newELB(of *reading) parser { return &elbParser{key: of.clientKey(), class: newRequestClass(of)} }

func (p *elbParser) header([]byte) (bool, fault) { return false, fault{} }

// elbFields are the fields from the time to the sent bytes.
const (
	elbTime   = 0
	elbClient = 2
	elbFirst  = 4 // of three durations: request, target, response
	elbLast   = 6
	elbStatus = 7
	elbSent   = 10
)

func (p *elbParser) parse(line []byte, r *Record) fault {
	at := 0
	if c := line0(line); c < '0' || c > '9' { // the type of an application balancer
		at = fieldEnd(line, 0) + 1
		if at <= 1 || at > len("https")+1 || at >= len(line) {
			return fault{column: 1, reason: "the line begins with neither a type nor a time"}
		}
	}
	*r = Record{Requests: 1}
	for i := range elbSent + 1 {
		end := fieldEnd(line, at)
		if end == at || end >= len(line) {
			return fault{column: min(at, len(line)) + 1, reason: "the line ends before the request in quotes"}
		}
		if f := p.field(i, at, line[at:end], r); f.reason != "" {
			return f
		}
		at = end + 1
	}
	if at >= len(line) || line[at] != '"' {
		return fault{column: at + 1, reason: "the request in quotes is missing"}
	}
	end := pastQuoted(line, at)
	if end < 0 {
		return fault{column: at + 1, reason: "the quotes of the request do not end"}
	}
	r.Class = p.class.of(line[at+1 : end-1])
	return fault{}
}

// field takes in field number i, which begins at index at.
func (p *elbParser) field(i, at int, field []byte, r *Record) fault {
	switch i {
	case elbTime:
		ns, ok := parseFine(field)
		if !ok {
			return fault{column: at + 1, reason: "the time is not of the form 2006-01-02T15:04:05.000000Z, years 1970 to 2199"}
		}
		r.At = ns
	case elbClient:
		r.Client, r.HasClient = hashClient(p.key, withoutPort(field)), true
	case elbFirst, elbFirst + 1, elbLast:
		ns, ok := parseDecimal(field, second)
		switch {
		case string(field) == "-1": // no target took the request
			r.Duration = NoDuration
		case !ok:
			return fault{column: at + 1, reason: "the processing time is neither a number of seconds nor -1"}
		case r.Duration != NoDuration:
			r.Duration += ns
		}
	case elbStatus:
		if len(field) == 1 && field[0] == '-' { // TCP
			break
		}
		status, ok := parseHTTPStatus(field)
		if !ok {
			return fault{column: at + 1, reason: `the status is neither three digits nor "-"`}
		}
		r.Status = status
	case elbSent:
		n, ok := parseCount(field)
		if !ok {
			return fault{column: at + 1, reason: "the number of bytes sent is not a number"}
		}
		r.Bytes = uint64(n)
	}
	return fault{}
}

// line0 returns the first byte, or 0.
func line0(line []byte) byte {
	if len(line) == 0 {
		return 0
	}
	return line[0]
}
