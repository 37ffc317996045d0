package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/importer"
)

// secretFiles hold a word that stands for a secret wherever files of their kind have
// secrets: understood or not, in values, names, remarks, addresses and errors.
var secretFiles = [][2]string{
	{"haproxy.cfg", `# s3cr3t
global
  stats socket /run/s3cr3t.sock
userlist people
  user admin insecure-password s3cr3t
  user other password $5$s3cr3t
defaults
  timeout server s3cr3t
  stats auth admin:s3cr3t
  http-check send hdr Authorization "Bearer s3cr3t"
frontend www
  bind :443 ssl crt /etc/s3cr3t.pem
  http-request set-header Authorization "Bearer s3cr3t"
  frobnicate s3cr3t
  default_backend app
backend app
  http-check send meth GET uri /up?key=s3cr3t hdr X-Key s3cr3t
  option httpchk GET /up?key=s3cr3t
  server one 10.0.0.1:8080 check s3cr3t cookie s3cr3t inter s3cr3t
  server two 10.0.0.2:8080 check ca-file /s3cr3t.pem
`},
	{"nginx.conf", `# s3cr3t
http {
  auth_basic "s3cr3t";
  frobnicate s3cr3t;
  upstream up { server app1.internal:80 frob=s3cr3t; server app2.internal:80; }
  map $http_x_key $ok { s3cr3t 1; }
  server {
    proxy_set_header Authorization "Bearer s3cr3t";
    location / { proxy_read_timeout s3cr3t; proxy_pass http://user:s3cr3t@up/x?key=s3cr3t; }
    location /b { proxy_pass http://10.0.0.9:80?key=s3cr3t; }
    location /c { auth_basic_user_file /s3cr3t; proxy_ssl_certificate_key /s3cr3t.key; proxy_ssl_password_file s3cr3t; include s3cr3t/*.conf; }
    ssl_certificate_key data:s3cr3t;
  }
}
`},
	{"deploy.yaml", `# s3cr3t
apiVersion: apps/v1
kind: Deployment
metadata: {name: app, annotations: {note: s3cr3t}}
spec:
  replicas: 2
  selector: {matchLabels: {app: app}}
  template:
    metadata: {labels: {app: app}, annotations: {token: s3cr3t}}
    spec:
      imagePullSecrets: [{name: s3cr3t}]
      containers:
        - name: app
          image: registry.example/s3cr3t
          args: ["--password=s3cr3t"]
          env: [{name: PASSWORD, value: s3cr3t}]
          readinessProbe: {httpGet: {path: "/up?key=s3cr3t", port: 80, httpHeaders: [{name: X-Key, value: s3cr3t}]}}
---
apiVersion: v1
kind: Secret
metadata: {name: app}
stringData: {password: s3cr3t}
---
apiVersion: v1
kind: Service
metadata: {name: app, annotations: {token: s3cr3t}}
spec: {selector: {app: app}, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: app
  annotations:
    nginx.ingress.kubernetes.io/auth-secret: s3cr3t
    nginx.ingress.kubernetes.io/configuration-snippet: 's3cr3t'
    nginx.ingress.kubernetes.io/proxy-read-timeout: s3cr3t
    nginx.ingress.kubernetes.io/proxy-next-upstream: s3cr3t
    nginx.ingress.kubernetes.io/upstream-hash-by: s3cr3t
spec: {defaultBackend: {service: {name: app, port: {number: 80}}}}
---
apiVersion: example.org/v1
kind: Frob
metadata: {name: app}
spec: {token: s3cr3t}
`},
	{"mesh.yaml", `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: app}
spec:
  hosts: [app]
  http:
    - timeout: s3cr3t
      headers: {request: {set: {authorization: s3cr3t}}}
      frob: s3cr3t
      route: [{destination: {host: app}}]
`},
	{"envoy.yaml", `# s3cr3t
static_resources:
  secrets: [{name: a, generic_secret: {secret: {inline_string: s3cr3t}}}, {name: b, tls_certificate: {private_key: {inline_string: s3cr3t}, certificate_chain: {inline_string: s3cr3t}}}]
  clusters:
    - name: inner
      type: STATIC
      connect_timeout: 1s
      frobnicate: s3cr3t
      health_checks: [{timeout: 1s, interval: 5s, unhealthy_threshold: 2, healthy_threshold: 2, http_health_check: {path: "/up?key=s3cr3t", request_headers_to_add: [{header: {key: x, value: s3cr3t}}]}}]
      load_assignment: {cluster_name: inner, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: 10.0.0.5, port_value: 80}}}}]}]}
`},
	{"service-config.json", `{"loadBalancingConfig": [{"round_robin": {}}], "frob": "s3cr3t", "methodConfig": [{"name": [{"service": "a.Inner"}], "timeout": "1s"}]}
`},
	{"plan.json", `{"format_version": "1.2", "variables": {"password": {"value": "s3cr3t"}}, "planned_values": {"outputs": {"password": {"sensitive": true, "value": "s3cr3t"}}, "root_module": {"resources": [
 {"address": "aws_db_instance.db", "mode": "managed", "type": "aws_db_instance", "name": "db", "values": {"password": "s3cr3t"}, "sensitive_values": {"password": true}},
 {"address": "aws_lb_target_group.a", "mode": "managed", "type": "aws_lb_target_group", "name": "a", "values": {"port": 80, "protocol": "HTTP", "tags": {"key": "s3cr3t"}, "health_check": [{"path": "/up?key=s3cr3t", "interval": 10}]}},
 {"address": "google_compute_health_check.h", "mode": "managed", "type": "google_compute_health_check", "name": "h", "values": {"http_health_check": [{"request_path": "/up?key=s3cr3t", "host": "s3cr3t", "response": "s3cr3t"}]}},
 {"address": "azurerm_linux_virtual_machine_scale_set.v", "mode": "managed", "type": "azurerm_linux_virtual_machine_scale_set", "name": "v", "values": {"instances": 2, "admin_password": "s3cr3t", "custom_data": "s3cr3t", "admin_ssh_key": [{"public_key": "s3cr3t"}]}, "sensitive_values": {"admin_password": true, "custom_data": true}},
 {"address": "azurerm_lb_probe.p", "mode": "managed", "type": "azurerm_lb_probe", "name": "p", "values": {"port": 80, "protocol": "Http", "request_path": "/up?key=s3cr3t"}},
 {"address": "azurerm_application_gateway.g", "mode": "managed", "type": "azurerm_application_gateway", "name": "g", "values": {"ssl_certificate": [{"name": "c", "data": "s3cr3t", "password": "s3cr3t"}], "probe": [{"name": "p", "host": "s3cr3t", "path": "/up?key=s3cr3t", "interval": 30, "timeout": 30, "unhealthy_threshold": 3}]}},
 {"address": "azurerm_traffic_manager_profile.t", "mode": "managed", "type": "azurerm_traffic_manager_profile", "name": "t", "values": {"traffic_routing_method": "Priority", "dns_config": [{"ttl": 60}], "monitor_config": [{"path": "/up?key=s3cr3t", "custom_header": [{"name": "authorization", "value": "s3cr3t"}]}]}},
 {"address": "aws_lb_listener.l", "mode": "managed", "type": "aws_lb_listener", "name": "l", "values": {"default_action": [{"authenticate_oidc": [{"client_secret": "s3cr3t"}]}]}, "sensitive_values": {"default_action": [{"authenticate_oidc": [{"client_secret": true}]}]}},
 {"address": "google_compute_backend_service.s", "mode": "managed", "type": "google_compute_backend_service", "name": "s", "values": {"iap": [{"oauth2_client_secret": "s3cr3t"}], "custom_request_headers": ["authorization: s3cr3t"]}, "sensitive_values": {"iap": [{"oauth2_client_secret": true}]}},
 {"address": "azurerm_cdn_frontdoor_origin.o", "mode": "managed", "type": "azurerm_cdn_frontdoor_origin", "name": "o", "values": {"host_name": "o.example", "private_link": [{"request_message": "s3cr3t"}]}},
 {"address": "aws_instance.i", "mode": "managed", "type": "aws_instance", "name": "i", "values": {"user_data": "s3cr3t"}}]}}}
`},
	{"shop.zone", `$ORIGIN shop.example.
$TTL 60
@ IN SOA ns1 root 1 2h 15m 2w 1h
www IN A 192.0.2.1
www IN TXT "s3cr3t"
key IN TXT "v=DKIM1; p=s3cr3t"
`},
	{"unbound.conf", `server:
  cache-min-ttl: 90
  frobnicate: s3cr3t
  tls-service-key: "/s3cr3t.key"
`},
	{"dnsmasq.conf", "min-cache-ttl=90\nfrob=s3cr3t\ndhcp-option=s3cr3t\n"},
}

