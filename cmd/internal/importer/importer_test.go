package importer

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/config"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

// shop is what the files in cmd/failsim/testdata/shop say, as the readers write it.
func shop(t *testing.T) *config.Reading {
	t.Helper()
	data, err := os.ReadFile("testdata/shop.json")
	require.NoError(t, err)
	var r config.Reading
	require.NoError(t, json.Unmarshal(data, &r))
	return &r
}

func read(t *testing.T, text string) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Read("made.yaml", []byte(text), strategies.All(), traces.Names()...)
	require.NoError(t, err, text)
	return s
}

// plan is that of a reading's service.
func plan(t *testing.T, r *config.Reading, pool string) *Plan {
	t.Helper()
	p, err := Make("shop", r, pool)
	require.NoError(t, err)
	return p
}

// all are the findings of all pools.
func all(t *testing.T, r *config.Reading) (list []Finding) {
	t.Helper()
	plans, err := Plans("shop", r, "")
	require.NoError(t, err)
	for _, p := range plans {
		list = append(list, p.Findings()...)
	}
	return list
}

// aName is a line that names something, or says what it is in a sentence.
var aName = regexp.MustCompile(`^ *(- design|about|like|- incident|title|scenario): `)

func TestEveryNumberOfAScenarioHasASource(t *testing.T) {
	p := plan(t, shop(t), "")
	text := p.Scenario(p.Findings())
	read(t, text)
	for i, line := range strings.Split(text, "\n") {
		value, from, _ := strings.Cut(line, "   # ")
		if strings.ContainsAny(value, "0123456789") && !strings.HasPrefix(line, "#") && from == "" && !aName.MatchString(value) {
			t.Errorf("line %d has no source: %s", i+1, line)
		}
	}
	assert.Contains(t, text, "      timeout: 2s   # haproxy.cfg:25, no timeout check: inter\n      unhealthy: 3   # haproxy.cfg:24\n")
	assert.Contains(t, text, "      spacing: from-end   # haproxy.cfg:25: HAProxy begins with a check when the last has ended\n      work: '0'   # question: does what is asked (haproxy.cfg:23) fail")
	assert.Contains(t, text, "lb-retrying: [{redispatch: {retries: 3, connect: 5s, server: 1m, errors: yes, queued: no}}]   # haproxy.cfg:13;")
}

func TestTheShopsFindings(t *testing.T) {
	var reported []string
	for _, f := range all(t, shop(t)) {
		reported = append(reported, f.Kind+" "+f.At.String())
		assert.True(t, f.Priced(), "%s has a drill that shows what it costs", f.Kind)
	}
	assert.Equal(t, []string{"static-name shop.zone:6", "ttl-above-objective shop.zone:6", "resolver-min-ttl unbound.conf:4", "single-upstream nginx.conf:13",
		"checks-of-other-depth haproxy.cfg:23", "budget-too-low shop.yaml:40", "retries-without-redispatch haproxy.cfg:13", "scaler-too-low shop.yaml:31",
		"ejection-cannot-eject envoy.yaml:36", "pinned-clients service-config.json:1", "locality-without-outlier-detection envoy.yaml:59", "name-asked-once nginx.conf:13",
		"retries-multiply haproxy.cfg:21", "timeouts-inside-out nginx.conf:6", "passive-blip nginx.conf:8"}, reported)
}

