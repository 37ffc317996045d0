package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/importer"
)

func azure(t *testing.T, file string) map[string]string {
	t.Helper()
	data, err := os.ReadFile("testdata/rich/" + file)
	require.NoError(t, err)
	return scenariosOf(t, [2]string{file, string(data)})
}

// scenariosOf are the scenarios of a file's pools by name.
func scenariosOf(t *testing.T, file [2]string) map[string]string {
	t.Helper()
	plans, err := importer.Plans("made", of(t, file), "")
	require.NoError(t, err)
	texts := map[string]string{}
	for _, p := range plans {
		texts[p.Name] = p.Scenario(nil)
	}
	return texts
}

func TestAPlanOfAzureIsAWorld(t *testing.T) {
	text := azure(t, "azure.json")["made"]
	for _, want := range []string{"zones: 3,", "backends-per-zone: 2 ", "interval: 5s ", "unhealthy: 3 ", "healthy: 2 ", "timeout: 15s   # azurerm's default", "balancing: [map-hash]", "dns: {ttl: 45s,",
		"steering: [{dns-failover: {interval: 30s, threshold: 4}}]"} { // three failures are tolerated, so the fourth counts
		assert.Contains(t, text, want)
	}
	assert.NotContains(t, text, "fails: open", "where all probes fail a load balancer of Azure's takes no new connection anywhere")
}

// Front Door has an origin out when fewer of the last samples than so many have
// succeeded: of six and four, when three have failed.
func TestFrontDoorAndGatewaysOfAzure(t *testing.T) {
	texts := azure(t, "edge.json")
	door := texts["made"]
	for _, want := range []string{"backends-per-zone: 3 ", "interval: 20s ", "unhealthy: 3 ", "healthy: 4 ", "fails: open", "filtering: [{backups: {last: 1, use: all}}]"} {
		assert.Contains(t, door, want)
	}
	gateway := texts["azurerm-application-gateway-gw-app"]
	for _, want := range []string{"backends-per-zone: 2 ", "interval: 12s ", "timeout: 8s ", "unhealthy: 4 ", "healthy: 1   # Azure's default", "next-upstream: {tries: 1, answer: 25s}"} {
		assert.Contains(t, gateway, want)
	}
}

// What a plan leaves out is the provider's default.
func TestDefaultsOfAzure(t *testing.T) {
	text := scenariosOf(t, [2]string{"plan.json", `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [
{"address": "azurerm_lb_backend_address_pool.a", "mode": "managed", "type": "azurerm_lb_backend_address_pool", "name": "a", "values": {"name": "a"}},
{"address": "azurerm_lb_probe.a", "mode": "managed", "type": "azurerm_lb_probe", "name": "a", "values": {"port": 80}},
{"address": "azurerm_lb_rule.a", "mode": "managed", "type": "azurerm_lb_rule", "name": "a", "values": {"frontend_port": 80}}]}},
"configuration": {"root_module": {"resources": [
{"address": "azurerm_lb_rule.a", "mode": "managed", "type": "azurerm_lb_rule", "name": "a", "expressions": {"probe_id": {"references": ["azurerm_lb_probe.a.id"]}, "backend_address_pool_ids": {"references": ["azurerm_lb_backend_address_pool.a.id"]}}}]}}}`})["made"]
	for _, want := range []string{"interval: 15s   # azurerm's default", "unhealthy: 2   # azurerm's default", "healthy: 1   # azurerm's default", "sees-errors: 0%"} {
		assert.Contains(t, text, want)
	}
}
