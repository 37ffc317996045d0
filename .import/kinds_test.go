package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/config"
)

func at(file string, line int, text string) config.Unread {
	return config.Unread{Place: config.Place{File: file, Line: line}, Text: text}
}

func TestEnvoyTellsWhatItDoesNotKnowByLine(t *testing.T) {
	r := of(t, [2]string{"envoy.yaml", `static_resources:
  clusters:
  - name: app
    connectTimeout: 0.25s
    frobnicate: secret-word
    lb_subset_config: {fallback_policy: ANY_ENDPOINT}
    health_checks:
    - {timeout: 1s, interval: 5s, unhealthy_threshold: 3, healthy_threshold: 2, http_health_check: {path: "/up?token=secret-word"}}
    transport_socket:
      name: tls
      typed_config: {"@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext, sni: secret-word}
    load_assignment: {cluster_name: app, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: 10.0.0.1, port_value: 80}}}}]}]}
`})
	require.Len(t, r.Layers, 1)
	app := r.Layers[0]
	assert.Equal(t, config.Value{Text: "250ms", Place: config.Place{File: "envoy.yaml", Line: 4}}, app.Values["connect_timeout"], "in camel case, too")
	assert.Equal(t, "/up", app.Values["check.path"].Text)
	assert.Len(t, app.Servers, 1)
	assert.Equal(t, []config.Unread{at("envoy.yaml", 5, "frobnicate")}, r.Unread)
	assert.Contains(t, r.Unsaid, at("envoy.yaml", 6, "cluster lb_subset_config"))
	text, err := json.Marshal(r)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "secret-word")
}

func TestEnvoyRefusesAValueOfAnotherKindByLine(t *testing.T) {
	_, err := readAll([]string{"e.yaml"}, func(string) ([]byte, error) {
		return []byte("static_resources:\n  clusters:\n  - name: a\n    connect_timeout: soon-secret\n"), nil
	})
	assert.EqualError(t, err, `e.yaml:4: invalid google.protobuf.Duration`)
}

func TestGRPCIsCheckedByItself(t *testing.T) {
	_, err := readAll([]string{"sc.json"}, func(string) ([]byte, error) {
		return []byte(`{"methodConfig": [{"name": [{}], "retryPolicy": {"maxAttempts": 1}}]}`), nil
	})
	assert.ErrorContains(t, err, "sc.json:1: grpc-go refuses it as a service config: ")
	r := of(t, [2]string{"sc.json", "{\n\"loadBalancingConfig\": [{\"round_robin\": {}}],\n\"frob\": 1}\n"})
	assert.Equal(t, "round_robin", r.Layers[0].Values["balance"].Text)
	assert.Equal(t, []config.Unread{at("sc.json", 3, "frob")}, r.Unread)
}

func TestAWrongHAProxyWordIsTold(t *testing.T) {
	r := of(t, [2]string{"haproxy.cfg", `retries 3
defaults
  timeout server soon
  timeout frob 3s
  option frob
backend a
  option httpchk GET /up?token=secret
  server one 10.0.0.1:80 check inter ${EVERY} frob secret-Word! weight 10
`})
	assert.Equal(t, []config.Unread{at("haproxy.cfg", 1, "retries"), at("haproxy.cfg", 3, "timeout server"), at("haproxy.cfg", 4, "timeout frob"), at("haproxy.cfg", 5, "option frob"),
		at("haproxy.cfg", 8, "server inter"), at("haproxy.cfg", 8, "server frob"), at("haproxy.cfg", 8, "server (a word that is no option)")}, r.Unread)
	assert.Equal(t, "/up", r.Layers[0].Values["check.path"].Text)
	assert.Equal(t, "10", r.Layers[0].Servers[0].Values["weight"].Text)
}

func TestAnIngressLeadsToCopies(t *testing.T) {
	r := of(t, [2]string{"k.yaml", `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    nginx.ingress.kubernetes.io/proxy-next-upstream-tries: "2"
    nginx.ingress.kubernetes.io/proxy-read-timeout: "30"
spec:
  ingressClassName: nginx
  rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}]}}]
---
apiVersion: v1
kind: Service
metadata: {name: shop}
spec: {selector: {app: shop}, publishNotReadyAddresses: true, ports: [{port: 80}]}
`})
	require.Len(t, r.Layers, 2)
	assert.Equal(t, "ingress-nginx", r.Layers[0].Program)
	assert.Equal(t, "shop", r.Layers[0].Of)
	assert.Equal(t, config.Value{Text: "30s", Place: config.Place{File: "k.yaml", Line: 7}}, r.Layers[0].Values["proxy_read_timeout"])
	assert.Equal(t, config.Value{Text: "yes", Place: config.Place{File: "k.yaml", Line: 15}}, r.Layers[1].Values["unready"])
}

func TestNginxKeepsPasswordsToItself(t *testing.T) {
	r := of(t, [2]string{"nginx.conf", "http { server { location / { proxy_pass http://user:secret@app.internal:80/x; } } }\n"})
	assert.Equal(t, "app.internal:80", r.Layers[0].Name)
}

func TestNginxTellsWhatItTakesInAndDoesNotKnow(t *testing.T) {
	r := of(t, [2]string{"nginx.conf", `http {
  include mime.types;
  include conf.d/*.conf;
  server {
    location / { proxy_pass $target; }
    location /php { fastcgi_pass unix:/run/php.sock; }
  }
}
`})
	assert.Equal(t, []config.Unread{at("nginx.conf", 3, notHad), at("nginx.conf", 5, "proxy_pass to a variable")}, r.Unread)
	require.Len(t, r.Layers, 1)
	assert.Equal(t, "unix:/run/php.sock", r.Layers[0].Name)
}

func TestOlderVersionsOfKindsAreReadOrTold(t *testing.T) {
	r := of(t, [2]string{"k.yaml", `apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: a}
spec: {scaleTargetRef: {kind: Deployment, name: a}, maxReplicas: 4, targetCPUUtilizationPercentage: 80}
---
apiVersion: extensions/v1beta1
kind: Ingress
metadata: {name: old}
spec: {rules: [{http: {paths: [{path: /, backend: {serviceName: a, servicePort: 80}}]}}]}
`})
	assert.Equal(t, "80", r.Layers[0].Values["target"].Text)
	assert.Equal(t, []config.Unread{at("k.yaml", 6, "kind Ingress of another version than networking.k8s.io/v1")}, r.Unread)
}

// What Envoy's API does not let values be is refused, as Envoy does, by its line.
func TestEnvoysRulesOfValuesHold(t *testing.T) {
	_, err := readAll([]string{"e.yaml"}, func(string) ([]byte, error) {
		return []byte("static_resources:\n  clusters:\n  - name: a\n    connect_timeout: 1s\n  - name: b\n    outlier_detection:\n      max_ejection_percent: 120\n"), nil
	})
	assert.EqualError(t, err, "e.yaml:7: Envoy refuses it: OutlierDetection.MaxEjectionPercent: value must be less than or equal to 100")
}