// Each finding goes when what it reports is mended, in this file and no other.
func TestAFindingGoesWithItsCause(t *testing.T) {
	mend := map[string]func(r *config.Reading){
		"static-name": func(r *config.Reading) {
			layer(r, config.Name, "www").Servers = layer(r, config.Name, "www").Servers[:1]
		},
		"ttl-above-objective":        func(r *config.Reading) { set(layer(r, config.Name, "www"), "ttl", "60s") },
		"resolver-min-ttl":           func(r *config.Reading) { delete(layer(r, config.Resolver, "").Values, "min-ttl") },
		"retries-without-redispatch": func(r *config.Reading) { set(layer(r, config.Balancer, "shop"), "redispatch", "yes") },
		"single-upstream": func(r *config.Reading) {
			l := layer(r, config.Balancer, "payments")
			l.Servers = append(l.Servers, l.Servers[0])
		},
		"retries-multiply":      func(r *config.Reading) { set(layer(r, config.Balancer, "shop"), "retries", "0") },
		"checks-of-other-depth": func(r *config.Reading) { set(layer(r, config.Balancer, "shop"), "check.path", "/ready") },
		"timeouts-inside-out": func(r *config.Reading) {
			for i := range r.Layers {
				if r.Layers[i].Program == "nginx" {
					set(&r.Layers[i], "proxy_read_timeout", "20s")
				}
			}
		},
		"passive-blip": func(r *config.Reading) {
			for i := range r.Layers {
				for j := range r.Layers[i].Servers {
					if r.Layers[i].Program == "nginx" {
						r.Layers[i].Servers[j].Values = map[string]config.Value{"max_fails": {Text: "0"}}
					}
				}
			}
		},
		"scaler-too-low": func(r *config.Reading) { set(layer(r, config.Scaler, "shop"), "max", "9") },
		"budget-too-low": func(r *config.Reading) { set(layer(r, config.Budget, ""), "min-available", "5") },
		"ejection-cannot-eject": func(r *config.Reading) {
			set(layer(r, config.Balancer, "inventory"), "outlier.max_ejection_percent", "50")
		},
		"pinned-clients": func(r *config.Reading) {
			r.Layers = slices.DeleteFunc(r.Layers, func(l config.Layer) bool { return l.Kind == config.Client })
		},
		"locality-without-outlier-detection": func(r *config.Reading) { set(layer(r, config.Balancer, "search"), "outlier", "yes") },
		"name-asked-once": func(r *config.Reading) {
			layer(r, config.Balancer, "payments").Servers[0].Values["resolve"] = config.Value{Text: "yes"}
		},
	}
	assert.Len(t, mend, len(all(t, shop(t))))
	for kind, by := range mend {
		r := shop(t)
		by(r)
		for _, f := range all(t, r) {
			assert.NotEqual(t, kind, f.Kind)
		}
	}
}

func layer(r *config.Reading, kind config.Kind, name string) *config.Layer {
	for i := range r.Layers {
		if l := &r.Layers[i]; l.Kind == kind && strings.HasPrefix(l.Name, name) {
			return l
		}
	}
	return nil
}

func set(l *config.Layer, key, text string) { l.Set(key, text, l.Place) }

func TestNginxAloneHasPassiveChecks(t *testing.T) {
	r := &config.Reading{Layers: []config.Layer{{Kind: config.Balancer, Program: "nginx", Name: "app", Values: map[string]config.Value{
		"balance": {Text: "least_conn"}, "proxy_next_upstream": {Text: "error http_502"}, "proxy_next_upstream_tries": {Text: "2"}},
		Servers: []config.Server{{Address: "192.0.2.1:80"}, {Address: "192.0.2.2:80"}}}}}
	p := plan(t, r, "")
	findings := p.Findings()
	text := p.Scenario(findings)
	s := read(t, text)
	require.Len(t, findings, 1)
	assert.Equal(t, "passive-blip", findings[0].Kind)
	assert.Equal(t, 2, s.World.LB.BackendsPerZone)
	assert.Contains(t, text, "filtering: [{max-fails: {fails: 1, timeout: 10s}}]")
	assert.Contains(t, text, "lb-retrying: [{next-upstream: {timeouts: no, errors: yes, tries: 2}}]")
	assert.Contains(t, text, "unhealthy: 1000000", "nginx checks nothing by itself")
	assert.Contains(t, text, "timeout: 60s   # nginx's default, proxy_connect_timeout")
}

