package traces

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// inFormat writes records as a format, and reports what got lost.
func inFormat(t testing.TB, name string, s format.CompactShape, all []format.Record, class func(format.Class) string) (string, []string) {
	t.Helper()
	target, err := format.TargetNamed(name)
	require.NoError(t, err)
	var b bytes.Buffer
	out, err := target.Open(&b, s)
	require.NoError(t, err)
	for i := range all {
		require.NoError(t, out.Write(&all[i], class(all[i].Class)))
	}
	require.NoError(t, out.Close())
	return b.String(), out.Lost()
}

func classNames(names ...string) func(format.Class) string {
	return func(c format.Class) string { return names[c] }
}

// two are a request that says all and one that says only when it came.
func two() ([]format.Record, func(format.Class) string) {
	return []format.Record{
		{At: 1_700_000_000*second + 25e7, Requests: 1, Client: 0xab, HasClient: true, Duration: 1_234_500_000, Bytes: 99, HasBytes: true, Status: 404, Class: 1, ZoneSeconds: -16200},
		{At: 1_700_000_001 * second, Requests: 1, Duration: format.NoDuration},
	}, classNames("", `say "a, b"`)
}

func TestEachFormatWritesWhatItCanHoldAndNamesTheRest(t *testing.T) {
	all, class := two()
	for _, c := range []struct {
		target, text string
		lost         []string
	}{
		{"clf", `00000000000000ab - - [14/Nov/2023:17:43:20 -0430] "GET /say%20%22a,%20b%22 HTTP/1.1" 404 99 "-" "-" 1.234500
- - - [14/Nov/2023:22:13:21 +0000] "-" - -
`, []string{"fractions of the second (1 record)", "classes that are neither a method nor a path: written as a path (1 record)"}},
		{"csv", `time,client,class,bytes,duration_s,status
2023-11-14T17:43:20.25-04:30,00000000000000ab,"say ""a, b""",99,1.2345,404
2023-11-14T22:13:21Z,,,,,
`, nil},
		{"jsonl", `{"time":"2023-11-14T17:43:20.25-04:30","client":"00000000000000ab","class":"say \"a, b\"","bytes":99,"duration_s":1.2345,"status":404}
{"time":"2023-11-14T22:13:21Z","bytes":null}
`, nil},
		{"counts-1s", "epoch,requests\n1700000000,1\n1700000001,1\n",
			[]string{"the local clock: read it with --zone (1 record)", "clients (1 record)", "classes (1 record)", "bytes (1 record)", "durations (1 record)", "statuses (1 record)"}},
		{"counts-1m", "epoch,requests\n1699999980,2\n1700000040,0\n",
			[]string{"the local clock: read it with --zone (1 record)", "clients (1 record)", "classes (1 record)", "bytes (1 record)", "durations (1 record)", "statuses (1 record)"}},
	} {
		t.Run(c.target, func(t *testing.T) {
			text, lost := inFormat(t, c.target, format.CompactShape{Interval: 1}, all, class)
			require.Equal(t, c.text, text)
			require.Equal(t, c.lost, lost)
		})
	}
	content, lost := inFormat(t, "compact", format.CompactShape{Interval: 1}, all, class)
	require.Empty(t, lost)
	s, err := ofText([]byte(content), Options{})
	require.NoError(t, err)
	require.Equal(t, all, readAll(t, s, Span{}))
}

func TestACommonLogSaysNoMoreThanTheTraceDid(t *testing.T) {
	all := make([]format.Record, 3)
	for i := range all {
		all[i] = format.Record{At: int64(1_700_000_000+i) * second, Requests: 1, Class: format.Class(i), Duration: format.NoDuration}
	}
	text, lost := inFormat(t, "clf", format.CompactShape{Interval: time.Second}, all, classNames("", "CHECKOUT", "/api/x"))
	require.Equal(t, []string{"the methods of requests whose class is a path: written as GET, --fields class=path:9 reads the paths (1 record)"}, lost)
	for fields, want := range map[string][]string{"method": {"", "CHECKOUT", "GET"}, "path:9": {"", "/", "/api/x"}} {
		s, err := ofText([]byte(text), Options{Fields: format.Fields{Class: fields}})
		require.NoError(t, err)
		records, err := s.Records(Span{})
		require.NoError(t, err)
		var got []string
		var r format.Record
		for records.Next(&r) {
			got = append(got, records.Class(r.Class))
			require.Zero(t, r.Bytes)
			require.Zero(t, r.Status)
		}
		require.NoError(t, records.Close())
		require.Equal(t, want, got, fields)
	}
}

