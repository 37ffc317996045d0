package traces

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/sim"
	"failsim/traces/format"
)

// crowded is a log of one second with many requests.
func crowded(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "host - - [30/Aug/1995:12:00:00 -0400] \"GET / HTTP/1.0\" 200 %d\n", i)
	}
	fmt.Fprintln(&b, `host - - [30/Aug/1995:12:00:01 -0400] "GET / HTTP/1.0" 200 1000000`)
	return b.String()
}

func spreadAs(t *testing.T, how string, text string) []request.Arrival {
	t.Helper()
	spread, err := SpreadNamed(how)
	require.NoError(t, err)
	s, err := ofText([]byte(text), Options{Key: 3, Spread: spread})
	require.NoError(t, err)
	all := play(t, s, Window{Whole: true})
	requireOrdered(t, all)
	return all
}

func TestRequestsOfASecondAreSpreadAsAsked(t *testing.T) {
	const n = 2000
	text := crowded(n)
	sorted, uniform, burst := spreadAs(t, "", text), spreadAs(t, "uniform", text), spreadAs(t, "burst", text)
	require.Equal(t, sorted, spreadAs(t, "sorted", text))
	require.Equal(t, sorted, spreadAs(t, "poisson", text), "given their number, Poisson arrivals are sorted uniform draws")

	inLineOrder := func(all []request.Arrival) (pairs int) {
		for i := 1; i < n; i++ {
			if all[i].Bytes > all[i-1].Bytes {
				pairs++
			}
		}
		return pairs
	}
	require.Equal(t, n-1, inLineOrder(sorted), "the order of the lines is kept")
	require.InDelta(t, n/2, inLineOrder(uniform), 4*math.Sqrt(n/12.0), "it is not: half of the neighbours stand the other way round")
	var bytes [2]int
	for i := range n {
		require.Equal(t, sorted[i].At, uniform[i].At, "but the times are the same")
		require.Zero(t, burst[i].At, "all at once")
		bytes[0], bytes[1] = bytes[0]+int(sorted[i].Bytes), bytes[1]+int(uniform[i].Bytes)
	}
	require.Equal(t, bytes[0], bytes[1], "and each request is played once")
	require.Equal(t, n-1, inLineOrder(burst))

	_, err := SpreadNamed("pois")
	require.EqualError(t, err, `unknown way to spread requests "pois"; did you mean "poisson"? (known: sorted, poisson, uniform, burst)`)
}

func TestCountsAreSpreadOrKeptAsBursts(t *testing.T) {
	text := "epoch,requests\n0,500\n60,1\n"
	burst, err := ofText([]byte(text), Options{Key: 3, Spread: SpreadBurst})
	require.NoError(t, err)
	all := play(t, burst, Window{Whole: true})
	require.Equal(t, sim.Time(0), all[499].At)
	require.Equal(t, sim.Time(time.Minute), all[500].At)
}

func TestALogRunsThroughDaylightSaving(t *testing.T) {
	// America/New_York went from -0500 to -0400 on 10 March 2024 at 07:00 UTC.
	var b strings.Builder
	for hour := -24; hour < 72; hour++ {
		zone := format.Zone(-5 * 3600)
		if hour >= 7 {
			zone = format.Zone(-4 * 3600)
		}
		at := time.Date(2024, 3, 10, hour, 0, 0, 0, time.UTC).In(zone)
		fmt.Fprintf(&b, "host - - [%s] \"GET / HTTP/1.0\" 200 %d\n", at.Format("02/Jan/2006:15:04:05 -0700"), at.Hour())
	}
	s, err := ofText([]byte(b.String()), Options{})
	require.NoError(t, err)
	i := s.Info()
	require.Len(t, i.Offsets, 2)
	require.Equal(t, int32(-4*3600), i.Offsets[1].Seconds)
	require.Zero(t, i.OutOfOrder)
	require.Equal(t, "2024-03-12T19:00:00-04:00", i.Last.Format(time.RFC3339))
	require.Equal(t, int64(4), i.PerMinute[12*60], "noon is at noon on each side")
	require.Equal(t, int64(3), i.PerMinute[2*60], "two o'clock did not come on 10 March")
	for _, day := range []int{9, 10, 11} {
		e, err := s.Extent(Window{From: time.Date(2024, 3, day, 16, 30, 0, 0, time.UTC), Clock: 18 * time.Hour, Length: time.Hour})
		require.NoError(t, err)
		require.Equal(t, 18, e.Start.Hour(), "aligned by the clock of that day")
		require.Equal(t, uint32(18), play(t, s, Window{From: time.Date(2024, 3, day, 16, 30, 0, 0, time.UTC), Clock: 18 * time.Hour, Length: time.Hour})[0].Bytes)
	}
}