// Weights, and a maxconn of one server, were dropped or taken for all without a word.
func TestServersThatDifferAreToldOf(t *testing.T) {
	for _, c := range []struct{ key, a, b, says string }{
		{"weight", "1", "200", "servers of web differ in weight, and count alike here"},
		{"weight", "", "9", "servers of web differ in weight, and count alike here"},
		{"weight", "", "1", ""},
		{"maxconn", "5", "", "servers of web differ in maxconn: 5 counts for all here"},
		{"maxconn", "5", "5", ""},
	} {
		of := func(text string) map[string]config.Value {
			if text == "" {
				return nil
			}
			return map[string]config.Value{c.key: {Text: text}}
		}
		p := plan(t, &config.Reading{Layers: []config.Layer{{Kind: config.Balancer, Program: "haproxy", Name: "web", Values: map[string]config.Value{},
			Servers: []config.Server{{Address: "192.0.2.1:80", Values: of(c.a)}, {Address: "192.0.2.2:80", Values: of(c.b)}}}}}, "")
		said := strings.Join(p.Left, "\n")
		if c.says == "" {
			assert.NotContains(t, said, "differ", "%+v", c)
		} else {
			assert.Contains(t, said, c.says, "%+v", c)
		}
	}
}

// maxconn, how many requests a server gets at once, was taken for how many wait there
// for each that it works on.
func TestHowManyAServerGetsAtOnceIsNoQueue(t *testing.T) {
	for _, c := range []struct {
		program, key, max string
		worksOn           int
		want              string
	}{
		{"haproxy", "maxconn", "", 2, "queue-capacity: 1000   # x.cfg:7: beyond maxconn requests wait in HAProxy, as many as come\n"},
		{"haproxy", "maxconn", "30", 2, "queue-capacity: 15   # x.cfg:7: 30 may wait, and a server works on 2 requests\n"},
		{"nginx", "max_conns", "", 4, "queue-capacity: 15   # x.cfg:7: 64 at once, and a server works on 4 requests\n"},
	} {
		at := config.Place{File: "x.cfg", Line: 7}
		values := map[string]config.Value{c.key: {Text: "64", Place: at}}
		if c.max != "" {
			values["maxqueue"] = config.Value{Text: c.max, Place: at}
		}
		p := plan(t, &config.Reading{Layers: []config.Layer{{Kind: config.Balancer, Program: c.program, Name: "web", Values: map[string]config.Value{"timeout.queue": {Text: "9s", Place: config.Place{File: "haproxy.cfg", Line: 8}}},
			Servers: []config.Server{{Address: "192.0.2.1:80", Values: values}, {Address: "192.0.2.2:80", Values: values}}}}}, "")
		p.worksOn(c.worksOn)
		text := p.Scenario(nil)
		read(t, text)
		assert.Contains(t, text, c.want)
		assert.Equal(t, c.program == "haproxy", strings.Contains(text, "admitting: [{queue-timeout: {limit: 9s}}]   # haproxy.cfg:8\n"), "nginx keeps nobody waiting")
		p.worksOn(65)
		assert.Contains(t, strings.Join(p.Left, "\n"), "x.cfg:7: a server gets at most 64 at once, and one of the capacity that is assumed works on 65")
	}
}

// HAProxy's defaults were found wanting once for each backend.
func TestAFindingIsSaidOnceForAllPools(t *testing.T) {
	at := config.Value{Text: "3", Place: config.Place{File: "haproxy.cfg", Line: 2}}
	pool := func(name string, line int) config.Layer {
		return config.Layer{Kind: config.Balancer, Program: "haproxy", Name: name, Place: config.Place{File: "haproxy.cfg", Line: line}, Values: map[string]config.Value{"retries": at},
			Servers: []config.Server{{Address: "192.0.2.1:80"}, {Address: "192.0.2.2:80"}}}
	}
	plans, err := Plans("made", &config.Reading{Layers: []config.Layer{pool("a", 5), pool("b", 9), pool("c", 12)}}, "")
	require.NoError(t, err)
	found := Found(plans)
	require.Len(t, found, 1)
	var reported strings.Builder
	plans[0].Print(&reported, found)
	assert.Contains(t, reported.String(), "3 pools take it from this line: a, b, c; the figure is that of the first")
}

