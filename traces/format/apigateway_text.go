package format

import "bytes"

// apiGatewayParser reads the access log of Amazon API Gateway in the console's
// two other ways to write one, of HTTP and of REST interfaces:
//
//	192.0.2.1,12/Mar/2024:06:25:24 +0000,GET,$default,HTTP/1.1,200,12,id
//	192.0.2.1,caller,user,12/Mar/2024:06:25:24 +0000,GET,/a,HTTP/1.1,200,12,id
//	<request id="..."> <ip>192.0.2.1</ip> ... <status>200</status> ... </request>
//
// Neither says how long a request took.
type apiGatewayParser struct {
	filler
	class requestClass
}

func newAPIGateway(of *reading) parser {
	of.says(meansClient, "$context.identity.sourceIp", "")
	of.says(meansClass, "$context.httpMethod", "")
	of.says(meansBytes, "$context.responseLength", "")
	of.says(meansStatus, "$context.status", "")
	p := &apiGatewayParser{filler: newFiller(of), class: newRequestClass(of)}
	p.strict = true
	return p
}

func (p *apiGatewayParser) header([]byte) (bool, Fault) { return false, Fault{} }

// apiGatewayTags are the elements of the XML, in the order of apiGatewayUses.
var apiGatewayTags = [...][]string{{"ip"}, {"requestTime"}, {"httpMethod"}, {"resourcePath", "routeKey"}, {"status"}, {"responseLength"}}

func (p *apiGatewayParser) parse(line []byte, r *Record) Fault {
	var values [len(apiGatewayTags)][]byte
	ok := false
	if bytes.HasPrefix(line, []byte("<request ")) {
		ok = elements(line, &values)
	} else {
		ok = commas(line, &values)
	}
	if !ok {
		return Fault{Column: 1, Reason: "the line is of neither of API Gateway's formats, CSV and XML"}
	}
	*r = Record{Requests: 1, Duration: NoDuration}
	for i, m := range [...]meaning{0: meansClient, 1: meansTime, 4: meansStatus, 5: meansBytes} {
		if i == 2 || i == 3 {
			continue
		}
		if wrong := p.fill(m, values[i], r); wrong != "" {
			return Fault{Column: max(bytes.Index(line, values[i]), 0) + 1, Reason: wrong}
		}
	}
	r.Class = p.class.parts(values[2], values[3])
	return Fault{}
}

func elements(line []byte, values *[len(apiGatewayTags)][]byte) bool {
	for i, names := range apiGatewayTags {
		for _, name := range names {
			_, rest, opened := bytes.Cut(line, []byte("<"+name+">"))
			value, _, closed := bytes.Cut(rest, []byte("</"+name+">"))
			if opened && closed {
				values[i] = value
			}
		}
	}
	return values[1] != nil && values[4] != nil
}

// commas finds the time among the fields: the method, the path, the protocol,
// the status and the length follow it.
func commas(line []byte, values *[len(apiGatewayTags)][]byte) bool {
	fields := bytes.Split(line, []byte{','})
	for _, at := range []int{1, 3} {
		if len(fields) < at+6 || len(fields[at]) != stampLength || fields[at][2] != '/' {
			continue
		}
		if !bytes.HasPrefix(fields[at+3], []byte("HTTP/")) {
			return false
		}
		*values = [...][]byte{fields[0], fields[at], fields[at+1], fields[at+2], fields[at+4], fields[at+5]}
		return true
	}
	return false
}
