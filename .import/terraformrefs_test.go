package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/importer"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

// A plan that Terraform 1.11.4 made of three modules with aws 5.100.0: one has a target
// group for each service, and gives them out by a map; another is called for each service,
// with its target group in a variable. Each group of servers is in that of its own index.
func TestForEachAcrossModules(t *testing.T) {
	data, err := os.ReadFile("testdata/modules.json")
	require.NoError(t, err)
	r := of(t, [2]string{"plan.json", string(data)})
	servers, of := map[string]int{}, map[string]string{}
	for _, l := range r.Layers {
		if l.Program == "aws-alb" {
			servers[l.Name], of[l.Name] = len(l.Servers), l.Of
		}
	}
	assert.Equal(t, map[string]int{`module.alb.aws_lb_target_group.this["web"]`: 4, `module.alb.aws_lb_target_group.this["api"]`: 2}, servers)
	assert.Equal(t, map[string]string{`module.alb.aws_lb_target_group.this["web"]`: `module.asg["web"].aws_autoscaling_group.this`,
		`module.alb.aws_lb_target_group.this["api"]`: `module.asg["api"].aws_autoscaling_group.this`}, of)
}

// What goes through a local value is in no plan: the group stays without servers.
func TestALocalValueLeadsNowhere(t *testing.T) {
	r := of(t, [2]string{"plan.json", `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [
{"address": "aws_lb_target_group.a", "mode": "managed", "type": "aws_lb_target_group", "name": "a", "values": {"port": 80, "protocol": "HTTP"}},
{"address": "aws_autoscaling_group.a", "mode": "managed", "type": "aws_autoscaling_group", "name": "a", "values": {"min_size": 2, "max_size": 4}}]}},
"configuration": {"root_module": {"resources": [
{"address": "aws_autoscaling_group.a", "mode": "managed", "type": "aws_autoscaling_group", "name": "a", "expressions": {"target_group_arns": {"references": ["local.groups"]}}}]}}}`})
	assert.Empty(t, r.Layers[0].Servers)
	assert.Contains(t, r.Unsaid, at("plan.json", 3, "aws_autoscaling_group.a target_group_arns: leads to no target group that this plan has; what goes through local values is in no plan"))
}

// A plan that Terraform made of one module for two regions, six servers and two, and of
// records of Route 53 that fail over from one to the other. The second is the same service
// at another site, of a third of its size.
func TestRecordsThatFailOver(t *testing.T) {
	data, err := os.ReadFile("testdata/failover.json")
	require.NoError(t, err)
	plans, err := importer.Plans("made", of(t, [2]string{"plan.json", string(data)}), "")
	require.NoError(t, err)
	p := plans[0]
	findings := p.Findings()
	text := p.Scenario(findings)
	_, err = scenario.Read("made.yaml", []byte(text), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	assert.Contains(t, text, "    serve: {users: [{region: site/a, capacity: 150%, rank: 1, weight: 1}, {region: site/b, capacity: 50%, rank: 2, weight: 1}]}")
	assert.Contains(t, text, "steering: [{dns-failover: {interval: 30s, threshold: 3}}]")
	require.Len(t, findings, 1)
	assert.Equal(t, "standby-too-small", findings[0].Kind)
	assert.Contains(t, findings[0].Says, "module.dr.aws_lb_target_group.this has 2 servers and stands by for module.primary.aws_lb_target_group.this, which has 6: after a fail-over it can do 50 % of the peak")
	assert.Contains(t, text, "  - design: standby-as-large\n    about: \"with the change: as many servers as it stands by for, before they are needed\"\n    like: as-configured\n    serve: {users: [{region: site/a, capacity: 150%, rank: 1, weight: 1}, {region: site/b, capacity: 150%, rank: 2, weight: 1}]}")
}
