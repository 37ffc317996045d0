package format

import (
	"bytes"
	"strings"
	"time"
)

// k6Parser reads the JSON that k6 writes (--out json): a line for each metric
// of each request. A request is here its http_req_duration, stamped when it
// ended; the other lines hold no data.
//
//	{"metric":"http_req_duration","type":"Point","data":{"time":"2017-05-09T14:34:45.625742514+02:00","value":459.865729,"tags":{"method":"GET","status":"200",...}}}
type k6Parser struct {
	filler
	kinds   k6Kinds
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

// mostK6Kinds is how many kinds of metrics are kept; k6 has some 20.
const mostK6Kinds = 50

// k6Kinds names the metrics that stand aside.
type k6Kinds map[string]Fault

func (k k6Kinds) aside(metric []byte) Fault {
	f, ok := k[string(metric)]
	if !ok {
		f = setAside("k6's metric " + string(metric[:min(len(metric), 100)]))
		if len(k) < mostK6Kinds {
			k[string(metric)] = f
		}
	}
	return f
}

func newK6(of *reading) parser {
	of.says(meansDuration, k6Metric, "ms")
	of.says(meansClass, "method", "")
	of.says(meansStatus, "status", "")
	p := &k6Parser{filler: newFiller(of), kinds: k6Kinds{}}
	p.durationUnit = int64(time.Millisecond)
	p.scanner.values = make([]jsonValue, k6Wanted)
	return p
}

func (p *k6Parser) header([]byte) (bool, Fault) { return false, Fault{} }

func (p *k6Parser) parse(line []byte, r *Record) Fault {
	if at, wrong := p.scanner.scan(line, k6Tree); wrong != "" {
		return Fault{Column: at + 1, Reason: wrong}
	}
	v := p.scanner.values
	switch {
	case v[k6MetricName].kind != '"' || v[k6Type].kind != '"':
		return Fault{Column: 1, Reason: "the line is of no metric of k6"}
	case string(v[k6Type].raw) != "Point":
		return aside
	case string(v[k6MetricName].raw) != k6Metric:
		return p.kinds.aside(v[k6MetricName].raw)
	}
	*r = Record{Requests: 1, Duration: NoDuration}
	for _, c := range [...]struct {
		value int
		means meaning
	}{{k6Time, meansTime}, {k6Value, meansDuration}, {k6Method, meansClass}, {k6Status, meansStatus}} {
		if wrong := p.fill(c.means, v[c.value].raw, r); wrong != "" {
			return Fault{Column: v[c.value].at + 1, Reason: wrong}
		}
	}
	return Fault{}
}

// k6CSVParser reads the CSV that k6 writes (--out csv), in the same way. Its
// columns are those of the system tags that are on: method and status may be
// missing.
type k6CSVParser struct {
	csvParser
	kinds k6Kinds
}

func newK6CSV(of *reading) parser {
	of.says(meansDuration, k6Metric, "ms")
	return &k6CSVParser{csvParser: *newCSV(of).(*csvParser), kinds: k6Kinds{}}
}

func (p *k6CSVParser) header(line []byte) (bool, Fault) {
	names := strings.Split(string(line), ",")
	if names[0] != k6Header {
		return false, Fault{Column: 1, Reason: "the header does not begin with metric_name, as that of k6 does"}
	}
	p.divider, p.durationUnit = ',', int64(time.Millisecond)
	p.means, p.names = make([]int, len(names)), bytes.Clone(line)
	timed := 0
	for i, name := range names {
		p.means[i] = -1
		if m, ok := map[string]meaning{"timestamp": meansTime, "metric_value": meansDuration, "method": meansClass, "status": meansStatus}[name]; ok {
			p.means[i] = int(m)
			if m == meansTime || m == meansDuration {
				timed++
			} else {
				p.of.says(m, name, "")
			}
		}
	}
	if timed < 2 {
		return false, Fault{Column: 1, Reason: "the header has no columns timestamp and metric_value, as that of k6 does"}
	}
	return true, Fault{}
}

func (p *k6CSVParser) parse(line []byte, r *Record) Fault {
	metric, _, _ := bytes.Cut(line, []byte{','})
	if string(metric) != k6Metric && len(metric) > 0 && isWord(metric) && bytes.IndexByte(metric, ' ') < 0 && !bytes.Equal(line, p.names) {
		return p.kinds.aside(metric)
	}
	f := p.csvParser.parse(line, r)
	if f.Reason == "" && string(metric) != k6Metric {
		return Fault{Column: 1, Reason: "the line is of no metric of k6"}
	}
	return f
}

var k6Stamp = stamping{stampEnd, "k6 stamps a sample of http_req_duration when the response has been read: lib/netext/httpext/tracer.go"}

func nearK6CSV(line []byte) bool { return bytes.HasPrefix(line, []byte("metric_name")) }
