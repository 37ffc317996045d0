package traces

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// twoLines are lines of a common log, and what is expected of them inside each
// wrapper.
var twoLines = []string{
	`192.0.2.1 - - [12/Mar/2024:06:25:24 +0000] "GET /a HTTP/1.1" 200 12 "-" "curl/8"`,
	`192.0.2.2 - - [12/Mar/2024:06:25:25 +0000] "GET /b HTTP/1.1" 404 13 "-" "curl/8"`,
}

func TestWrappersArePeeledOff(t *testing.T) {
	want := recordedRecords(t, mustRead(t, strings.Join(twoLines, "\n")+"\n", Options{Key: 1}))
	for name, around := range map[string]func(line string) string{
		"CRI (containerd, Kubernetes)": func(l string) string { return "2024-03-12T06:25:24.123456789Z stdout F " + l },
		"docker json-file": func(l string) string {
			return fmt.Sprintf(`{"log":%q,"stream":"stdout","time":"2024-03-12T06:25:24.123456789Z"}`, l+"\n")
		},
		"journald JSON": func(l string) string {
			return fmt.Sprintf(`{"__REALTIME_TIMESTAMP":"1710224724000000","_COMM":"nginx","MESSAGE":%q}`, l)
		},
		"Google Cloud Logging JSON": func(l string) string {
			return fmt.Sprintf(`{"logName":"x","textPayload":%q,"timestamp":"2024-03-12T06:25:24Z"}`, l)
		},
		"Elastic Beats JSON": func(l string) string { return fmt.Sprintf(`{"@timestamp":"2024-03-12T06:25:24Z","message":%q}`, l) },
		"kubectl --prefix":   func(l string) string { return "[pod/web-5d4/nginx] " + l },
		"docker compose":     func(l string) string { return "web-1  | " + l },
		"syslog":             func(l string) string { return "<134>Mar 12 06:25:24 lb nginx[77]: " + l },
		"date prefix":        func(l string) string { return "2024-03-12 06:25:24 " + l },
	} {
		var text strings.Builder
		for _, line := range twoLines {
			text.WriteString(around(line) + "\n")
		}
		s := mustRead(t, text.String(), Options{Key: 1})
		require.Equal(t, []string{name}, s.Info().Wrappers)
		require.Equal(t, "clf", s.Info().Format, name)
		require.Equal(t, want, recordedRecords(t, s), name)
	}
	for _, prefix := range []string{"<134>1 2024-03-12T06:25:24.123Z lb nginx 77 - - ", "2024-03-12T06:25:24.1+01:00 lb nginx[77]: ", "Mar 12 06:25:24 lb ", "Mar 12 06:25:24 nginx: "} {
		s := mustRead(t, prefix+twoLines[0]+"\n"+prefix+twoLines[1]+"\n", Options{Key: 1})
		require.Equal(t, []string{"syslog"}, s.Info().Wrappers, prefix)
		require.Equal(t, want, recordedRecords(t, s), prefix)
	}
	nested := fmt.Sprintf(`{"log":%q,"stream":"stdout","time":"2024-03-12T06:25:24Z"}`, "<134>Mar 12 06:25:24 lb nginx: "+twoLines[0]+"\n")
	require.Equal(t, []string{"docker json-file", "syslog"}, mustRead(t, nested+"\n", Options{}).Info().Wrappers)
}

func recordedRecords(t testing.TB, s Source) []format.Record {
	all := readAll(t, s, Span{})
	require.Len(t, all, 2)
	return all
}

func TestALineInPartsIsPutTogether(t *testing.T) {
	line := twoLines[0]
	const prefix = "2024-03-12T06:25:24.1Z stdout "
	s := mustRead(t, prefix+"P "+line[:30]+"\n"+prefix+"P "+line[30:60]+"\n"+prefix+"F "+line[60:]+"\n"+prefix+"F "+twoLines[1]+"\n", Options{Key: 1})
	require.Equal(t, recordedRecords(t, mustRead(t, strings.Join(twoLines, "\n"), Options{Key: 1})), recordedRecords(t, s))
}

// A line that is wrong stays malformed, at its own column, inside a wrapper and
// among messages.
func TestMessagesStandAsideAndMalformedLinesDoNot(t *testing.T) {
	text := strings.Join([]string{
		twoLines[0],
		"2024/03/12 06:25:24 [error] 7#7: *1 connect() failed (111: Connection refused)",
		`{"level":"info","msg":"started","time":"2024-03-12T06:25:25Z"}`,
		`time="2024-03-12T06:25:20Z" level=info msg="loaded"`,
		twoLines[1],
	}, "\n") + "\n"
	l := mustRead(t, text, Options{}).Info().Ledger
	requireIdentity(t, l)
	require.Equal(t, []int64{5, 2, 3}, []int64{l.Read, l.Accepted, l.SetAside})
	require.Equal(t, "1 of nginx's error log, 1 of JSON of an application, 1 of logfmt with a level", l.asideText())

	_, err := ofText([]byte(text+"Once upon a time\n"), Options{})
	require.ErrorContains(t, err, "trace:6:17: the time in brackets is missing (1 malformed line in the file")
	const prefix = "2024-03-12T06:25:24.1Z stdout F "
	_, err = ofText([]byte(prefix+twoLines[0]+"\n"+prefix+twoLines[0]+"\n"+prefix+`192.0.2.1 - - [12/Mar/2024:06:25:24 +0000] "GET /" 2x0 1`+"\n"), Options{})
	require.ErrorContains(t, err, "trace:3:84: the status is neither three digits")
}
