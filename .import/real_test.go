package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What stumbled over files that people publish, each with an input of its own.

func TestHAProxysConditionsAreTold(t *testing.T) {
	r := of(t, [2]string{"haproxy.cfg", "listen web :8080\n  .if feature(QUIC)\n  balance leastconn\n  .endif\n  server a 10.0.0.1:80\n"})
	assert.Empty(t, r.Unread)
	require.Len(t, r.Unsaid, 2)
	assert.Equal(t, at("haproxy.cfg", 2, ".if: what stands under a condition is taken as if it held"), r.Unsaid[0])
	assert.Equal(t, "leastconn", r.Layers[0].Values["balance"].Text)
	assert.Equal(t, "8080", r.Layers[0].Values["listens"].Text, "an address behind the name of a section")
}

// A bootstrap of which a control plane sends all was no kind of file.
func TestEnvoyWithoutAnythingStatic(t *testing.T) {
	r := of(t, [2]string{"envoy.yaml", "node: {cluster: a, id: b}\ndynamic_resources:\n  cds_config: {path_config_source: {path: /etc/cds.yaml}}\n"})
	assert.Equal(t, []string{"dynamic_resources: what a control plane sends stands in no file"}, []string{r.Unread[0].Text})
}

func TestGRPCSaysWhatARetryPolicyLacks(t *testing.T) {
	_, err := readAll([]string{"sc.json"}, func(string) ([]byte, error) {
		return []byte("{\"methodConfig\": [{\n\"name\": [{}],\n\"retryPolicy\": {\n\"initialBackoff\": \"0.25s\", \"maxBackoff\": \"32s\", \"backoffMultiplier\": 1.3, \"retryableStatusCodes\": [\"UNAVAILABLE\"]}}]}"), nil
	})
	require.Error(t, err)
	assert.True(t, strings.HasPrefix(err.Error(), "sc.json:3: grpc-go refuses it as a service config: "), err.Error())
	assert.True(t, strings.HasSuffix(err.Error(), "this retryPolicy has no max_attempts"), err.Error())
	assert.NotContains(t, err.Error(), "{MaxAttempts", "no value of the file, nor Go's way to write it")
}

func TestAZoneFileIsRefusedByLine(t *testing.T) {
	_, err := readAll([]string{"db.example"}, func(string) ([]byte, error) { return []byte("ND zone file: example\n$TTL 60\n"), nil })
	assert.EqualError(t, err, "db.example:1: dns: not a TTL")
}

func TestAZoneFileTakesInOthers(t *testing.T) {
	r := of(t, [2]string{"db.shop.example", "$TTL 60\n$INCLUDE others.zone\n@ IN SOA ns1 root 1 2h 15m 2w 1h\nwww IN A 192.0.2.1\n"})
	assert.Equal(t, at("db.shop.example", 2, "$INCLUDE (name the files that it takes in as well)"), r.Unread[0])
	assert.Equal(t, 4, r.Layers[0].Line)
}

// nginx reads fastcgi_read_timeout for fastcgi_pass, and no directive of proxy_pass.
func TestEachPassHasDirectivesOfItsOwn(t *testing.T) {
	r := of(t, [2]string{"nginx.conf", `http {
  proxy_read_timeout 10s;
  upstream php { server 10.0.0.1:9000; }
  server {
    listen 80;
    location / { fastcgi_pass php; fastcgi_read_timeout 70s; }
  }
  server {
    listen 81;
    location / { fastcgi_pass php; fastcgi_read_timeout 71s; }
  }
}
`})
	assert.Equal(t, "70s", r.Layers[0].Values["proxy_read_timeout"].Text)
	assert.Equal(t, "80 81", r.Layers[0].Values["listens"].Text)
	assert.Contains(t, r.Beside, at("nginx.conf", 2, "proxy_read_timeout"))
	assert.Contains(t, r.Unsaid, at("nginx.conf", 10, "fastcgi_read_timeout of a further location: the first that passes to a pool counts for all of it"))
}

// A group that a resource of its own gives to a pool was not in it.
func TestGroupsThatAreAttached(t *testing.T) {
	r := of(t, [2]string{"plan.json", `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [
{"address": "aws_lb_target_group.a", "mode": "managed", "type": "aws_lb_target_group", "name": "a", "values": {"port": 80, "protocol": "HTTP"}},
{"address": "aws_autoscaling_attachment.a", "mode": "managed", "type": "aws_autoscaling_attachment", "name": "a", "values": {}},
{"address": "aws_autoscaling_group.a", "mode": "managed", "type": "aws_autoscaling_group", "name": "a", "values": {"min_size": 2, "max_size": 4}}]}},
"configuration": {"root_module": {"resources": [
{"address": "aws_autoscaling_attachment.a", "mode": "managed", "type": "aws_autoscaling_attachment", "name": "a",
 "expressions": {"autoscaling_group_name": {"references": ["aws_autoscaling_group.a.id"]}, "lb_target_group_arn": {"references": ["aws_lb_target_group.a.arn"]}}}]}}}`})
	assert.Len(t, r.Layers[0].Servers, 2)
}

// Of target groups of a for_each each attachment went to the last.
func TestAttachmentsOfAForEach(t *testing.T) {
	r := of(t, [2]string{"plan.json", `{"format_version": "1.2", "planned_values": {"root_module": {"child_modules": [{"address": "module.alb", "resources": [
{"address": "module.alb.aws_lb_target_group.this[\"a\"]", "mode": "managed", "type": "aws_lb_target_group", "name": "this", "index": "a", "values": {"port": 80, "protocol": "HTTP"}},
{"address": "module.alb.aws_lb_target_group.this[\"b\"]", "mode": "managed", "type": "aws_lb_target_group", "name": "this", "index": "b", "values": {"port": 80, "protocol": "HTTP"}},
{"address": "module.alb.aws_lb_target_group_attachment.this[\"a\"]", "mode": "managed", "type": "aws_lb_target_group_attachment", "name": "this", "index": "a", "values": {}}]}]}},
"configuration": {"root_module": {"module_calls": {"alb": {"module": {"resources": [
{"address": "aws_lb_target_group_attachment.this", "mode": "managed", "type": "aws_lb_target_group_attachment", "name": "this", "expressions": {"target_group_arn": {"references": ["aws_lb_target_group.this", "each.key"]}}}]}}}}}}`})
	require.Len(t, r.Layers, 2)
	assert.Len(t, r.Layers[0].Servers, 1)
	assert.Empty(t, r.Layers[1].Servers)
}