func TestTimesWithoutAZoneAreOfTheClockThatIsNamed(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	// Berlin went back from 03:00 +0200 to 02:00 +0100 on 27 October 2024.
	var b strings.Builder
	b.WriteString("period,count\n")
	start := time.Date(2024, 10, 26, 22, 0, 0, 0, time.UTC)
	var want []int64
	for i := range 30 * 4 {
		at := start.Add(time.Duration(i) * 15 * time.Minute)
		want = append(want, at.UnixNano())
		fmt.Fprintf(&b, "%s,%d\n", at.In(berlin).Format(time.DateTime), i)
	}
	s, err := ofText([]byte(b.String()), Options{Zone: berlin})
	require.NoError(t, err)
	var got []int64
	for _, r := range readAll(t, s, Span{}) {
		got = append(got, r.At)
	}
	require.Equal(t, want, got, "each of the two hours at its own moment")
	require.Equal(t, int64(8), s.Info().AmbiguousTimes)
	require.Equal(t, 15*time.Minute, s.Info().Interval)
	require.Len(t, s.Info().Offsets, 2)

	_, err = ofText([]byte("period,count\n2024-03-31 01:45:00,1\n2024-03-31 02:15:00,1\n"), Options{Zone: berlin})
	require.ErrorContains(t, err, "trace:3:1: the clock of the time zone never showed this time: daylight saving skips it")
}

func TestStatusesAreKeptByMinute(t *testing.T) {
	text := `h - - [30/Aug/1995:12:00:00 -0400] "GET / HTTP/1.0" 200 1
h - - [30/Aug/1995:12:00:59 -0400] "GET / HTTP/1.0" 503 1
h - - [30/Aug/1995:12:01:00 -0400] "GET / HTTP/1.0" 404 1
h - - [30/Aug/1995:12:00:58 -0400] "GET / HTTP/1.0" - 1
`
	s, err := ofText([]byte(text), Options{})
	require.NoError(t, err)
	at := time.Date(1995, 8, 30, 16, 0, 0, 0, time.UTC).UnixNano()
	require.Equal(t, []Minute{
		{At: at, Requests: 3, ByStatus: [6]int64{0: 1, 2: 1, 5: 1}},
		{At: at + minuteWidth, Requests: 1, ByStatus: [6]int64{4: 1}},
	}, s.Info().Minutes)
}

func TestFieldsAreReadFromText(t *testing.T) {
	f, err := format.ParseFields("time=ts:ms,client=request.ip,class=route,bytes=size,duration=took:s,status=code,count=n")
	require.NoError(t, err)
	require.Equal(t, format.Fields{Time: "ts", Client: "request.ip", Class: "route", Bytes: "size", Duration: "took", Status: "code", Count: "n",
		TimeUnit: time.Millisecond, DurationUnit: time.Second}, f)
	f, err = format.ParseFields("time=a:b")
	require.NoError(t, err)
	require.Equal(t, "a:b", f.Time, "a colon may stand in a name")
	for text, message := range map[string]string{
		"time":          `"time" does not say which column it is: write time=COLUMN`,
		"tme=x":         `unknown meaning of a column "tme"; did you mean "time"? (known: time, client, class, bytes, duration, status, count)`,
		"time=a,time=b": "time is given twice",
	} {
		_, err := format.ParseFields(text)
		require.EqualError(t, err, message)
	}
}

func TestCountsAreReadFromNamedColumns(t *testing.T) {
	text := "site,when,hits\na,2024-01-01 00:00:00,5\na,2024-01-01 00:01:00,7\n"
	f, err := format.ParseFields("time=when,count=hits")
	require.NoError(t, err)
	s, err := ofText([]byte(text), Options{Fields: f})
	require.NoError(t, err)
	require.Equal(t, int64(12), s.Info().Requests)
	require.True(t, s.Info().Counts)
	require.Equal(t, time.Minute, s.Info().Interval)
}

func TestColumnsOfAFileWithoutAHeaderAreCounted(t *testing.T) {
	f, err := format.ParseFields("time=2,client=1,status=3")
	require.NoError(t, err)
	s, err := ofText([]byte("a,1700000000,200\nb,1700000001,500\n"), Options{Fields: f})
	require.NoError(t, err)
	require.Equal(t, int64(2), s.Info().Requests)
	require.Zero(t, s.Info().Ledger.Header)
	require.Equal(t, uint16(500), readAll(t, s, Span{})[1].Status)
}
