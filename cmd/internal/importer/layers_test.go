package importer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/config"
)

// twoLayers are a pool of three at a port and another pool of four, whose proxy
// listens there.
func twoLayers(listens string) *config.Reading {
	servers := func(n int, port string) (list []config.Server) {
		for i := range n {
			list = append(list, config.Server{Address: fmt.Sprintf("192.0.2.%d:%s", i+1, port)})
		}
		return list
	}
	return &config.Reading{Layers: []config.Layer{
		{Kind: config.Balancer, Program: "nginx", Name: "app", Place: config.Place{File: "nginx.conf", Line: 1}, Values: map[string]config.Value{"listens": {Text: listens}}, Servers: servers(4, "9000")},
		{Kind: config.Balancer, Program: "haproxy", Name: "front", Place: config.Place{File: "haproxy.cfg", Line: 5}, Values: map[string]config.Value{"timeout.server": {Text: "9s"}, "retries": {Text: "2"}, "retry-on": {Text: "all-retryable-errors"}}, Servers: servers(3, "8080")},
	}}
}

func TestAPortTellsWhichPoolStandsBeforeTheOther(t *testing.T) {
	p := plan(t, twoLayers("80 8080"), "")
	assert.Equal(t, "front", p.pool.Name, "though app has more servers")
	assert.Empty(t, p.Needs)
	assert.Contains(t, p.Left, `nginx.conf:1: app is a second layer, behind front (haproxy.cfg:5): here a server is up or down as a whole; --pool "app" makes the world of both`)
	p = plan(t, twoLayers("80"), "")
	assert.Equal(t, "app", p.pool.Name)
	assert.Contains(t, strings.Join(p.Left, "\n"), "haproxy.cfg:5: front (haproxy) is asked by nothing that these files show: left out")
	assert.Empty(t, p.Needs, "nothing says that one asks the other")
}

func TestTheOuterPoolIsTheClientOfTheInnerOne(t *testing.T) {
	p := plan(t, twoLayers("8080"), "app")
	text := p.Scenario(p.Findings())
	s := read(t, text)
	assert.Len(t, s.World.Providers[0].Regions, 4, "an LB on each of three hosts, and the servers that they share")
	assert.Contains(t, text, "  timeout: 9s ")
	assert.Contains(t, text, "retrying: [{fixed: {attempts: 3, wait: 0s}}]")
	assert.Contains(t, text, "{region: site/h3, backends: site/servers, rank: 1, weight: 1}, {region: site/servers, capacity: 150%, rank: 2, weight: 1}")
}

func TestEachHostHasItsOwnServersWhereTheyAreLocal(t *testing.T) {
	p := plan(t, shop(t), "app")
	s := read(t, p.Scenario(p.Findings()))
	assert.Len(t, s.World.Providers[0].Regions, 6)
	assert.Equal(t, 3, s.World.LB.BackendsPerZone)
}

func TestPoolsThatSendToEachOthersPortsAreNotInOrder(t *testing.T) {
	r := twoLayers("8080")
	r.Layers[1].Set("listens", "9000", config.Place{})
	assert.Equal(t, "app", plan(t, r, "").pool.Name)
}

func TestOneTryHasTheSameTimeOuts(t *testing.T) {
	assert.Equal(t, "next-upstream: {tries: 1, errors: yes, connect: 2s}", once("next-upstream: {errors: yes, tries: 3, connect: 2s}"))
	assert.Equal(t, "redispatch: {retries: 0, connect: 5s}", once("redispatch: {retries: 3, connect: 5s}"))
	assert.Equal(t, "next-upstream: {tries: 1}", once("next-upstream"))
}

// What a finding is priced in can be read, with the change as without.
func TestIdleConnectionsAreAScenarioWithAndWithoutTheChange(t *testing.T) {
	r := twoLayers("8080")
	r.Layers[0].Set("idle.inside", "20s", config.Place{File: "nginx.conf", Line: 3})
	r.Layers[1].Set("idle.outside", "60s", config.Place{File: "haproxy.cfg", Line: 6})
	p := plan(t, r, "")
	findings := p.Findings()
	var idle *Finding
	for i := range findings {
		if findings[i].Kind == "idle-outside-longer" {
			idle = &findings[i]
		}
	}
	require.NotNil(t, idle)
	text := p.Scenario(findings)
	read(t, text)
	assert.Contains(t, text, "share: 0.00184%, error-after: 1ms")
	read(t, idle.WithChange())
	assert.NotContains(t, idle.WithChange(), "share: 0.00184%")
}

func TestAThirdLayerIsToldAsLeftOut(t *testing.T) {
	r := twoLayers("8080")
	r.Layers[1].Set("listens", "443", config.Place{File: "haproxy.cfg", Line: 3})
	edge := config.Layer{Kind: config.Balancer, Program: "envoy", Name: "edge", Place: config.Place{File: "envoy.yaml", Line: 9}, Values: map[string]config.Value{}}
	for _, address := range []string{"198.51.100.1:443", "198.51.100.2:443", "198.51.100.3:443"} {
		edge.Servers = append(edge.Servers, config.Server{Address: address})
	}
	r.Layers = append(r.Layers, edge)
	p := plan(t, r, "app")
	read(t, p.Scenario(p.Findings()))
	assert.Contains(t, p.Left, "envoy.yaml:9: edge stands before front (haproxy.cfg:5), which makes three layers: a world has two, so what edge checks, waits for and tries again is left out")
}

// A route and a rule of Istio's for one service have one name: the second was lost
// behind the first, whose findings were told twice.
func TestPoolsOfOneNameAreToldApart(t *testing.T) {
	pool := func(program string, line int) config.Layer {
		return config.Layer{Kind: config.Balancer, Program: program, Name: "reviews", Of: program, Place: config.Place{File: "mesh.yaml", Line: line},
			Servers: []config.Server{{Address: "192.0.2.1:80"}, {Address: "192.0.2.2:80"}}}
	}
	r := &config.Reading{Layers: []config.Layer{pool("istio", 3), pool("gateway", 9), pool("gateway", 20)}}
	plans, err := Plans("made", r, "")
	require.NoError(t, err)
	require.Len(t, plans, 3)
	assert.Equal(t, 9, plans[1].pool.Line)
	assert.Contains(t, strings.Join(plans[0].Left, "\n"), `--pool "reviews@gateway" makes its scenario`)
	p, err := Make("made", r, "reviews@gateway-2")
	require.NoError(t, err)
	assert.Equal(t, 20, p.pool.Line)
}

// Of four copies in three zones six are simulated: a drain that leaves two of the four
// leaves three of them.
func TestADrainLeavesTheSameShareOfWhatIsSimulated(t *testing.T) {
	p := &Plan{Servers: 4, Zones: 3, Sites: []string{"a"}, reading: &config.Reading{}}
	var faults []string
	for _, d := range p.drills(map[string]bool{"drain-to-2": true}) {
		if d.name == "drain-to-2" {
			faults = append(faults, d.fault)
		}
	}
	assert.Equal(t, []string{"fail: {on: {region: site/a, backends: 3 of 6}, as: process, for: 10m}"}, faults)
}
