package traces

import (
	"bytes"
	"time"
)

// k6Parser reads the JSON that k6 writes (--out json): a line for each metric
// of each request. A request is here its http_req_duration, stamped when it
// ended; the other lines hold no data.
//
//	{"metric":"http_req_duration","type":"Point","data":{"time":"2017-05-09T14:34:45.625742514+02:00","value":459.865729,"tags":{"method":"GET","status":"200",...}}}
type k6Parser struct {
	filler
	scanner jsonScanner
}

const k6Metric = "http_req_duration"

// What is wanted of a line, by number.
const (
	k6Type = iota
	k6MetricName
	k6Time
	k6Value
	k6Method
	k6Status
	k6Class
	k6Wanted // how many there are
)

var k6Tree = []jsonNode{
	{name: "type", leaf: k6Type}, {name: "metric", leaf: k6MetricName},
	{name: "data", leaf: -1, under: []jsonNode{
		{name: "time", leaf: k6Time}, {name: "value", leaf: k6Value},
		{name: "tags", leaf: -1, under: []jsonNode{{name: "method", leaf: k6Method}, {name: "status", leaf: k6Status}, {name: "name", leaf: k6Class}}},
	}},
}

func newK6(of *reading) parser {
	p := &k6Parser{filler: newFiller(of)}
	p.durationUnit = int64(time.Millisecond)
	p.scanner.values = make([]jsonValue, k6Wanted)
	return p
}

func (p *k6Parser) header([]byte) (bool, fault) { return false, fault{} }

func (p *k6Parser) parse(line []byte, r *Record) fault {
	if at, wrong := p.scanner.scan(line, k6Tree); wrong != "" {
		return fault{column: at + 1, reason: wrong}
	}
	v := p.scanner.values
	switch {
	case v[k6MetricName].kind != '"' || v[k6Type].kind != '"':
		return fault{column: 1, reason: "the line is of no metric of k6"}
	case string(v[k6Type].raw) != "Point", string(v[k6MetricName].raw) != k6Metric:
		return aside
	}
	*r = Record{Requests: 1, Duration: NoDuration}
	for _, c := range [...]struct {
		value int
		means meaning
	}{{k6Time, meansTime}, {k6Value, meansDuration}, {k6Method, meansClass}, {k6Status, meansStatus}} {
		if wrong := p.fill(c.means, v[c.value].raw, r); wrong != "" {
			return fault{column: v[c.value].at + 1, reason: wrong}
		}
	}
	return fault{}
}

// k6CSVParser reads the CSV that k6 writes (--out csv), in the same way.
type k6CSVParser struct {
	csvParser
	metric int // its column
}

func newK6CSV(of *reading) parser {
	chosen := *of
	chosen.Fields = Fields{Time: "timestamp", Duration: "metric_value", DurationUnit: time.Millisecond, Class: "method", Status: "status"}
	return &k6CSVParser{csvParser: *newCSV(&chosen).(*csvParser)}
}

func (p *k6CSVParser) header(line []byte) (bool, fault) {
	p.metric = -1
	for i, name := range bytes.Split(line, []byte{','}) {
		if string(name) == "metric_name" {
			p.metric = i
		}
	}
	if p.metric != 0 {
		return false, fault{column: 1, reason: "the header does not begin with metric_name, as that of k6 does"}
	}
	return p.csvParser.header(line)
}

func (p *k6CSVParser) parse(line []byte, r *Record) fault {
	metric, _, _ := bytes.Cut(line, []byte{','})
	if string(metric) != k6Metric && len(metric) > 0 && isWord(metric) && bytes.IndexByte(metric, ' ') < 0 && !bytes.Equal(line, p.names) {
		return aside
	}
	f := p.csvParser.parse(line, r)
	if f.reason == "" && string(metric) != k6Metric {
		return fault{column: 1, reason: "the line is of no metric of k6"}
	}
	return f
}
