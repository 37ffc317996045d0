package traces

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// A server that answered nothing for ten seconds, to one client a second, logs
// all of them at once when it wakes. Arrivals are one a second all the same.
func TestAServerThatHungIsNoHoleInTheArrivals(t *testing.T) {
	var log strings.Builder
	wake := time.Date(2024, 3, 12, 6, 25, 40, 0, time.UTC)
	for i := range 30 {
		at, took := wake.Add(time.Duration(i-20)*time.Second), time.Duration(0)
		if i >= 10 && i < 20 {
			took = wake.Sub(at)
		}
		fmt.Fprintf(&log, "192.0.2.%d - - [%s] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\" %.3f\n", i, at.Add(took).Format("02/Jan/2006:15:04:05 -0700"), took.Seconds())
	}
	seconds := func(o Options) (all []int64) {
		for _, r := range readAll(t, mustRead(t, log.String(), o), Span{}) {
			all = append(all, (r.At-wake.UnixNano())/second)
		}
		return all
	}
	var want []int64
	for i := range int64(30) {
		want = append(want, i-20)
	}
	require.Equal(t, want, seconds(Options{}), "three decimals behind the quotes are nginx's, which stamps the end")
	require.NotEqual(t, want, seconds(Options{Stamp: format.StampAtStart}), "--stamp start overrides")
	info := mustRead(t, log.String(), Options{}).Info()
	require.Equal(t, "end", info.Stamp.At)
	require.Contains(t, info.Stamp.Why, "nginx's $request_time")
	require.Equal(t, int64(10), info.Stamp.Shifted)
}

func TestWhatNumbersBehindTheQuotesAre(t *testing.T) {
	for tail, want := range map[string]struct {
		took time.Duration // -1: not known
		at   string
	}{
		`"-" "curl/8" 0.123`:             {123 * time.Millisecond, "end"},
		`"-" "curl/8" "-" "0.123"`:       {123 * time.Millisecond, "end"},
		`"-" "curl/8" rt=1.500 uct="-"`:  {1500 * time.Millisecond, "end"},
		`"-" "curl/8" 563 0.102 [a] "b"`: {-1, "unknown"},
		`"-" "curl/8" 563 0.102 [a]`:     {102 * time.Millisecond, "end"},
		`"-" "curl/8" 3.41`:              {-1, "unknown"},
		`"-" "curl/8" 12ms`:              {12 * time.Millisecond, "unknown"},
		`"-" "curl/8" 0.123456`:          {123456 * time.Microsecond, "start"},
		`"-" "curl/8" 18598`:             {-1, "start"},
		`"-" "curl/8"`:                   {-1, "unknown"},
	} {
		s := mustRead(t, `192.0.2.1 - - [12/Mar/2024:06:25:24 +0000] "GET / HTTP/1.1" 200 1 `+tail+"\n", Options{})
		r := readAll(t, s, Span{})[0]
		require.Equal(t, int64(want.took), r.Duration, tail)
		require.Equal(t, want.at, s.Info().Stamp.At, tail)
	}
	fields, err := format.ParseFields("duration=last:us")
	require.NoError(t, err)
	r := readAll(t, mustRead(t, `192.0.2.1 - - [12/Mar/2024:06:25:24 +0000] "GET / HTTP/1.1" 200 1 "-" "curl/8" 18598`+"\n", Options{Fields: fields}), Span{})[0]
	require.Equal(t, 18598*time.Microsecond, time.Duration(r.Duration))
}

// What has no answer is a failure, and what a client broke off is neither.
func TestRequestsWithoutAnAnswerFail(t *testing.T) {
	var log strings.Builder
	for i := range 120 {
		status := []string{"200", "000", "499"}[i%3]
		fmt.Fprintf(&log, "host%d - - [12/Mar/2024:06:25:%02d +0000] \"GET / HTTP/1.1\" %s 1\n", i, i/2, status)
	}
	info := mustRead(t, log.String(), Options{}).Info()
	require.Equal(t, []Minute{{At: info.Minutes[0].At, Requests: 120, ByStatus: [6]int64{2: 40}, NoAnswer: 40, HungUp: 40}}, info.Minutes)
	failing := info.Failing()
	require.Len(t, failing, 1)
	require.Equal(t, []int64{80, 40}, []int64{failing[0].Requests, failing[0].Failed})
}