func TestAFormatThatIsNotKnownIsRefusedWithTheNearest(t *testing.T) {
	_, err := format.TargetNamed("cfl")
	require.EqualError(t, err, `unknown format to write "cfl"; did you mean "clf"? (known: compact, clf, csv, jsonl, counts, counts-1s, counts-1m)`)
}

func TestWhatIsWrittenIsReadAgainAsTheSameTrace(t *testing.T) {
	log := office(t)
	records, err := log.Records(Span{})
	require.NoError(t, err)
	defer records.Close()
	all := readAll(t, log, Span{})
	for _, name := range []string{"compact", "clf"} {
		text, lost := inFormat(t, name, format.CompactShape{Interval: time.Second}, all, func(c format.Class) string { return "GET" })
		require.Empty(t, lost)
		again, err := ofText([]byte(text), Options{})
		require.NoError(t, err)
		want, got := log.Info(), again.Info()
		require.Equal(t, want.Minutes, got.Minutes, name)
		require.Equal(t, want.First.String(), got.First.String())
		require.Equal(t, want.Last.String(), got.Last.String())
		other := readAll(t, again, Span{})
		require.Equal(t, clientsOf(all), clientsOf(other), "as many requests of each client, whatever it is called")
		for i := range all {
			require.Equal(t, []any{all[i].Bytes, all[i].Status, all[i].ZoneSeconds}, []any{other[i].Bytes, other[i].Status, other[i].ZoneSeconds})
		}
	}
	text, _ := inFormat(t, "counts-1s", format.CompactShape{Interval: time.Second}, all, classNames("", "GET"))
	again, err := ofText([]byte(text), Options{})
	require.NoError(t, err)
	require.Equal(t, log.Info().Requests, again.Info().Requests)
	require.Equal(t, time.Second, again.Info().Interval, "though the log has no two requests in adjacent seconds")
}

// clientsOf numbers clients by first appearance.
func clientsOf(all []format.Record) []int {
	number := map[uint64]int{}
	var list []int
	for _, r := range all {
		if _, ok := number[r.Client]; !ok {
			number[r.Client] = len(number)
		}
		list = append(list, number[r.Client])
	}
	return list
}

func TestCountsAreNotMadeFinerThanTheyAre(t *testing.T) {
	target, err := format.TargetNamed("counts-1s")
	require.NoError(t, err)
	_, err = target.Open(&strings.Builder{}, format.CompactShape{Counts: true, Interval: time.Minute})
	require.EqualError(t, err, "counts by 1s cannot be made of a trace whose stamps are of 1m0s")
}

func TestCountsAreExpandedToRequestsThatComeWithinTheirInterval(t *testing.T) {
	s, err := ofText([]byte("epoch,requests\n120,3\n180,0\n240,2\n"), Options{Key: 7})
	require.NoError(t, err)
	stream, err := Expand(s, Span{})
	require.NoError(t, err)
	var minutes []int64
	last := int64(0)
	for _, r := range drained(t, stream) {
		require.GreaterOrEqual(t, r.At, last)
		require.Equal(t, int64(1), r.Requests)
		last = r.At
		minutes = append(minutes, r.At/minuteWidth)
	}
	require.Equal(t, []int64{2, 2, 2, 4, 4}, minutes)
}

func drained(t testing.TB, s Stream) []format.Record {
	t.Helper()
	var all []format.Record
	var r format.Record
	for s.Next(&r) {
		all = append(all, r)
	}
	require.NoError(t, s.Err())
	require.NoError(t, s.Close())
	return all
}
