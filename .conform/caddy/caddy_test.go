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

	"failsim/cmd/internal/conform"
	"failsim/cmd/internal/conform/model"
	"failsim/cmd/internal/conform/virtual"
	"failsim/models/balancer"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"
	"failsim/strategies"
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

// trial is some servers of which the first few refuse from the beginning.
type trial struct {
	servers, dead, retries int
	failFor                time.Duration // Caddy's fail_duration; 0: no passive checks
	gap                    time.Duration
	n                      int
}

// plain says that no TLS is meant, as Caddy's own transport does.
type plain struct{ http.RoundTripper }

func (p plain) RoundTrip(q *http.Request) (*http.Response, error) {
	q.URL.Scheme = "http"
	return p.RoundTripper.RoundTrip(q)
}

// real counts the requests that Caddy's proxy fails.
func (c trial) real(t *testing.T) (bad int) {
	folder := t.TempDir()
	synctest.Test(t, func(*testing.T) {
		var network virtual.Network
		var servers []*http.Server
		h := &reverseproxy.Handler{Transport: plain{&http.Transport{DialContext: network.Dial, DisableKeepAlives: true}},
			LoadBalancing: &reverseproxy.LoadBalancing{SelectionPolicy: &reverseproxy.RandomSelection{}, Retries: c.retries}}
		if c.failFor > 0 {
			h.HealthChecks = &reverseproxy.HealthChecks{Passive: &reverseproxy.PassiveHealthChecks{FailDuration: caddy.Duration(c.failFor)}}
		}
		for i := range c.servers {
			name := fmt.Sprintf("s%d", i)
			h.Upstreams = append(h.Upstreams, &reverseproxy.Upstream{Dial: name + ":80"})
			s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, name) })}
			servers = append(servers, s)
			if i >= c.dead {
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
		for range c.n {
			time.Sleep(c.gap)
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

func made[S any](name string, given map[string]string) S {
	for _, s := range strategies.All() {
		if s.Name != name {
			continue
		}
		v := policy.Values{}
		for _, p := range s.Params {
			text := p.Default
			if value, ok := given[p.Name]; ok {
				text = value
			}
			value, err := policy.ParseValue(text, p)
			if err != nil {
				panic(err)
			}
			v[p.Name] = value
		}
		return s.New(v).(S)
	}
	panic("no strategy " + name)
}

// failsim counts those that failsim's strategies fail.
func (c trial) failsim(key sim.Key) (bad int) {
	s := &model.Setup{Key: key, Backends: c.servers, Servers: 64 * c.servers, QueueCapacity: 64, Distribution: distribution.Constant(time.Microsecond), Arrivals: model.Every(c.gap, c.n), Users: 1 << 20,
		Timeout: time.Minute, Patience: time.Hour, Retrying: made[policy.Retrying]("never", nil), Balancing: made[policy.Balancing]("random", nil),
		Faults: []model.Fault{{First: c.dead, Until: 1000 * time.Hour, Lost: true, As: balancer.Process}}}
	s.Check.Timeout = time.Second
	if c.retries > 0 {
		s.Retrying = made[policy.Retrying]("fixed", map[string]string{"attempts": fmt.Sprint(c.retries + 1), "wait": "250ms"})
	}
	if c.failFor > 0 {
		s.Filters = []policy.Filtering{made[policy.Filtering]("outlier-ejection", map[string]string{"failures": "1", "sweep": "1ms", "base": c.failFor.String(), "cap": c.failFor.String(), "most": "100%"})}
	}
	fates, _ := model.Play(s)
	for _, f := range fates {
		if !f.Good {
			bad++
		}
	}
	return bad
}

func TestCaddyIsAsFailsimSays(t *testing.T) {
	for _, c := range []struct {
		strategy, says string
		trial
	}{
		{"random", "one of two servers refuses, nothing configured: requests that fail", trial{2, 1, 0, 0, 40 * time.Millisecond, 4000}},
		{"random", "one of two servers refuses, lb_retries 1: requests that fail (the retry may draw the same server)", trial{2, 1, 1, 0, time.Second, 4000}},
		{"outlier-ejection", "one of two servers refuses for 340 s, fail_duration 10s, 10 requests/s: requests that fail", trial{2, 1, 0, 10 * time.Second, 100 * time.Millisecond, 3400}},
		{"outlier-ejection", "the only server refuses for 34 s, fail_duration 10s, 10 requests/s: requests that fail", trial{1, 1, 0, 10 * time.Second, 100 * time.Millisecond, 340}},
	} {
		want, got := c.failsim(sim.NewKey(71, 0)), c.real(t)
		f := conform.Fact{Program: "Caddy", Version: version(), Strategy: c.strategy, Fact: c.says + " (in virtual time)", Predicted: share(want, c.n), Measured: share(got, c.n)}
		book.Hold(t, f, same(want, got, c.n))
	}
	wrong := 0
	for number := range *many {
		key := sim.NewKey(73, number)
		c := trial{servers: 1 + key.IntN(0, 5), retries: key.IntN(2, 3), gap: time.Duration(50+key.IntN(4, 400)) * time.Millisecond, n: 1500}
		c.dead = 1 + key.IntN(1, c.servers)
		if key.IntN(5, 2) > 0 {
			c.retries, c.failFor = 0, time.Duration(1+key.IntN(3, 30))*time.Second
		} else {
			c.gap += time.Second // longer than the retries wait
		}
		want, got := c.failsim(key), c.real(t)
		if !same(want, got, c.n) { // chance may have done it
			c.n *= 10
			want, got = c.failsim(key), c.real(t)
		}
		if !same(want, got, c.n) {
			wrong++
			t.Logf("case %d: %+v: predicted %d, measured %d", number, c, want, got)
		}
	}
	book.Hold(t, conform.Fact{Program: "Caddy", Version: version(), Strategy: "outlier-ejection", Fact: "drawn numbers of servers, of dead ones, of retries and fail durations, 1500 requests each, in virtual time: cases in which another share fails",
		Predicted: "none", Measured: fmt.Sprintf("%d of %d", wrong, *many)}, wrong == 0)
}

func share(bad, n int) string { return fmt.Sprintf("%.1f %%", 100*float64(bad)/float64(n)) }

// same: by the rule for shares.
func same(want, got, n int) bool {
	return conform.SameShare(float64(want)/float64(n), float64(got)/float64(n), n, n)
}
