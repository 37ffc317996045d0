package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// cost is what import prints of a finding.
type cost struct {
	lost, then float64 // requests a run
	nothing    bool    // it says that it costs nothing
}

var (
	ofFinding = regexp.MustCompile(`(?m)^\S+:\d+(?: \([^)]*\))?: ([a-z-]+)$`)
	ofDrill   = regexp.MustCompile(`in the drill [^:]*: ([0-9.]+[kM]?) requests lost a run[^,]*, ([0-9.]+[kM]?) .*with the change`)
)

func figure(text string) float64 {
	scale := 1.0
	switch {
	case strings.HasSuffix(text, "k"):
		scale = 1e3
	case strings.HasSuffix(text, "M"):
		scale = 1e6
	}
	n, _ := strconv.ParseFloat(strings.TrimRight(text, "kM"), 64)
	return n * scale
}

// costsOf has failsim import price the findings of files.
func costsOf(t *testing.T, files ...string) map[string]cost {
	t.Helper()
	if testing.Short() {
		t.Skip("drills take their time")
	}
	program := filepath.Join(t.TempDir(), "failsim")
	for _, b := range [][]string{{"build", "-C", "..", "-o", program, "./cmd/failsim"}, {"build", "-o", program + "-import", "."}} {
		out, err := exec.Command("go", b...).CombinedOutput()
		require.NoError(t, err, string(out))
	}
	run := exec.Command(program, append([]string{"import", "-o", filepath.Join(t.TempDir(), "made.yaml")}, files...)...)
	out, err := run.Output()
	require.NoError(t, err)
	found := map[string]cost{}
	said := string(out)
	at := ofFinding.FindAllStringSubmatchIndex(said, -1)
	for i, m := range at {
		end := len(said)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		text := said[m[0]:end]
		if f := ofDrill.FindStringSubmatch(text); f != nil {
			found[said[m[2]:m[3]]] = cost{figure(f[1]), figure(f[2]), strings.Contains(text, "it costs nothing in this drill")}
		}
	}
	return found
}

// evenly is a log in which every load is known: 20 requests a second, by 10,000 clients
// in turn, each worked on for half a second. So 12,000 come in the ten minutes of a drill
// and ten servers are busy.
func evenly(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	begins := time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC)
	for i := range 3 * 3600 * perSecond {
		client := i % 10000
		fmt.Fprintf(&b, "10.0.%d.%d - - [%s] \"GET / HTTP/1.1\" 200 512 \"-\" \"-\" 0.500\n", client/250, client%250, begins.Add(time.Duration(i/perSecond)*time.Second).Format("02/Jan/2006:15:04:05 -0700"))
	}
	return write(t, "even.log", b.String())
}

const (
	perSecond  = 20
	tenMinutes = 600 * perSecond
	// detects is how long DNS's health checks take: the third of three that fail 10 s
	// apart, the first after 5 s as a mean, and 5 s until it is published; and a TTL of
	// 60 s has half of that left.
	detects, short = 5 + 2*10 + 5, 30
	// checked is what HAProxy's checks take to find a server that refuses or errs: three
	// of them, 2 s apart, the first after a second as a mean.
	checked = 5
)

