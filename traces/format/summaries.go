package format

import "bytes"

// Load tools write a summary of a test more readily than its requests. It looks
// like results and holds none, so it is told apart, with the way to get them.

// summaries are those that are known, by what stands in their first lines.
var summaries = []struct {
	of    string
	signs []string
	cure  string
}{
	{"oha", []string{`"successRate"`, `"requestsPerSec"`}, "oha --output-format csv writes the requests"},
	{"oha", []string{"Success rate:", "Requests/sec:"}, "oha --output-format csv writes the requests"},
	{"hey", []string{"Summary:", "Slowest:", "Requests/sec:"}, "hey -o csv writes the requests"},
	{"k6", []string{`"http_req_duration"`, `"root_group"`}, "k6 run --out csv=FILE writes the requests"},
	{"k6", []string{`"metrics"`, `"http_req_duration"`, `"contains"`}, "k6 run --out csv=FILE writes the requests"},
	{"vegeta", []string{`"latencies"`, `"throughput"`, `"status_codes"`}, "what vegeta attack writes has the requests"},
	{"vegeta", []string{"[total, rate"}, "what vegeta attack writes has the requests"},
	{"wrk", []string{"Running ", " test @ ", " threads and "}, "wrk does not keep them; k6, vegeta, oha and hey do"},
	{"ApacheBench", []string{"This is ApacheBench"}, "ab does not keep their status; k6, vegeta, oha and hey do"},
	{"Locust", []string{"Request Count", "Failure Count", "Median Response Time"}, "Locust does not keep them; k6, vegeta, oha and hey do"},
	{"JMeter", []string{"# Samples", "Average", "Error %"}, "jmeter -l FILE writes the samples"},
}

// summaryOf says which tool's summary the lines are, and what to do; or "".
func summaryOf(lines [][]byte) string {
	text := bytes.Join(lines, []byte{'\n'})
	for _, s := range summaries {
		all := true
		for _, sign := range s.signs {
			all = all && bytes.Contains(text, []byte(sign))
		}
		if all {
			return "the file is a summary by " + s.of + ", which describes no single request; " + s.cure
		}
	}
	return ""
}
