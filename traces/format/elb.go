package format

import (
	"bytes"

	"failsim/sim"
)

// elbParser reads access logs of AWS application load balancers
//
//	type time elb client:port target:port 3 durations 2 statuses received sent "request" ...
//
// and of classic ones, which have no type. Fields that newer balancers append
// are not looked at, but for request_creation_time. A client is its address, without the port. A duration
// is the sum of the three, unless one is -1: no target took the request.
type elbParser struct {
	key     sim.Key
	class   requestClass
	created bool // lines hold request_creation_time
}

func newELB(of *reading) parser {
	of.says(meansClient, "client:port", "")
	of.says(meansDuration, "request_processing_time+target_processing_time+response_processing_time", "s")
	of.says(meansBytes, "sent_bytes", "")
	of.says(meansClass, "request", "")
	of.says(meansStatus, "elb_status_code", "")
	p := &elbParser{key: of.clientKey(), class: newRequestClass(of)}
	for _, line := range of.sample {
		var r Record
		if c := line0(line); c >= '0' && c <= '9' && p.parse(line, &r).Reason == "" {
			of.stamped = stamping{stampStart, "AWS: of a classic load balancer, timestamp is when it received the request"}
			break
		}
		if p.created = p.parse(line, &r).Reason == "" && r.At != 0 && elbCreation(line, bytes.IndexByte(line, '"')) > 0; p.created {
			of.stamped = stamping{stampStart, "AWS: request_creation_time is when the load balancer received the request"}
			break
		}
	}
	return p
}

// elbCreation returns the time at which a request came, in ns, of the fields that
// begin with the request in quotes; or 0.
func elbCreation(line []byte, at int) int64 {
	for n := 0; at >= 0; n++ {
		word, _, end := nextWord(line, at)
		if n == elbCreated && end >= 0 {
			ns, _ := parseFine(word)
			return ns
		}
		if end < 0 {
			break
		}
		at = end
	}
	return 0
}

// elbCreated is where request_creation_time stands, counted from the request.
const elbCreated = 9

func (p *elbParser) header([]byte) (bool, Fault) { return false, Fault{} }

// elbFields are the fields from the time to the sent bytes.
const (
	elbTime   = 0
	elbClient = 2
	elbFirst  = 4 // of three durations: request, target, response
	elbLast   = 6
	elbStatus = 7
	elbSent   = 10
)

func (p *elbParser) parse(line []byte, r *Record) Fault {
	at := 0
	if c := line0(line); c < '0' || c > '9' { // the type of an application balancer
		at = fieldEnd(line, 0) + 1
		if at <= 1 || at > len("https")+1 || at >= len(line) {
			return Fault{Column: 1, Reason: "the line begins with neither a type nor a time"}
		}
	}
	*r = Record{Requests: 1}
	for i := range elbSent + 1 {
		end := fieldEnd(line, at)
		if end == at || end >= len(line) {
			return Fault{Column: min(at, len(line)) + 1, Reason: "the line ends before the request in quotes"}
		}
		if f := p.field(i, at, line[at:end], r); f.Reason != "" {
			return f
		}
		at = end + 1
	}
	if at >= len(line) || line[at] != '"' {
		return Fault{Column: at + 1, Reason: "the request in quotes is missing"}
	}
	end := pastQuoted(line, at)
	if end < 0 {
		return Fault{Column: at + 1, Reason: "the quotes of the request do not end"}
	}
	r.Class = p.class.of(line[at+1 : end-1])
	if p.created {
		if ns := elbCreation(line, at); ns > 0 {
			r.At = ns
		} else if r.Duration > 0 {
			r.At -= r.Duration
		}
	}
	return Fault{}
}

// field takes in field number i, which begins at index at.
func (p *elbParser) field(i, at int, field []byte, r *Record) Fault {
	switch i {
	case elbTime:
		ns, ok := parseFine(field)
		if !ok {
			return Fault{Column: at + 1, Reason: "the time is not of the form 2006-01-02T15:04:05.000000Z, years 1970 to 2199"}
		}
		r.At = ns
	case elbClient:
		if !takeClient(p.key, field, r) {
			return Fault{Column: at + 1, Reason: wrongClient}
		}
	case elbFirst, elbFirst + 1, elbLast:
		ns, ok := parseDecimal(field, second)
		switch {
		case string(field) == "-1", string(field) == "-1.0", string(field) == "-1.000": // no target took the request
			r.Duration = NoDuration
		case !ok:
			return Fault{Column: at + 1, Reason: "the processing time is neither a number of seconds nor -1"}
		case r.Duration != NoDuration:
			r.Duration += ns
		}
	case elbStatus:
		if len(field) == 1 && field[0] == '-' { // TCP
			break
		}
		status, ok := parseHTTPStatus(field)
		if !ok {
			return Fault{Column: at + 1, Reason: `the status is neither three digits nor "-"`}
		}
		r.Status = status
	case elbSent:
		n, ok := parseCount(field)
		if !ok {
			return Fault{Column: at + 1, Reason: "the number of bytes sent is not a number"}
		}
		r.Bytes, r.HasBytes = uint64(n), true
	}
	return Fault{}
}

// line0 returns the first byte, or 0.
func line0(line []byte) byte {
	if len(line) == 0 {
		return 0
	}
	return line[0]
}

// elbStamp: request_creation_time, which newer application balancers append, is
// when the request came and goes before the time of the answer.
var elbStamp = stamping{stampEnd, "AWS: time is when the load balancer generated a response"}

// elbLayout is that of the table that AWS's guide to Athena makes of these logs.
var elbLayout = layout{
	signs: []string{"elb", "client_ip", "elb_status_code", "target_processing_time"},
	fields: "time=time,client=client_ip,class=request_verb,bytes=sent_bytes,status=elb_status_code," +
		"duration=request_processing_time+target_processing_time+response_processing_time:s",
	utc: true,
}
