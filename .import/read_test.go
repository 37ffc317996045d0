package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/config"
)

var update = flag.Bool("update", false, "write the golden anew")

// of reads files whose content is given.
func of(t *testing.T, files ...[2]string) *config.Reading {
	t.Helper()
	var names []string
	content := map[string]string{}
	for _, f := range files {
		names = append(names, f[0])
		content[f[0]] = f[1]
	}
	r, err := readAll(names, func(name string) ([]byte, error) { return []byte(content[name]), nil })
	require.NoError(t, err)
	return r
}

// The shop's files, as failsim's own tests of import have them.
func TestTheShopReadsAsItStands(t *testing.T) {
	shop := "../cmd/failsim/testdata/shop"
	entries, err := os.ReadDir(shop)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	r, err := readAll(names, func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(shop, name)) })
	require.NoError(t, err)
	assert.Equal(t, []config.Unread{{Place: config.Place{File: "plan.json", Line: 109}, Text: "resource aws_db_instance (1)"}}, r.Unread)
	data, err := json.MarshalIndent(r, "", " ")
	require.NoError(t, err)
	golden := "../cmd/internal/importer/testdata/shop.json"
	if *update {
		require.NoError(t, os.WriteFile(golden, append(data, '\n'), 0o666))
	}
	assert.NotContains(t, string(data), "hunter2", "a plan holds secrets, and none of them goes on")
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(data)+"\n")
}

func TestHAProxyDefaultsHoldUntilASectionSaysOtherwise(t *testing.T) {
	r := of(t, [2]string{"haproxy.cfg", `defaults
  timeout server 1m
  retries 2
  option redispatch
  default-server inter 500 rise 4
backend a
  no option redispatch
  timeout server 1500
  server one 10.0.0.1:80 check inter 3s weight 10
  server two 10.0.0.2:80 check disabled
  stick on src
  frobnicate secret-word
backend b
  server-template web 3 web.internal:80 check
`})
	require.Len(t, r.Layers, 2)
	a := r.Layers[0]
	assert.Equal(t, config.Value{Text: "1500ms", Place: config.Place{File: "haproxy.cfg", Line: 8}}, a.Values["timeout.server"])
	assert.Equal(t, "no", a.Values["redispatch"].Text)
	assert.Equal(t, "2", a.Values["retries"].Text)
	require.Len(t, a.Servers, 1, "one that is disabled takes nothing")
	assert.Equal(t, "3s", a.Servers[0].Values["inter"].Text)
	assert.Equal(t, config.Value{Text: "4", Place: config.Place{File: "haproxy.cfg", Line: 5}}, a.Servers[0].Values["rise"])
	assert.Len(t, r.Layers[1].Servers, 3)
	assert.Equal(t, "1m", r.Layers[1].Values["timeout.server"].Text)
	assert.Equal(t, []config.Unread{{Place: config.Place{File: "haproxy.cfg", Line: 12}, Text: "frobnicate"}}, r.Unread, "by its name, as what follows may be a secret")
}

func TestNginxBlocksHoldWithin(t *testing.T) {
	r := of(t, [2]string{"nginx.conf", `http {
  proxy_read_timeout 10s;
  upstream app { least_conn; server a:1 max_fails=3 fail_timeout=1m30s; server b:1 backup; server c:1 down; }
  server { location / { proxy_next_upstream off; proxy_pass http://app/x; } location /z { proxy_pass http://z:9; } }
  frobnicate on;
}`})
	require.Len(t, r.Layers, 2)
	app := r.Layers[0]
	assert.Equal(t, "off", app.Values["proxy_next_upstream"].Text)
	assert.Equal(t, "10s", app.Values["proxy_read_timeout"].Text)
	assert.Equal(t, "least_conn", app.Values["balance"].Text)
	require.Len(t, app.Servers, 2)
	assert.Equal(t, "90s", app.Servers[0].Values["fail_timeout"].Text)
	assert.Equal(t, "yes", app.Servers[1].Values["backup"].Text)
	assert.Equal(t, "z:9", r.Layers[1].Servers[0].Address)
	assert.Equal(t, []config.Unread{{Place: config.Place{File: "nginx.conf", Line: 5}, Text: "frobnicate"}}, r.Unread)
}

