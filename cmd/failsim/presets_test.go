package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/policy"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

// with reads the scenario that is there for such tests, with something more in its
// first design, whose own strategies and habits may be taken out.
func with(t *testing.T, more string, without ...string) (*scenario.Scenario, error) {
	content, err := os.ReadFile("testdata/preset.yaml")
	require.NoError(t, err)
	text := strings.Replace(string(content), "    # here\n", more, 1)
	for _, w := range without {
		require.Contains(t, text, w)
		text = strings.Replace(text, w, "", 1)
	}
	return scenario.ReadWith(presets(), "preset.yaml", []byte(text), nil, strategies.All(), traces.Names()...)
}

var dated = regexp.MustCompile(`20(12|2[0-9])`)

func TestEveryPresetSaysWhereItsValuesComeFromAndStandsInADesign(t *testing.T) {
	for _, name := range presetNames() {
		p := preset(name)
		assert.Equal(t, name, p.Name, "a preset's file has its name")
		assert.Regexp(t, dated, p.Source, "%s: what was run or read, and when", name)
		more := "    " + p.Kind + ": " + name + "\n"
		if p.Kind == "cache" { // of a service
			more = "    services:\n      - {service: a/east/servers, needs: [store], cache: {preset: " + name + ", objects: 100, keeps: 50, ttl: 1m}}\n"
		}
		s, err := with(t, more)
		require.NoError(t, err, name)
		assert.NotEmpty(t, s.Designs, name)
	}
}

const balancing, sending, retrying = "      balancing: [random]\n", "      sending: [dns-answer]\n", "      retrying: [fixed]\n"

// A preset is short for what its file says: the design is the same in each field.
func TestAPresetIsShortForItsFragment(t *testing.T) {
	short, err := with(t, "    lb: nginx-1.22\n", balancing)
	require.NoError(t, err)
	d := short.Designs[0]
	assert.Equal(t, "weighted-round-robin", d.Tenant[policy.BalancingSocket][0].Strategy.Name)
	assert.Equal(t, "max-fails", d.Tenant[policy.FilteringSocket][0].Strategy.Name)
	assert.Equal(t, 10*time.Second, d.Tenant[policy.FilteringSocket][0].Values.Duration("timeout"))
	assert.Equal(t, "next-upstream", d.Tenant[policy.LBRetryingSocket][0].Strategy.Name)
	assert.Equal(t, 1000000, d.Check.Unhealthy)
	assert.Equal(t, policy.Aside, d.Check.Work)
	assert.Equal(t, "fixed", d.Tenant[policy.RetryingSocket][0].Strategy.Name, "of which it says nothing")
	s, err := with(t, "    client: go-http\n    resolver: public-resolvers\n", sending, retrying)
	require.NoError(t, err)
	c := s.ClientsOf(&s.Designs[0], 0)
	assert.Equal(t, "pinned-connection", c.Connecting[0].Strategy.Name)
	assert.Equal(t, "never", c.Retrying[0].Strategy.Name)
	assert.Equal(t, 15*time.Second, c.NextAddress.After)
	assert.Equal(t, 5*time.Second, c.Timeout, "it has none of its own")
	assert.Len(t, c.Overstay, 3)
	other := s.ClientsOf(&s.Designs[1], 0)
	assert.Len(t, other.Overstay, 1, "another design's clients have other resolvers")
	assert.Zero(t, other.NextAddress)
}

func TestWhatADesignSaysItselfCountsMore(t *testing.T) {
	s, err := with(t, "    lb: haproxy-2.6\n    client: aws-sdk-go-1.48\n    check: {interval: 1s}\n    clients: {users: {timeout: 3s}}\n")
	require.NoError(t, err)
	d := &s.Designs[0]
	assert.Equal(t, "random", d.Tenant[policy.BalancingSocket][0].Strategy.Name)
	assert.Equal(t, "redispatch", d.Tenant[policy.LBRetryingSocket][0].Strategy.Name)
	assert.Equal(t, time.Second, d.Check.Interval)
	assert.Equal(t, 3, d.Check.Unhealthy)
	assert.True(t, d.Check.FromEnd)
	assert.Equal(t, 3*time.Second, s.ClientsOf(d, 0).Timeout)
	assert.Equal(t, "fixed", s.ClientsOf(d, 0).Retrying[0].Strategy.Name)
}

func TestOnePopulationMayHaveAProgramOfItsOwn(t *testing.T) {
	s, err := with(t, "    clients: {users: {client: failsafe-go-0.9, resolver: unbound}}\n", sending, retrying)
	require.NoError(t, err)
	c := s.ClientsOf(&s.Designs[0], 0)
	assert.Equal(t, time.Duration(0), c.Retrying[0].Values.Duration("wait"))
	assert.Empty(t, c.Overstay)
	assert.Equal(t, "fixed", s.ClientsOf(&s.Designs[1], 0).Retrying[0].Strategy.Name)
}

// A design that is like another has its own preset before the other's strategies.
func TestAnHeirsPresetCountsMoreThanWhatItInherits(t *testing.T) {
	s, err := with(t, "")
	require.NoError(t, err)
	heir := s.Designs[2]
	assert.Equal(t, "weighted-round-robin", heir.Tenant[policy.BalancingSocket][0].Strategy.Name)
	assert.Equal(t, "fixed", heir.Tenant[policy.RetryingSocket][0].Strategy.Name)
}

func TestMistakesWithPresets(t *testing.T) {
	for _, c := range []struct{ more, without, says string }{
		{"    lb: nginx-1.2\n", "", `unknown preset "nginx-1.2" of an lb; did you mean "nginx-1.22"?`},
		{"    lb: go-http\n", "", `preset "go-http" is of a client, not of an lb (valid: aws-alb`},
		{"    client: [go-http]\n", "", `expected the name of a preset, found a list`},
		{"    resolver: unbuond\n", "", `unknown preset "unbuond" of a resolver; did you mean "unbound"?`},
		{"    client: curl\n", "    tenant:\n" + sending + retrying + balancing, `missing in design: tenant, with balancing, of which its presets say nothing`},
	} {
		_, err := with(t, c.more, c.without)
		if assert.Error(t, err, c.more) {
			assert.Contains(t, err.Error(), c.says)
		}
	}
}