// Each finding of the shop's costs what a calculation by hand says, within so much of it.
// Each of the two sites has half of the requests, as its name is asked for by 1000
// resolvers; a share of 1000, of those that hold an answer for an hour, wanders by some
// per cent from run to run.
func TestEachFindingCostsWhatASumSays(t *testing.T) {
	shop, err := filepath.Glob("../cmd/failsim/testdata/shop/*")
	require.NoError(t, err)
	found := costsOf(t, append([]string{"--trace", evenly(t)}, shop...)...)
	const site = perSecond / 2.0 // requests a second of one of two sites
	for kind, c := range map[string]struct{ lost, within, then, thenWithin float64 }{
		// For the 70 min that a site is away its half of the requests is lost; with
		// checks for as long as answers live of an hour of which half has gone by.
		"static-name":         {site * 70 * 60, 0.08, site * (1800 + detects), 0.1},
		"ttl-above-objective": {site * (1800 + detects), 0.1, site * (short + detects), 0.2},
		// One client in ten has the hour, the others the 60 s.
		"resolver-min-ttl": {site * (0.1*(1800+detects) + 0.9*(short+detects)), 0.3, site * (short + detects), 0.2},
		"single-upstream":  {tenMinutes / 10, 0.1, 0, 0}, // one request in ten needs it
		// One of six servers of one site answers with errors: never seen, or until it is.
		"checks-of-other-depth": {site / 6 * 600, 0.05, site / 6 * checked, 0.5},
		// As many servers as a drain takes refuse until checks have found out.
		"budget-too-low":             {site / 2 * checked, 0.4, site / 6 * checked, 0.5},
		"retries-without-redispatch": {site / 6 * checked, 0.5, 0, 0},
		// Two of four servers draw a request each time and the one with less to do gets it:
		// that which fails at once has nothing to do, so it has all in which it is drawn,
		// 1 - (3/4)^2 of them.
		"ejection-cannot-eject": {tenMinutes * 7 / 16, 0.05, 0, 0},
		// Everybody stays for the half hour that the site errs; or until the name has
		// moved, its TTL is over and a connection, of which a use comes every 50 s, is
		// older than five minutes.
		"pinned-clients": {perSecond * 1800, 0.01, perSecond * (detects + short + (300+50)/2 + 25/2), 0.15},
		// The first locality has all of the requests, and nobody leaves it.
		"locality-without-outlier-detection": {tenMinutes, 0.01, 0, 0},
		// Nobody asks again, but those of a day's holders whose day ends in the 70 min, half
		// of them before half of it.
		"name-asked-once": {perSecond * 70 * 60 * (1 - 70.0/1440/2), 0.02, perSecond * (short + detects), 0.2},
		// One of three servers of one of six hosts hangs: what it has been sent in the minute
		// that the outside waits is lost.
		"timeouts-inside-out": {perSecond / 18.0 * 60, 0.5, 0, 0},
		// All servers refuse for 2 s, and what ten of them work on is lost. nginx asks them
		// again 11 s later: in whole seconds more than ten (measured).
		"passive-blip": {perSecond*11 + 10, 0.1, perSecond*2 + 10, 0.1},
	} {
		got, is := found[kind]
		if !assert.True(t, is, kind) {
			continue
		}
		assert.InEpsilon(t, c.lost, got.lost, c.within, "%s", kind)
		assert.False(t, got.nothing, kind)
		if c.then > 0 {
			assert.InEpsilon(t, c.then, got.then, c.thenWithin, "%s, with the change", kind)
		} else {
			assert.Less(t, got.then, 0.01*got.lost+10, "%s, with the change", kind)
		}
	}
	// Beside a lost zone a site of 17 places in the place of 14 has two more, of which each
	// serves two requests a second, and the other site, asked for 32 a second, four more a
	// second: for 20 minutes.
	assert.InEpsilon(t, (2*2+4)*1200, found["scaler-too-low"].lost-found["scaler-too-low"].then, 0.15)
	// Tries are answered in half a second, so tries beyond tries change nothing.
	assert.True(t, found["retries-multiply"].nothing)
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// Tries that multiply cost requests where tries wait for time-outs that are shorter
// than the queue, and nothing takes a server out.
func TestRetriesThatMultiplyCost(t *testing.T) {
	found := costsOf(t, write(t, "haproxy.cfg", `defaults
  timeout connect 1s
  timeout server 6s
  retries 2
  option redispatch
  retry-on all-retryable-errors
frontend www
  bind :80
  default_backend web
backend web
  option httpchk GET /health
  server a 10.0.0.1:8080 check
  server b 10.0.0.2:8080 check
  server c 10.0.0.3:8080 check
`), write(t, "nginx.conf", `http {
  proxy_connect_timeout 1s;
  proxy_read_timeout 2s;
  upstream app { server 10.1.0.1:9000 max_fails=0; server 10.1.0.2:9000 max_fails=0; server 10.1.0.3:9000 max_fails=0; }
  server { listen 8080;
    location / { proxy_pass http://app; proxy_next_upstream error timeout http_502 http_503; proxy_next_upstream_tries 3; }
  }
}
`))
	c := found["retries-multiply"]
	assert.False(t, c.nothing)
	assert.Greater(t, c.lost, 1.1*c.then)
}

// With two in ten ejected of five that are broken, three of the eight that are left
// answer with errors: three in eight of the requests of ten minutes are lost. With
// enough ejected next to none is.
func TestMaxEjectionOfHalfARegion(t *testing.T) {
	servers := ""
	for i := range 10 {
		servers += "          - {endpoint: {address: {socket_address: {address: 10.0.0." + strconv.Itoa(i+1) + ", port_value: 80}}}}\n"
	}
	found := costsOf(t, "--trace", evenly(t), write(t, "envoy.yaml", "static_resources:\n  clusters:\n  - name: app\n    type: STATIC\n    connect_timeout: 1s\n    outlier_detection: {consecutive_5xx: 5, max_ejection_percent: 20}\n"+
		"    common_lb_config: {healthy_panic_threshold: {value: 0}}\n    load_assignment:\n      cluster_name: app\n      endpoints:\n      - lb_endpoints:\n"+servers))
	c := found["ejects-too-few"]
	assert.InEpsilon(t, tenMinutes*3/8.0, c.lost, 0.15)
	assert.Less(t, c.then, 0.1*c.lost)
}