func TestALogGivesTheLoadTheWorkAndWhatBecameOfRequests(t *testing.T) {
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	l := &Log{Path: "../access.log", Name: "access.log", Requests: 1000, Rate: 2, Peak: 4, From: at, To: at.Add(time.Hour), Known: 900, Failed: 9, Timed: 800,
		Service: "{empirical: {values: [10ms, 30ms]}}", Failing: []Stretch{{at, at.Add(time.Minute), 0.5}}}
	p := plan(t, shop(t), "")
	p.Logged(l)
	text := p.Scenario(nil)
	assert.Contains(t, text, `trace: {file: "../access.log"}   # access.log: 1000 requests, 2 a second`)
	assert.Contains(t, text, "  time: {empirical: {values: [10ms, 30ms]}}   # access.log: 800 durations")
	assert.Contains(t, text, "availability: 99.95%   # question: your objective; access.log answered 99 % of 900 requests without an error; assumption")
	read(t, text)
	for _, q := range p.questions() {
		assert.NotContains(t, []string{"rate", "service time"}, q.key, "the log tells")
	}
	var reported strings.Builder
	p.Print(&reported, nil)
	assert.Contains(t, reported.String(), "statuses of 900 requests, 1 % of them failed")
	assert.Contains(t, reported.String(), "from 2026-01-05 09:00:00 to 2026-01-05 09:01:00 50 % failed")
}

func TestNothingAtAllIsAScenarioOfQuestions(t *testing.T) {
	p := plan(t, &config.Reading{}, "")
	assert.Empty(t, p.Findings())
	read(t, p.Scenario(nil))
	assert.Len(t, p.questions(), 24)
}

func TestEmitChangesWhatFindingsTell(t *testing.T) {
	p := plan(t, shop(t), "")
	files, diff, err := Emit(slices.Concat(p.Findings(), plan(t, shop(t), "inventory").Findings(), plan(t, shop(t), "app").Findings()), func(name string) ([]byte, error) { return os.ReadFile("../../failsim/testdata/shop/" + name) })
	require.NoError(t, err)
	assert.Contains(t, string(files["haproxy.cfg"]), "    retries 3\n    option redispatch\n")
	assert.Contains(t, string(files["shop.yaml"]), "  maxReplicas: 8\n")
	assert.Contains(t, string(files["envoy.yaml"]), "        consecutive_5xx: 5\n        max_ejection_percent: 50\n")
	assert.Contains(t, string(files["shop.zone"]), "www 60 IN A 192.0.2.10\nwww 60 IN A 198.51.100.10\n", "all of a set have one TTL")
	assert.Contains(t, string(files["nginx.conf"]), "    proxy_read_timeout 45s;\n")
	assert.Contains(t, string(files["unbound.conf"]), "    # cache-min-ttl: 3600\n")
	assert.Contains(t, diff, "--- haproxy.cfg\n+++ haproxy.cfg\n@@ -13,1 +13,2 @@\n     retries 3\n+    option redispatch\n")
}

func TestALineThatHasMoreThanTheSettingIsKept(t *testing.T) {
	assert.Equal(t, "  server a:1 weight=2 max_fails=0; # the old one", maxFails0("  server a:1 max_fails=3 weight=2; # the old one"))
	assert.Equal(t, "upstream a { server a:1; server b:1; }", maxFails0("upstream a { server a:1; server b:1; }"))
	assert.Equal(t, " 60 IN A 192.0.2.1", zoneTTL("   3600 IN A 192.0.2.1"))
	assert.Equal(t, "www 60 IN A 192.0.2.1", zoneTTL("www 3600 IN A 192.0.2.1"))
	assert.Equal(t, "spec: {minReplicas: 6, maxReplicas: 9}", setting(config.Value{}, "maxReplicas", "9")[0].To("spec: {minReplicas: 6, maxReplicas: 7}"))
}
