package conform

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"failsim/cmd/internal/conform"
	"failsim/cmd/internal/conform/virtual"
	"failsim/sim"
)

const (
	callers = 8
	watched = 35 * time.Second
)

// lastAtOld is when, after its name has moved, a client whose callers ask all the time
// gets the last answer of the old server, which stays up.
func lastAtOld(key sim.Key, size int) (last time.Duration) {
	var n virtual.Network
	const moves = 10 * time.Second
	began := time.Now()
	var servers []*http.Server
	var mu sync.Mutex
	draws := uint64(0)
	draw := func(mean time.Duration) time.Duration {
		mu.Lock()
		defer mu.Unlock()
		var x [1]float64
		draws++
		key.Exponentials(draws, x[:])
		return time.Duration(x[0] * float64(mean))
	}
	for _, name := range []string{"a", "b"} {
		s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(draw(700 * time.Microsecond))
			io.WriteString(w, name)
		})}
		servers = append(servers, s)
		n.Host(name).Set(virtual.Serves)
		go s.Serve(n.Host(name))
	}
	transport := &http.Transport{MaxIdleConnsPerHost: size, IdleConnTimeout: 90 * time.Second, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		if time.Since(began) >= moves {
			return n.Dial(ctx, network, "b")
		}
		return n.Dial(ctx, network, "a")
	}}
	client := &http.Client{Transport: transport}
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for time.Since(began) < moves+watched {
				time.Sleep(draw(60 * time.Millisecond))
				answer, err := client.Get("http://name/")
				if err != nil {
					panic(err)
				}
				text, _ := io.ReadAll(answer.Body)
				answer.Body.Close()
				if string(text) == "a" {
					mu.Lock()
					last = max(last, time.Since(began)-moves)
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	transport.CloseIdleConnections()
	for _, s := range servers {
		s.Close()
	}
	return last
}

// A pool that is as large as the number of callers keeps every connection for ever; a
// smaller one closes what it has no room for, which gets a client away from the old
// server sooner or later.
func TestAPoolFollowsItsNameBySizeAndConcurrency(t *testing.T) {
	for _, c := range []struct {
		size, clients int
		says          string
		is            func(least, most time.Duration) bool
	}{
		{1, 4, "1", func(_, most time.Duration) bool { return most < 3*time.Second }},
		{2, 10, "2 (the default)", func(least, most time.Duration) bool { return least > time.Second/2 && most > 8*time.Second }},
		{callers, 4, "8", func(least, _ time.Duration) bool { return least > watched-time.Second }},
	} {
		var at []time.Duration
		synctest.Test(t, func(*testing.T) {
			for number := range c.clients {
				at = append(at, lastAtOld(sim.NewKey(61, number), c.size))
			}
		})
		slices.Sort(at)
		var out []string
		for _, one := range at {
			out = append(out, fmt.Sprintf("%.0f", one.Seconds()))
		}
		book.Note(t, conform.Fact{Program: "Go's http.Transport", Version: goVersion, Strategy: "pinned-connection",
			Fact:     fmt.Sprintf("%d callers, 130 requests a second, each answered after 0.7 ms, MaxIdleConnsPerHost %s, the name moves and the old server stays up: seconds until the last answer from there, of %d clients that are watched for %v", callers, c.says, c.clients, watched),
			Measured: strings.Join(out, " ")}, c.is(at[0], at[len(at)-1]))
	}
}
