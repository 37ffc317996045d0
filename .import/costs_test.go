package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

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

// tenMinutes is how many requests there are in so long: 20 a second as a mean of the
// day, and 2.25 times as many at the hour of the drills.
const tenMinutes = 45 * 600

// Each finding of the shop's has a figure that shows what it costs, or says that it costs
// nothing there. Rough sizes are by hand: an incident of a share of the servers loses
// that share of the requests, for as long as nothing helps.
func TestEachFindingShowsWhatItCosts(t *testing.T) {
	shop, err := filepath.Glob("../cmd/failsim/testdata/shop/*")
	require.NoError(t, err)
	found := costsOf(t, shop...)
	for kind, c := range map[string]struct{ least, most, gain float64 }{
		"static-name":                        {0.7 * 7 * tenMinutes / 2, 7 * tenMinutes / 2, 1.5}, // half of all for 70 min, who try the other address once more
		"ttl-above-objective":                {0.05 * 6 * tenMinutes, 0.5 * 6 * tenMinutes, 10},   // for the hour that answers live
		"resolver-min-ttl":                   {0.005 * 6 * tenMinutes, 0.1 * 6 * tenMinutes, 2},   // of one client in ten
		"single-upstream":                    {0.9 * tenMinutes / 10, 1.1 * tenMinutes / 10, 100}, // one request in ten, for as long as it is down
		"checks-of-other-depth":              {0.5 * tenMinutes / 6, tenMinutes / 6, 10},          // one server of six
		"budget-too-low":                     {20, 1000, 1.5},
		"retries-without-redispatch":         {1, tenMinutes / 6, 5},
		"scaler-too-low":                     {1000, tenMinutes, 1.5},
		"ejection-cannot-eject":              {tenMinutes / 4, tenMinutes / 2, 1000}, // one server of four, whose errors are fast: least requests send it more
		"pinned-clients":                     {1.5 * tenMinutes, 3 * tenMinutes, 3},
		"locality-without-outlier-detection": {0.9 * tenMinutes, 1.1 * tenMinutes, 100},
		"name-asked-once":                    {3 * tenMinutes, 7 * tenMinutes, 20},
		"timeouts-inside-out":                {10, 1000, 10},
		"passive-blip":                       {4 * 45, 15 * 45, 2}, // ten seconds in the place of two
	} {
		got, is := found[kind]
		if !assert.True(t, is, kind) {
			continue
		}
		assert.GreaterOrEqual(t, got.lost, c.least, kind)
		assert.LessOrEqual(t, got.lost, c.most, kind)
		assert.Greater(t, got.lost, c.gain*got.then, "%s: the change gains", kind)
		assert.False(t, got.nothing, kind)
	}
	// Nobody waits for a time-out of a minute, so tries beyond tries change nothing.
	assert.True(t, found["retries-multiply"].nothing)
	assert.InEpsilon(t, found["retries-multiply"].then, found["retries-multiply"].lost, 0.05)
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
	found := costsOf(t, write(t, "envoy.yaml", "static_resources:\n  clusters:\n  - name: app\n    type: STATIC\n    connect_timeout: 1s\n    outlier_detection: {consecutive_5xx: 5, max_ejection_percent: 20}\n"+
		"    common_lb_config: {healthy_panic_threshold: {value: 0}}\n    load_assignment:\n      cluster_name: app\n      endpoints:\n      - lb_endpoints:\n"+servers))
	c := found["ejects-too-few"]
	assert.InEpsilon(t, tenMinutes*3/8.0, c.lost, 0.15)
	assert.Less(t, c.then, 0.1*c.lost)
}