func TestSecretsNeverReachAResult(t *testing.T) {
	for _, file := range append([][2]string{{}}, secretFiles...) {
		files := [][2]string{file}
		if file[0] == "" {
			files = secretFiles // all of them, as one world
		}
		r := of(t, files...)
		data, err := json.Marshal(r)
		require.NoError(t, err)
		assert.NotContains(t, string(data), "s3cr3t", file[0])
		plans, err := importer.Plans("made", r, "")
		require.NoError(t, err)
		for _, p := range plans {
			assert.NotContains(t, p.Scenario(p.Findings()), "s3cr3t", file[0])
		}
	}
}

// What is refused says where, and not what stands there.
func TestErrorsTellNoSecret(t *testing.T) {
	for _, file := range [][2]string{
		{"deploy.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: s3cr3t}\n"},
		{"deploy.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: [s3cr3t\n"},
		{"envoy.yaml", "static_resources:\n  clusters:\n    - name: a\n      type: s3cr3t-x\n"},
		{"envoy.yaml", "static_resources:\n  clusters:\n    - {name: a, connect_timeout: s3cr3t}\n"},
		{"sc.json", `{"loadBalancingConfig": [{"round_robin": {}}], "methodConfig": [{"name": [{"service": "a"}], "timeout": "s3cr3t"}]}`},
		{"plan.json", `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [{"address": "a", "type": "s3cr3t" "x"}]}}}`},
		{"a.zone", "$TTL 60\n@ IN SOA ns1 root 1 2h 15m 2w 1h\nwww IN A s3cr3t\n"},
		{"nginx.conf", "http { server { listen 80; proxy_pass s3cr3t }\n"},
	} {
		_, err := readAll([]string{file[0]}, func(string) ([]byte, error) { return []byte(file[1]), nil })
		if assert.Error(t, err, file[1]) {
			assert.NotContains(t, err.Error(), "s3cr3t")
		}
	}
}