func TestZonesKeepTTLAndLine(t *testing.T) {
	r := of(t, [2]string{"db.shop.example", "$TTL 300\n@ IN SOA ns1 root 1 2h 15m 2w 1h\nwww 60 IN A 192.0.2.1\n; a remark\n    60 IN A 192.0.2.2\napi IN CNAME www\n"})
	require.Len(t, r.Layers, 2)
	assert.Equal(t, "www.shop.example", r.Layers[0].Name)
	assert.Equal(t, config.Value{Text: "60s", Place: config.Place{File: "db.shop.example", Line: 3}}, r.Layers[0].Values["ttl"])
	assert.Equal(t, 5, r.Layers[0].Servers[1].Line)
	assert.Equal(t, "300s", r.Layers[1].Values["ttl"].Text)
}

func TestKubernetesIsStrict(t *testing.T) {
	_, err := readAll([]string{"d.yaml"}, func(string) ([]byte, error) {
		return []byte("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replica: 3}\n"), nil
	})
	assert.EqualError(t, err, `d.yaml:2: json: unknown field "replica"`)
	r := of(t, [2]string{"d.yaml", "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\n"})
	assert.Equal(t, []config.Unread{{Place: config.Place{File: "d.yaml", Line: 2}, Text: "kind CronJob"}}, r.Unread)
}

func TestReadinessHasTheDefaultsOfTheAPI(t *testing.T) {
	r := of(t, [2]string{"d.yaml", `apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec:
  selector: {}
  template:
    spec:
      containers:
        - name: a
          readinessProbe:
            httpGet: {path: /up, port: 80}
            failureThreshold: 5
`})
	d := r.Layers[0]
	assert.Equal(t, "1", d.Values["replicas"].Text)
	assert.Equal(t, "10s", d.Values["check.interval"].Text)
	assert.Equal(t, "1s", d.Values["check.timeout"].Text)
	assert.Equal(t, config.Value{Text: "5", Place: config.Place{File: "d.yaml", Line: 12}}, d.Values["check.fall"])
}

func TestResolversKeepAnswers(t *testing.T) {
	r := of(t, [2]string{"unbound.conf", "server:\n  cache-min-ttl: 90\n  serve-expired: yes # stale\n"}, [2]string{"dnsmasq.conf", "min-cache-ttl=3600\n"})
	assert.Equal(t, "90s", r.Layers[0].Values["min-ttl"].Text)
	assert.Equal(t, "yes", r.Layers[0].Values["serve-expired"].Text)
	assert.Equal(t, "1h", r.Layers[1].Values["min-ttl"].Text)
	r = of(t, [2]string{"unbound.conf", "server:\n  prefetch: yes\n  cache-mim-ttl: 90\n"})
	assert.Equal(t, []config.Unread{{Place: config.Place{File: "unbound.conf", Line: 3}, Text: "cache-mim-ttl (did you mean \"cache-min-ttl\"?)"}}, r.Unread, "what unbound does not have")
}

func TestAFileOfNoKindIsRefusedByName(t *testing.T) {
	_, err := readAll([]string{"notes.txt"}, func(string) ([]byte, error) { return []byte("hello\n"), nil })
	assert.EqualError(t, err, "notes.txt: no kind of file that import knows: a plan of Terraform's (terraform show -json), a gRPC service config, a bootstrap of Envoy's, Kubernetes manifests, nginx.conf, haproxy.cfg, a resolver's configuration (unbound, dnsmasq), a zone file")
	_, err = readAll([]string{"absent.cfg"}, os.ReadFile)
	assert.EqualError(t, err, "absent.cfg: no such file or directory")
}

// A default-server of one backend was taken for that of those after it, too.
func TestHAProxySectionsKeepToThemselves(t *testing.T) {
	r := of(t, [2]string{"haproxy.cfg", `defaults one
  timeout server 5s
  default-server fall 7
defaults two from one
  timeout server 6s
backend a from one
  default-server rise 9
  server x 10.0.0.1:80
backend b
  server x 10.0.0.1:80
`})
	a, b := r.Layers[0], r.Layers[1]
	assert.Equal(t, "5s", a.Values["timeout.server"].Text)
	assert.Equal(t, "6s", b.Values["timeout.server"].Text, "of the last defaults")
	assert.Equal(t, "9", a.Servers[0].Values["rise"].Text)
	assert.Equal(t, "7", b.Servers[0].Values["fall"].Text)
	assert.NotContains(t, b.Servers[0].Values, "rise")
}
