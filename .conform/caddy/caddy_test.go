// Package caddy holds failsim's strategies against Caddy's reverse proxy, unchanged, in
// virtual time: its handler runs over net/http's Transport and servers in memory.
//
// It leaves out Caddy's own transport, whose dialler cannot be replaced; make
// conform-real runs Caddy as it is.
package caddy

import (
	_ "embed" // go.mod
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/caddyserver/caddy/v2"
	_ "github.com/caddyserver/caddy/v2/modules/caddyevents"
	"github.com/caddyserver/caddy/v2/modules/caddyhttp"
	"github.com/caddyserver/caddy/v2/modules/caddyhttp/reverseproxy"
	_ "github.com/caddyserver/caddy/v2/modules/filestorage"

	"failsim/cmd/conform/caddy/refused"
	"failsim/cmd/internal/conform"
	"failsim/cmd/internal/conform/virtual"
	"failsim/sim"
)

var (
	update = flag.Bool("update", false, "write the table anew, ../../cmd/internal/conform/facts.tsv")
	many   = flag.Int("cases", 40, "how many generated cases")
	book   *conform.Book
)

//go:embed go.mod
var pinned string

func TestMain(m *testing.M) {
	flag.Parse()
	var err error
	if book, err = conform.Open("../../cmd/internal/conform/facts.tsv", "make conform", *update); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if code == 0 && *update {
		if err := book.Save(true); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

func version() string { return regexp.MustCompile(`caddy/v2 (v\S+)`).FindStringSubmatch(pinned)[1] }

// plain says that no TLS is meant, as Caddy's own transport does.
type plain struct{ http.RoundTripper }

func (p plain) RoundTrip(q *http.Request) (*http.Response, error) {
	q.URL.Scheme = "http"
	return p.RoundTripper.RoundTrip(q)
}

// real counts the requests that Caddy's proxy fails.
func real(t *testing.T, c refused.Trial) (bad int) {
	folder := t.TempDir()
	synctest.Test(t, func(*testing.T) {
		var network virtual.Network
		var servers []*http.Server
		h := &reverseproxy.Handler{Transport: plain{&http.Transport{DialContext: network.Dial, DisableKeepAlives: true}},
			LoadBalancing: &reverseproxy.LoadBalancing{SelectionPolicy: &reverseproxy.RandomSelection{}, Retries: c.Retries}}
		if c.FailFor > 0 {
			h.HealthChecks = &reverseproxy.HealthChecks{Passive: &reverseproxy.PassiveHealthChecks{FailDuration: caddy.Duration(c.FailFor)}}
		}
		for i := range c.Servers {
			name := fmt.Sprintf("s%d", i)
			h.Upstreams = append(h.Upstreams, &reverseproxy.Upstream{Dial: name + ":80"})
			s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, name) })}
			servers = append(servers, s)
			if i >= c.Dead {
				network.Host(name).Set(virtual.Serves)
			}
			go s.Serve(network.Host(name))
		}
		root, err := caddy.ProvisionContext(&caddy.Config{Admin: &caddy.AdminConfig{Disabled: true}, StorageRaw: []byte(`{"module": "file_system", "root": "` + folder + `"}`)})
		if err != nil {
			panic(err)
		}
		ctx, cancel := caddy.NewContext(root)
		if err := h.Provision(ctx); err != nil {
			panic(err)
		}
		for range c.Requests {
			time.Sleep(c.Gap)
			w := httptest.NewRecorder()
			q := httptest.NewRequest(http.MethodGet, "http://name.test/", nil)
			q = caddyhttp.PrepareRequest(q, caddy.NewReplacer(), w, &caddyhttp.Server{})
			if err := h.ServeHTTP(w, q, caddyhttp.HandlerFunc(func(http.ResponseWriter, *http.Request) error { return nil })); err != nil || w.Code != http.StatusOK {
				bad++
			}
		}
		h.Cleanup()
		cancel()
		for _, s := range servers {
			s.Close()
		}
		time.Sleep(time.Hour)
	})
	return bad
}

func TestCaddyIsAsFailsimSays(t *testing.T) {
	for _, c := range refused.All() {
		want, got := c.Failed(refused.Key), real(t, c.Trial)
		f := conform.Fact{Program: "Caddy", Version: version(), Strategy: c.Strategy, Fact: c.Fact, Predicted: c.Share(want), Measured: c.Share(got)}
		book.Hold(t, f, c.Same(want, got))
	}
	wrong := 0
	for number := range *many {
		key := sim.NewKey(73, number)
		c := refused.Trial{Servers: 1 + key.IntN(0, 5), Retries: key.IntN(2, 3), Gap: time.Duration(50+key.IntN(4, 400)) * time.Millisecond, Requests: 1500}
		c.Dead = 1 + key.IntN(1, c.Servers)
		if key.IntN(5, 2) > 0 {
			c.Retries, c.FailFor = 0, time.Duration(1+key.IntN(3, 30))*time.Second
		} else {
			c.Gap += time.Second // longer than the retries wait
		}
		want, got := c.Failed(key), real(t, c)
		if !c.Same(want, got) { // chance may have done it
			c.Requests *= 10
			want, got = c.Failed(key), real(t, c)
		}
		if !c.Same(want, got) {
			wrong++
			t.Logf("case %d: %+v: predicted %d, measured %d", number, c, want, got)
		}
	}
	book.Hold(t, conform.Fact{Program: "Caddy", Version: version(), Strategy: "outlier-ejection", Fact: "drawn numbers of servers, of dead ones, of retries and fail durations, 1500 requests each, in virtual time: cases in which another share fails",
		Predicted: "none", Measured: fmt.Sprintf("%d of %d", wrong, *many)}, wrong == 0)
}
