package conform

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"failsim/cmd/internal/conform"
	"failsim/cmd/internal/conform/virtual"
	"failsim/models/policy"
	"failsim/sim"
)

const goVersion = "go1.26"

// movingName is a client that asks one name at instants, before two servers of
// which the second takes the name over while the first stays up; it returns which
// requests the second has got.
func movingName(t *testing.T, at []time.Duration, moves, idle time.Duration) (moved []bool) {
	synctest.Test(t, func(*testing.T) {
		var n virtual.Network
		began := time.Now()
		var servers []*http.Server
		for _, name := range []string{"a", "b"} {
			s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, name) })}
			servers = append(servers, s)
			n.Host(name).Set(virtual.Serves)
			go s.Serve(n.Host(name))
		}
		transport := &http.Transport{IdleConnTimeout: idle, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			name := "a"
			if time.Since(began) >= moves {
				name = "b"
			}
			return n.Dial(ctx, network, name)
		}}
		client := &http.Client{Transport: transport}
		for _, when := range at {
			time.Sleep(time.Until(began.Add(when)))
			answer, err := client.Get("http://name/")
			if err != nil {
				panic(err)
			}
			text, _ := io.ReadAll(answer.Body)
			answer.Body.Close()
			moved = append(moved, string(text) == "b")
		}
		transport.CloseIdleConnections()
		for _, s := range servers {
			s.Close()
		}
	})
	return moved
}

// stays is failsim's side.
func stays(t *testing.T, at []time.Duration, moves, idle time.Duration) (moved []bool) {
	s := made[policy.Connecting](t, "pinned-connection", fmt.Sprint("idle=", idle))
	var c policy.Connection
	for i, when := range at {
		c.Now = sim.Time(when)
		if i == 0 || !s.Keeps(&c) {
			c.Opened = c.Now
			if i == 0 || s.Resolves(&c) {
				c.Resolved = c.Now
			}
		}
		c.Used = c.Now
		moved = append(moved, time.Duration(c.Resolved) >= moves)
	}
	return moved
}

func each(gap time.Duration, n int) (list []time.Duration) {
	for i := range n {
		list = append(list, time.Duration(i+1)*gap)
	}
	return list
}

func TestTransportStaysWhereItIsConnected(t *testing.T) {
	f := conform.Fact{Program: "Go's http.Transport", Version: goVersion, Strategy: "pinned-connection"}
	for _, c := range []struct {
		fact string
		gap  time.Duration
	}{
		{"a name moves after 100.5 s and the old server stays up, one request a second: of 300 requests the new one gets", time.Second},
		{"the same, one request every 95 s, with the default IdleConnTimeout of 90 s", 95 * time.Second},
	} {
		at := each(c.gap, 300)
		want, got := stays(t, at, 100500*time.Millisecond, 90*time.Second), movingName(t, at, 100500*time.Millisecond, 90*time.Second)
		f.Fact, f.Predicted, f.Measured = c.fact, fmt.Sprint(count(want)), fmt.Sprint(count(got))
		book.Hold(t, f, differs(want, got) < 0)
	}
	wrong := 0
	for number := range *many {
		key := sim.NewKey(53, number)
		idle, moves := time.Duration(1+key.IntN(0, 100))*time.Second, time.Duration(key.IntN(1, 2000))*time.Second
		var list []time.Duration
		at := time.Duration(0)
		for i := range uint64(60) {
			var gap [1]float64
			key.Named("gaps").Exponentials(i, gap[:])
			at += time.Duration(gap[0] * float64(idle) / 3)
			list = append(list, at)
		}
		if want, got := stays(t, list, moves, idle), movingName(t, list, moves, idle); differs(want, got) >= 0 {
			wrong++
			t.Logf("case %d: idle %v, moves after %v: the first of 60 that differs is %d", number, idle, moves, differs(want, got))
		}
	}
	book.Hold(t, conform.Fact{Program: "Go's http.Transport", Version: goVersion, Strategy: "pinned-connection", Fact: "drawn idle times and moves, 60 requests each: cases in which another request goes to the new server",
		Predicted: "none", Measured: fmt.Sprintf("%d of %d", wrong, *many)}, wrong == 0)
}

// Where a connection breaks on which a request was written and nothing answered,
// Transport sends some requests again, of its own accord.
func TestTransportSendsAgainWhatItMay(t *testing.T) {
	var seen []string
	for _, c := range []struct {
		method string
		warm   bool
	}{{"GET", true}, {"POST", true}, {"GET", false}} {
		requests, failed := 0, 0
		synctest.Test(t, func(*testing.T) {
			var n virtual.Network
			var mu sync.Mutex
			host := n.Host("a")
			host.Set(virtual.Serves)
			breaks := false
			s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				mu.Lock()
				requests++
				kill := breaks
				breaks = false
				mu.Unlock()
				if kill {
					host.Reset()
					panic(http.ErrAbortHandler)
				}
			})}
			go s.Serve(host)
			transport := &http.Transport{DialContext: n.Dial}
			client := &http.Client{Transport: transport}
			send := func() {
				q, err := http.NewRequest(c.method, "http://a/", strings.NewReader("x"))
				if c.method == "GET" {
					q, err = http.NewRequest(c.method, "http://a/", nil)
				}
				if err != nil {
					panic(err)
				}
				answer, err := client.Do(q)
				if err != nil {
					failed++
					return
				}
				answer.Body.Close()
			}
			if c.warm {
				send()
				time.Sleep(time.Second)
			}
			requests, breaks = 0, true
			send()
			transport.CloseIdleConnections()
			s.Close()
		})
		seen = append(seen, fmt.Sprintf("%d sent, %d failed", requests, failed))
	}
	got := strings.Join(seen, "; ")
	book.Note(t, conform.Fact{Program: "Go's http.Transport", Version: goVersion, Strategy: "pinned-connection",
		Fact: "a connection is reset after a request was written: GET on a used connection; POST on a used connection; GET on a fresh one", Measured: got},
		got == "2 sent, 0 failed; 1 sent, 1 failed; 1 sent, 1 failed")
}
