package traces

import (
	"bufio"
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// busyLines writes 100,000 lines of a format, 40 a second.
func busyLines(line func(i int, at time.Time) string) []byte {
	var text bytes.Buffer
	start := time.Date(2024, 5, 6, 7, 0, 0, 0, time.UTC)
	for i := range 100_000 {
		text.WriteString(line(i, start.Add(time.Duration(i)*25*time.Millisecond)))
	}
	return text.Bytes()
}

var busyFormats = []struct {
	format, header string
	line           func(i int, at time.Time) string
}{
	{"clf", "", func(i int, at time.Time) string {
		return fmt.Sprintf("host%d.example.org - - [%s] \"GET /images/logo%d.gif HTTP/1.0\" 200 %d\n", i%977, at.Format("02/Jan/2006:15:04:05 -0700"), i%53, i%4099)
	}},
	{"clf", "", func(i int, at time.Time) string {
		return fmt.Sprintf("192.0.2.%d - - [%s] \"GET /api/items/%d?page=2 HTTP/1.1\" 200 %d \"https://example.org/\" \"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\" 0.%03d\n",
			i%251, at.Format("02/Jan/2006:15:04:05 -0700"), i%53, i%4099, i%997)
	}},
	{"aws-elb", "", func(i int, at time.Time) string {
		return fmt.Sprintf("https %s app/lb/50dc6c495c0c9188 192.0.2.%d:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 %d \"GET https://www.example.com:443/a/%d HTTP/1.1\" \"curl/7.46.0\" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:x \"Root=1-58337281\" \"www.example.com\"\n",
			at.Format("2006-01-02T15:04:05.000000Z"), i%251, i%4099, i)
	}},
	{"w3c", "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken\n", func(i int, at time.Time) string {
		return fmt.Sprintf("%s 10.0.0.1 GET /default.aspx id=%d 443 - 192.0.2.%d Mozilla/5.0+(Windows+NT) 200 0 0 %d\n", at.Format(time.DateTime), i, i%251, i%997)
	}},
	{"jsonl", "", func(i int, at time.Time) string {
		return fmt.Sprintf("{\"time_iso8601\":\"%s\",\"remote_addr\":\"192.0.2.%d\",\"request_method\":\"GET\",\"request_uri\":\"/a/%d?b=c\",\"status\":200,\"body_bytes_sent\":%d,\"request_time\":0.%03d,\"http_user_agent\":\"Mozilla/5.0 (X11; Linux x86_64)\"}\n",
			at.Format(time.RFC3339), i%251, i%53, i%4099, i%997)
	}},
	{"csv", "timestamp,client_ip,method,path,status,bytes,duration_ms\n", func(i int, at time.Time) string {
		return fmt.Sprintf("%s,192.0.2.%d,GET,/a/%d,200,%d,%d.5\n", at.Format("2006-01-02T15:04:05.000Z"), i%251, i%53, i%4099, i%997)
	}},
}

// BenchmarkRead reads lines of each format into records, and in the same run
// cuts them with bufio.Scanner: the ratio is what parsing costs beside reading.
func BenchmarkRead(b *testing.B) {
	for _, c := range busyFormats {
		text := append([]byte(c.header), busyLines(c.line)...)
		b.Run(fmt.Sprintf("%s of %d bytes", c.format, len(text)/100_000), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			var plain time.Duration
			for b.Loop() {
				b.StopTimer()
				start := time.Now()
				for s := bufio.NewScanner(bytes.NewReader(text)); s.Scan(); {
				}
				plain += time.Since(start)
				b.StartTimer()
				if n := recordsOf(b, c.format, text); n != 100_000 {
					b.Fatalf("%d records", n)
				}
			}
			b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mlines/s")
			b.ReportMetric(b.Elapsed().Seconds()/plain.Seconds(), "x-plain")
		})
	}
}

// rowsOf begins to read lines of a format.
func rowsOf(t testing.TB, name string, text []byte) *rows {
	o := Options{Format: name}
	open := func() *format.Input {
		in, err := format.Unpack(newContent(bytes.NewReader(text), int64(len(text)), nil))
		require.NoError(t, err)
		return in
	}
	found, err := format.Detect(open(), o.toRead(), nil)
	require.NoError(t, err)
	r, err := found.Open(open(), o.toRead(), format.NewClasses())
	require.NoError(t, err)
	return newRows(r, &o)
}

// recordsOf counts the records of such lines.
func recordsOf(t testing.TB, name string, text []byte) (n int) {
	w := rowsOf(t, name, text)
	var r format.Record
	for fault, ok := w.next(&r); ok; fault, ok = w.next(&r) {
		if fault.Reason != "" {
			t.Fatal(fault.Reason)
		}
		n++
	}
	require.NoError(t, w.Failure())
	return n
}

func TestARecordAllocatesNothing(t *testing.T) {
	for _, c := range busyFormats {
		w := rowsOf(t, c.format, append([]byte(c.header), busyLines(c.line)...))
		var r format.Record
		for range 1000 { // until the buffers have their size, and the fields are found
			_, ok := w.next(&r)
			require.True(t, ok)
		}
		require.Zero(t, testing.AllocsPerRun(20_000, func() { w.next(&r) }), c.format)
	}
}
