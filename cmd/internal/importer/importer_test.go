package importer

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

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

func TestEveryNumberOfAScenarioHasASource(t *testing.T) {
	p := Make("shop", shop(t), "")
	text := p.Scenario(p.Findings())
	read(t, text)
	inDrills := false
	for i, line := range strings.Split(text, "\n") {
		inDrills = inDrills || strings.HasPrefix(line, "incidents:")
		if inDrills && strings.HasPrefix(line, "designs:") {
			inDrills = false
		}
		value, from, _ := strings.Cut(line, "   # ")
		if strings.ContainsAny(value, "0123456789") && !strings.HasPrefix(line, "#") && !inDrills && from == "" && !strings.Contains(value, "design:") && !strings.Contains(value, "about:") &&
			!strings.Contains(value, "*configured") && !strings.Contains(value, "names: 1") && !strings.Contains(value, "dns: {ttl: 60s") {
			t.Errorf("line %d has no source: %s", i+1, line)
		}
	}
	assert.Contains(t, text, "check: {interval: 2s, timeout: 2s, unhealthy: 3, healthy: 2}   # haproxy.cfg:23;")
	assert.Contains(t, text, "lb-retrying: [{redispatch: {retries: 3, connect: 5s, server: 1m}}]   # haproxy.cfg:13;")
}

func TestTheShopsFindings(t *testing.T) {
	p := Make("shop", shop(t), "")
	var told []string
	for _, f := range p.Findings() {
		told = append(told, f.Kind+" "+f.At.String())
		assert.True(t, (f.Design == "") == (f.Why != ""), "%s has a drill, or says why it has none", f.Kind)
	}
	assert.Equal(t, []string{"static-name shop.zone:6", "ttl-above-objective shop.zone:6", "resolver-min-ttl unbound.conf:4", "retries-without-redispatch haproxy.cfg:13",
		"single-upstream nginx.conf:13", "retries-multiply haproxy.cfg:20", "checks-of-other-depth haproxy.cfg:22", "timeouts-inside-out nginx.conf:6",
		"scaler-too-low shop.yaml:31", "budget-too-low shop.yaml:40"}, told)
}

// Each finding goes when what it tells of is mended, in this file and no other.
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
		"scaler-too-low": func(r *config.Reading) { set(layer(r, config.Scaler, ""), "max", "9") },
		"budget-too-low": func(r *config.Reading) { set(layer(r, config.Budget, ""), "min-available", "4") },
	}
	for kind, by := range mend {
		r := shop(t)
		by(r)
		for _, f := range Make("shop", r, "").Findings() {
			assert.NotEqual(t, kind, f.Kind)
		}
	}
	assert.Len(t, mend, 10)
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
		Servers: []config.Server{{Address: "a"}, {Address: "b"}}}}}
	p := Make("app", r, "")
	findings := p.Findings()
	text := p.Scenario(findings)
	s := read(t, text)
	require.Len(t, findings, 1)
	assert.Equal(t, "passive-blip", findings[0].Kind)
	assert.Equal(t, 2, s.World.LB.BackendsPerZone)
	assert.Contains(t, text, "filtering: [{max-fails: {fails: 1, timeout: 10s}}]")
	assert.Contains(t, text, "lb-retrying: [{next-upstream: {timeouts: no, errors: yes, tries: 2}}]")
	assert.Contains(t, text, "interval: 24h", "nginx checks nothing by itself")
}

func TestALogGivesTheLoad(t *testing.T) {
	text := Make("shop", shop(t), "access.log").Scenario(nil)
	assert.Contains(t, text, `trace: {file: "access.log"}`)
	read(t, text)
}

func TestNothingAtAllIsAScenarioOfQuestions(t *testing.T) {
	p := Make("empty", &config.Reading{}, "")
	assert.Empty(t, p.Findings())
	read(t, p.Scenario(nil))
	assert.Len(t, p.questions(), 15)
}

func TestEmitChangesWhatFindingsTell(t *testing.T) {
	p := Make("shop", shop(t), "")
	files, diff, err := Emit(p.Findings(), func(name string) ([]byte, error) { return os.ReadFile("../../failsim/testdata/shop/" + name) })
	require.NoError(t, err)
	assert.Contains(t, string(files["haproxy.cfg"]), "    retries 3\n    option redispatch\n")
	assert.Contains(t, string(files["shop.yaml"]), "  maxReplicas: 9\n")
	assert.Contains(t, string(files["nginx.conf"]), "    proxy_read_timeout 45s;\n")
	assert.Contains(t, string(files["unbound.conf"]), "    # cache-min-ttl: 3600\n")
	assert.Contains(t, diff, "--- haproxy.cfg\n+++ haproxy.cfg\n@@ -13,1 +13,2 @@\n     retries 3\n+    option redispatch\n")
}
