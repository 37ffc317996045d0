package traces

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/sim"
	"failsim/traces/format"
)

// everything has each field at its edges, over three blocks.
// What the description of the compact trace says of sizes.
const (
	blockRecords  = 1 << 14
	headerSize    = 21
	blockHeadSize = 32
	footerSize    = 64
)

func everything() []format.Record {
	var all []format.Record
	for i := range 2*blockRecords + 77 {
		r := format.Record{At: int64(i/3) * second, Requests: 1, Client: sim.Mix(uint64(i)), HasClient: i%5 != 0, Duration: int64(i%4000) - 1,
			Bytes: uint64(i) * uint64(i), ZoneSeconds: -4 * 3600, Class: format.Class(i % 3), Status: uint16(200 + i%2*303)}
		switch i {
		case 7:
			r.Bytes, r.Duration, r.ZoneSeconds, r.Requests = math.MaxUint32, math.MaxInt64-1, 14*3600, 1e15
		case 8:
			r.Status, r.ZoneSeconds = 0, -12*3600
		}
		r.HasBytes = r.HasBytes || r.Bytes > 0
		all = append(all, r)
	}
	return all
}

func compact(t testing.TB, s format.CompactShape, all []format.Record) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := format.NewWriter(&b, s)
	require.NoError(t, err)
	require.Equal(t, format.Class(1), w.Class("GET"))
	require.Equal(t, format.Class(2), w.Class("POST"))
	for i := range all {
		require.NoError(t, w.Write(&all[i]))
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func readAll(t testing.TB, s Source, span Span) []format.Record {
	t.Helper()
	r, err := s.Records(span)
	require.NoError(t, err)
	defer r.Close()
	var all []format.Record
	var one format.Record
	for r.Next(&one) {
		all = append(all, one)
	}
	require.NoError(t, r.Err())
	return all
}

func TestACompactTraceHoldsWhatWasWritten(t *testing.T) {
	want := everything()
	content := compact(t, format.CompactShape{Interval: time.Second}, want)
	s, err := ofText(content, Options{})
	require.NoError(t, err)
	i := s.Info()
	require.Equal(t, "failsim", i.Format)
	require.Equal(t, time.Second, i.Interval)
	require.Equal(t, int64(len(want)), i.Ledger.Accepted)
	require.Equal(t, want, readAll(t, s, Span{}))
	require.Equal(t, content, compact(t, format.CompactShape{Interval: time.Second}, readAll(t, s, Span{})), "the same records, the same bytes")

	r, err := s.Records(Span{})
	require.NoError(t, err)
	defer r.Close()
	require.Equal(t, []string{"", "GET", "POST"}, []string{r.Class(0), r.Class(1), r.Class(2)})
}

func TestACompactTraceIsReadFromAMoment(t *testing.T) {
	all := everything()
	s, err := ofText(compact(t, format.CompactShape{Interval: time.Second}, all), Options{})
	require.NoError(t, err)
	for _, from := range []int64{0, 1, 5000, blockRecords/3 - 1, blockRecords / 3, blockRecords/3 + 1, 10_900, 1 << 30} {
		var want []format.Record
		for _, r := range all {
			if r.At >= from*second && r.At < (from+3)*second {
				want = append(want, r)
			}
		}
		require.Equal(t, want, readAll(t, s, Span{From: time.Unix(from, 0), To: time.Unix(from+3, 0)}))
	}
	r, err := s.Records(Span{From: time.Unix(10_900, 0)})
	require.NoError(t, err)
	defer r.Close()
	require.LessOrEqual(t, len(r.cells.blocks), 2, "blocks that end before are leapt over")
}

func TestACompactTraceIsTheLogThatItWasMadeOf(t *testing.T) {
	log := office(t)
	info := log.Info()
	var b bytes.Buffer
	w, err := format.NewWriter(&b, format.CompactShape{Counts: info.Counts, Interval: info.Interval})
	require.NoError(t, err)
	for _, r := range readAll(t, log, Span{}) {
		r.Class = w.Class("GET")
		require.NoError(t, w.Write(&r))
	}
	require.NoError(t, w.Close())
	s, err := ofText(b.Bytes(), Options{Key: 1})
	require.NoError(t, err)
	for _, window := range []Window{{}, {Whole: true}, {Clock: 12 * time.Hour, Length: 26 * time.Hour}} {
		want := play(t, log, window)
		for i := range want {
			want[i].Object = 0 // a compact trace leaves it out
		}
		require.Equal(t, want, play(t, s, window), "it replays to the nanosecond")
	}
	require.Equal(t, info.First.String(), s.Info().First.String())
	require.Equal(t, info.Minutes, s.Info().Minutes)
}

func TestACompactTraceOfCountsKeepsItsIntervals(t *testing.T) {
	want := []format.Record{{At: 0, Requests: 5, Duration: format.NoDuration}, {At: 120 * second, Requests: 7, Duration: format.NoDuration}}
	s, err := ofText(compact(t, format.CompactShape{Counts: true, Interval: time.Minute}, want), Options{})
	require.NoError(t, err)
	require.Equal(t, want, readAll(t, s, Span{}))
	require.True(t, s.Info().Counts)
	require.Equal(t, time.Minute, s.Info().Interval)
	require.Equal(t, 3*time.Minute, func() time.Duration { i := s.Info(); return i.Span() }())
}

func TestADamagedCompactTraceIsRefusedWithTheOffset(t *testing.T) {
	whole := compact(t, format.CompactShape{Interval: time.Second}, everything())
	damaged := func(at int) []byte {
		b := bytes.Clone(whole)
		b[at] ^= 4
		return b
	}
	for _, c := range []struct {
		name    string
		content []byte
		message string
	}{
		{"cut in the magic", whole[:7], "trace: at byte 7: the compact trace is cut short"},
		{"cut behind the header", whole[:headerSize], "trace: at byte 21: the compact trace is cut short"},
		{"cut in the middle", whole[:len(whole)/2], "the compact trace is cut short: its end is missing"},
		{"cut by one byte", whole[:len(whole)-1], "the compact trace is cut short: its end is missing"},
		{"of another version", damaged(7), "trace: at byte 7: the compact trace is of version 5; this failsim reads version 1"},
		{"with a damaged header", damaged(10), "trace: at byte 8: the checksum of the header is wrong"},
		{"with a damaged block", damaged(headerSize + blockHeadSize + 100), "trace: at byte 21: the checksum of block 0 is wrong"},
		{"with a damaged block head", damaged(headerSize + 8), "trace: at byte 21: the head of block 0 makes no sense"},
		{"with a damaged index", damaged(len(whole) - footerSize - 3), "the checksum of the index is wrong"},
		{"with a damaged end", damaged(len(whole) - footerSize + 17), "the index of the compact trace makes no sense"},
		{"with a damaged sum", damaged(len(whole) - 20), "the checksum of the whole compact trace is wrong"},
		{"packed once more", gzipped(t, string(whole)), "trace: the compact trace is packed with gzip once more"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ofText(c.content, Options{})
			require.ErrorContains(t, err, c.message)
			var input *format.InputError
			require.ErrorAs(t, err, &input)
		})
	}
	for at := 0; at < len(whole); at += 1 + len(whole)/400 {
		_, err := ofText(damaged(at), Options{Format: "failsim"})
		require.Error(t, err, "a bit that flips at byte %d is found", at)
	}
}

func TestAWriterRefusesWhatIsNoTrace(t *testing.T) {
	w, err := format.NewWriter(&strings.Builder{}, format.CompactShape{Interval: time.Second})
	require.NoError(t, err)
	require.NoError(t, w.Write(&format.Record{At: 5, Requests: 1}))
	require.EqualError(t, w.Write(&format.Record{At: 4, Requests: 1}), "traces: record 1, at 4 ns, does not follow the one at 5 ns")
	require.EqualError(t, w.Write(&format.Record{At: 5, Requests: -1}), "traces: record 1 holds -1 requests")
	require.NoError(t, w.Close())
	require.EqualError(t, w.Write(&format.Record{At: 6}), "traces: the writer is closed")
	_, err = format.NewWriter(&strings.Builder{}, format.CompactShape{})
	require.Error(t, err)
}
