package format

import (
	"bytes"
	"time"
)

// nlbParser reads the access log of an AWS network load balancer, one TLS
// connection a line, written when it ends:
//
//	tls version time elb listener client:port destination:port connection_ms handshake_ms received sent ...
//
// A connection is a request here; its class is the type of its listener.
type nlbParser struct{ filler }

func newNLB(of *reading) parser {
	of.says(meansClient, "client:port", "")
	of.says(meansDuration, "connection_time", "ms")
	of.says(meansBytes, "sent_bytes", "")
	of.says(meansClass, "type", "")
	p := &nlbParser{newFiller(of)}
	p.durationUnit = int64(time.Millisecond)
	return p
}

func (p *nlbParser) header([]byte) (bool, Fault) { return false, Fault{} }

// nlbMeanings are the meanings of the first columns.
var nlbMeanings = [...]int{int(meansClass), -1, int(meansTime), -1, -1, int(meansClient), -1, int(meansDuration), -1, -1, int(meansBytes)}

func (p *nlbParser) parse(line []byte, r *Record) Fault {
	*r = Record{Requests: 1, Duration: NoDuration}
	at := 0
	for i, m := range nlbMeanings {
		end := fieldEnd(line, at)
		if end == at {
			return Fault{Column: at + 1, Reason: "the line ends before the number of bytes sent"}
		}
		field := line[at:end]
		switch {
		case i == 0 && (len(field) > 4 || bytes.ContainsAny(field, "-/:.0123456789")):
			return Fault{Column: 1, Reason: "the line does not begin with a type such as tls"}
		case i == 3 && !bytes.HasPrefix(field, []byte("net/")):
			return Fault{Column: at + 1, Reason: "the load balancer is not one of networks: net/..."}
		}
		if m >= 0 {
			if wrong := p.fill(meaning(m), field, r); wrong != "" {
				return Fault{Column: at + 1, Reason: wrong}
			}
		}
		at = min(end+1, len(line))
	}
	return Fault{}
}
