package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/config"
	"failsim/cmd/internal/importer"
)

const (
	web     = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a}]}}\n---\n"
	cluster = "static_resources:\n  clusters:\n  - {name: app, type: STATIC, connect_timeout: 1s, load_assignment: {cluster_name: app, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: 10.0.0.1, port_value: 80}}}}]}]}}\n" +
		"  listeners:\n  - address: {socket_address: {address: 0.0.0.0, port_value: 8080}}\n    filter_chains:\n    - filters:\n      - name: envoy.filters.network.tcp_proxy\n        typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy, stat_prefix: x, cluster: apps}\n"
)

// A frontend whose backend is misspelt was taken for one that leads to nothing of interest.
func TestWhatLeadsNowhereIsFound(t *testing.T) {
	for _, c := range []struct {
		file [2]string
		line int
		says string
	}{
		{[2]string{"haproxy.cfg", "frontend www\n  bind :80\n  use_backend ap if { path_beg /a }\nbackend app\n  server a 10.0.0.1:80\n"}, 3, `use_backend: unknown backend of HAProxy's "ap"; did you mean "app"? (known: app)`},
		{[2]string{"haproxy.cfg", "defaults\n  default_backend shop\nlisten app\n  bind :80\n  server a 10.0.0.1:80\n"}, 2, `default_backend: unknown backend of HAProxy's "shop" (known: app)`},
		{[2]string{"nginx.conf", "http {\n upstream backend { server 10.0.0.1:80; }\n server { location / {\n  proxy_pass http://backed/x; } } }\n"}, 4, `proxy_pass: unknown upstream of nginx's "backed"; did you mean "backend"? (known: backend)`},
		{[2]string{"envoy.yaml", cluster}, 9, `cluster: unknown cluster of Envoy's "apps"; did you mean "app"? (known: app)`},
		{[2]string{"k.yaml", web + "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: in}\nspec:\n  defaultBackend:\n    service: {name: wob, port: {number: 80}}\n"}, 18, `backend: unknown service of Kubernetes "wob"; did you mean "web"? (known: web)`},
		{[2]string{"k.yaml", web + "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: in}\nspec: {scaleTargetRef: {kind: Deployment, name: wab}, maxReplicas: 3}\n"}, 16, `scaleTargetRef: unknown workload of Kubernetes "wab"; did you mean "web"? (known: web)`},
		{[2]string{"k.yaml", web + "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: d}\nspec: {host: web, subsets: [{name: v1}]}\n---\n" +
			"apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: v}\nspec: {hosts: [web], http: [{route: [{destination: {host: web.default.svc.cluster.local, subset: v2}}]}]}\n"}, 21, `subset: unknown subset of the DestinationRule of web "v2"; did you mean "v1"? (known: v1)`},
		{[2]string{"k.yaml", web + "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: v}\nspec: {hosts: [web], http: [{route: [{destination: {host: wbe}}]}]}\n"}, 16, `destination: unknown service of Kubernetes "wbe"; did you mean "web"? (known: web)`},
	} {
		plans, err := importer.Plans("made", of(t, c.file), "")
		require.NoError(t, err)
		var reported []string
		for _, f := range importer.Found(plans) {
			if f.Kind == "leads-nowhere" {
				reported = append(reported, f.At.String()+" "+f.Says)
				assert.NotEmpty(t, f.Figure)
			}
		}
		assert.Equal(t, []string{config.Place{File: c.file[0], Line: c.line}.String() + " " + c.says}, reported)
	}
}

// A name that another file declares, or that is known only at run time, is no misspelling; nor
// is a host that no upstream is like, or a cluster of a control plane's.
func TestWhatMayBeElsewhereIsNotFound(t *testing.T) {
	for _, files := range [][][2]string{
		{{"haproxy-a.cfg", "frontend www\n  bind :80\n  default_backend app\n  use_backend %[req.hdr(host),lower]\n"}, {"haproxy-b.cfg", "backend app\n  server a 10.0.0.1:80\n"}},
		{{"nginx.conf", "http { upstream backend { server 10.0.0.1:80; } server { location / { proxy_pass http://backend; } location /a { proxy_pass http://accounts:80; } location /b { proxy_pass http://payments; } } }\n"}},
		{{"envoy.yaml", "dynamic_resources: {cds_config: {ads: {}}}\n" + cluster}},
		{{"k.yaml", "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: in}\nspec: {defaultBackend: {service: {name: web, port: {number: 80}}}}\n"}},
		{{"k.yaml", web + "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: v}\nspec: {hosts: [web], http: [{route: [{destination: {host: api.example.com}}]}]}\n"}},
	} {
		assert.Empty(t, of(t, files...).Missing, files)
	}
}

func TestAWordThatIsNearlyValidHasAHint(t *testing.T) {
	for _, c := range []struct {
		file [2]string
		want config.Unread
	}{
		{[2]string{"haproxy.cfg", "backend a\n  balance leastcon\n  server a 10.0.0.1:80\n"}, at("haproxy.cfg", 2, `balance leastcon (did you mean "leastconn"?)`)},
		{[2]string{"haproxy.cfg", "backend a\n  server a 10.0.0.1:80 chek\n"}, at("haproxy.cfg", 2, `server chek (did you mean "check"?)`)},
		{[2]string{"haproxy.cfg", "backend a\n  option redispach\n  server a 10.0.0.1:80\n"}, at("haproxy.cfg", 2, `option redispach (did you mean "redispatch"?)`)},
		{[2]string{"haproxy.cfg", "backend a\n  timeout conect 3s\n  server a 10.0.0.1:80\n"}, at("haproxy.cfg", 2, `timeout conect (did you mean "connect"?)`)},
		{[2]string{"haproxy.cfg", "backend a\n  retrys 3\n  server a 10.0.0.1:80\n"}, at("haproxy.cfg", 2, `retrys (did you mean "retries"?)`)},
		{[2]string{"nginx.conf", "http { proxy_conect_timeout 3s; }\n"}, at("nginx.conf", 1, `proxy_conect_timeout (did you mean "proxy_connect_timeout"?)`)},
		{[2]string{"unbound.conf", "server:\n  cache-min-tt: 30\n"}, at("unbound.conf", 2, `cache-min-tt (did you mean "cache-min-ttl"?)`)},
		{[2]string{"sc.json", `{"loadBalancingConfig": [{"round_robin": {}}], "retryThrotling": {}}`}, at("sc.json", 1, `retryThrotling (did you mean "retryThrottling"?)`)},
	} {
		assert.Equal(t, []config.Unread{c.want}, of(t, c.file).Unread)
	}
}
