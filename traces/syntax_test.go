package traces

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

func TestLinesOfOnesOwnFormat(t *testing.T) {
	at := time.Date(2024, 3, 12, 6, 25, 24, 0, time.UTC).UnixNano()
	for _, c := range []struct {
		name, line string
		o          Options
		at         int64
		took       time.Duration
		status     uint16
		class      string
	}{
		{"nginx, as the configuration has it", `[12/Mar/2024:06:25:24 +0000] 192.0.2.1 "GET /a?b=\"c\" HTTP/1.1" 200 12 0.400 up=10.0.0.1:80, 10.0.0.2:80`,
			Options{LogFormat: "log_format main '[$time_local] $remote_addr \"$request\" '\n    '$status $body_bytes_sent $request_time up=$upstream_addr';"},
			at, 400 * time.Millisecond, 200, "GET"},
		{"nginx, of JSON", `{"t":"2024-03-12T06:25:24+00:00","c":"192.0.2.1","m":"GET","s":499,"b":0,"rt":2.000}`,
			Options{LogFormat: `{"t":"$time_iso8601","c":"$remote_addr","m":"$request_method","s":$status,"b":$body_bytes_sent,"rt":$request_time}`},
			at - 2e9, 2 * time.Second, 499, "GET"},
		{"Apache, in microseconds", `192.0.2.1 - - [12/Mar/2024:06:25:24 +0000] 18598 "POST /a HTTP/1.1" 503 - "-" "curl/8"`,
			Options{LogFormat: `LogFormat "%h %l %u %t %D \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\"" timed`},
			at, 18598 * time.Microsecond, 503, "POST"},
		{"Apache, in seconds and microseconds", `192.0.2.1 [12/Mar/2024:06:25:24 +0000] "GET / HTTP/1.1" 200 1/1018598`,
			Options{LogFormat: `%a %t "%r" %>s %T/%D`}, at, 1018598 * time.Microsecond, 200, "GET"},
		{"HAProxy", `192.0.2.1:4711 [12/Mar/2024:06:25:24.000] web 0/0/1/20/21 -1 0 CD-- {a b} "GET / HTTP/1.1"`,
			Options{LogFormat: `log-format "%ci:%cp [%tr] %ft %TR/%Tw/%Tc/%Tr/%Ta %ST %B %tsc %hr %{+Q}r"`},
			at, 21 * time.Millisecond, 499, "GET"},
		{"Envoy", `[2024-03-12T06:25:24.000Z] GET /a 0 DC 36 "192.0.2.1"`,
			Options{LogFormat: `[%START_TIME%] %REQ(:METHOD)% %REQ(:PATH)% %RESPONSE_CODE% %RESPONSE_FLAGS% %DURATION% "%REQ(X-FORWARDED-FOR)%"`},
			at, 36 * time.Millisecond, 499, "GET"},
		{"a pattern", `at=2024-03-12T06:25:24Z who=192.0.2.1 GET took 36`,
			Options{Pattern: `^at=(?P<time>\S+) who=(?P<client>\S+) (?P<method>\w+) took (?P<duration_ms>\d+)`}, at, 36 * time.Millisecond, 0, "GET"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := mustRead(t, c.line+"\n", c.o)
			r, err := s.Records(Span{})
			require.NoError(t, err)
			defer r.Close()
			var one format.Record
			require.True(t, r.Next(&one))
			require.Equal(t, []any{c.at, int64(c.took), c.status, c.class, true}, []any{one.At, one.Duration, one.Status, r.Class(one.Class), one.HasClient})
			_, err = ofText([]byte(c.line+"\nOnce upon a time\n"), c.o)
			require.ErrorContains(t, err, "trace:2:", "what does not fit is malformed")
		})
	}
	for message, o := range map[string]Options{
		"--log-format: no variable of nginx":                         {LogFormat: "of my own"},
		"--log-format: nothing stands between $status and $msec":     {LogFormat: "$remote_addr $status$msec"},
		"--log-format: the format has no variable for the time":      {LogFormat: "$remote_addr $status"},
		"--pattern is no regular expression":                         {Pattern: "(a"},
		"no group of --pattern is named time":                        {Pattern: "(?P<client>a)"},
		"one of --format, --pattern and --log-format says how lines": {Pattern: "(?P<time>a)", LogFormat: "$msec"},
	} {
		_, err := ofText([]byte(goodLine), o)
		require.ErrorContains(t, err, message)
	}
}

// The reason is that of the one format that is near, with an example made of
// the user's own line: names of fields and numbers of words, no values.
func TestTheReasonOfANearFormatIsNotHidden(t *testing.T) {
	for line, message := range map[string]string{
		`{"when_it_was":"2024-03-12T06:25:24Z","peer":"192.0.2.1","code_of":200,"took":12}`: "trace:1:1: the line is nearly of the format jsonl, but no column is called as a time usually is; say which: --fields time=COLUMN; by what stands in it: --fields time=when_it_was,client=peer,status=code_of,duration=took:ms",
		`192.0.2.1 - - [12/Mar/2024:06:25:24 +0000] "GET / HTTP/1.1" two 1`:                 "trace:1:61: the line is nearly of the format clf, but the status is neither three digits",
		"#Fields: date c-ip\n2024-03-12 192.0.2.1":                                          "trace:2:1: #Fields names no column time",
		"metric_name,value,x\nhttp_req_duration,1,2":                                        "the line is nearly of the format k6-csv, but the header has no columns timestamp and metric_value",
		`app1 2024-03-12T06:25:24Z 192.0.2.1:80 "GET / HTTP/1.1" 200 x`:                     "none of the first 1 lines is of a known trace format; by what stands in it: --fields time=2,client=3,class=4,status=5",
	} {
		_, err := ofText([]byte(line+"\n"), Options{})
		require.ErrorContains(t, err, message)
		require.NotContains(t, err.Error(), "192.0.2")
	}
}
