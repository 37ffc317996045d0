package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/importer"
)

// found returns the kinds of findings of files, each with its line.
func found(t *testing.T, files ...[2]string) (list []string) {
	t.Helper()
	plans, err := importer.Plans("made", of(t, files...), "")
	require.NoError(t, err)
	for _, p := range plans {
		for _, f := range p.Findings() {
			list = append(list, f.Kind+" "+f.At.String())
		}
	}
	return list
}

// What people have complained of, as docs/import.md has it with the source of each,
// comes out of files like theirs.
func TestComplaintsComeOutOfFiles(t *testing.T) {
	deployment := [2]string{"deploy.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: reviews}\nspec:\n  replicas: 6\n  selector: {matchLabels: {app: reviews}}\n  template:\n    metadata: {labels: {app: reviews}}\n    spec:\n      topologySpreadConstraints: [{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule}]\n      containers: [{name: a}]\n"}
	service := [2]string{"svc.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: reviews}\nspec: {selector: {app: reviews}, ports: [{port: 80}]}\n"}
	rule := func(policy string) [2]string {
		return [2]string{"dr.yaml", "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: reviews}\nspec:\n  host: reviews.shop.svc.cluster.local\n  trafficPolicy:\n" + policy}
	}
	for _, c := range []struct {
		complaint string
		files     [][2]string
		want      string
	}{
		{"a forgotten TTL of 1 h is 1 h of fail-over", [][2]string{{"db.shop.example", "$TTL 60\n@ IN SOA ns1 root 1 2h 15m 2w 1h\nwww 3600 IN A 192.0.2.1\n"}}, "ttl-above-objective db.shop.example:3"},
		{"locality fail-over that silently never happens", [][2]string{deployment, service, rule("    loadBalancer:\n      localityLbSetting:\n        enabled: true\n")}, "locality-without-outlier-detection dr.yaml:9"},
		{"max_ejection 20 % with half of a region broken", [][2]string{deployment, service, rule("    outlierDetection:\n      consecutive5xxErrors: 5\n      maxEjectionPercent: 20\n")}, "ejects-too-few dr.yaml:9"},
		{"max_ejection 10 % of six", [][2]string{deployment, service, rule("    outlierDetection:\n      consecutive5xxErrors: 5\n")}, "ejection-cannot-eject dr.yaml:8"},
		{"a resolver's minimum of 3600 s", [][2]string{{"unbound.conf", "server:\n  cache-min-ttl: 3600\n"}}, "resolver-min-ttl unbound.conf:2"},
		{"clients pinned to a connection that never re-resolve", [][2]string{{"sc.json", `{"loadBalancingConfig": [{"round_robin": {}}]}`}}, "pinned-clients sc.json:1"},
		{"a name that nginx asks for once", [][2]string{{"nginx.conf", "http { upstream a { server a.internal:80; server b.internal:80; } server { location / { proxy_pass http://a; } } }\n"}}, "name-asked-once nginx.conf:1"},
		{"a balancer's idle time-out above the server's", [][2]string{
			{"plan.json", `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [{"address": "aws_lb.a", "mode": "managed", "type": "aws_lb", "name": "a", "values": {"idle_timeout": 60}},
				{"address": "aws_lb_target_group.a", "mode": "managed", "type": "aws_lb_target_group", "name": "a", "values": {"protocol": "HTTP"}}]}}}`},
			{"nginx.conf", "http { keepalive_timeout 20s; upstream a { server 127.0.0.1:80; } server { location / { proxy_pass http://a; } } }\n"}}, "idle-outside-longer nginx.conf:1"},
	} {
		assert.Contains(t, found(t, c.files...), c.want, c.complaint)
	}
}

// With what the complaint asks for nothing is found any more.
func TestWhatIsMendedIsNotFound(t *testing.T) {
	for _, file := range [][2]string{
		{"db.shop.example", "$TTL 60\n@ IN SOA ns1 root 1 2h 15m 2w 1h\nwww IN A 192.0.2.1\n"},
		{"unbound.conf", "server:\n  cache-min-ttl: 0\n"},
		{"nginx.conf", "http { upstream a { zone a 64k; server a.internal:80 resolve max_fails=0; server b.internal:80 resolve max_fails=0; } server { location / { proxy_pass http://a; } } }\n"},
	} {
		assert.Empty(t, found(t, file), file[0])
	}
}
