package study

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

// Lists of which a part would change nothing were read, and nobody was told.
func TestStrategiesThatWouldChangeNothingAreRefused(t *testing.T) {
	text, err := os.ReadFile("testdata/lost-host.yaml")
	require.NoError(t, err)
	const plain = "tenant: {sending: [dns-answer], retrying: [never], balancing: [round-robin]}"
	require.Contains(t, string(text), plain)
	for _, c := range []struct{ filtering, says string }{
		{"[outlier-ejection, panic]", ""},
		{"[panic, outlier-ejection]", "outlier-ejection takes out again what panic has put back: panic stands last"},
		{"[outlier-ejection, panic, panic]", "filtering names panic twice: take one"},
	} {
		tenant := strings.Replace(plain, "round-robin]}", "round-robin], filtering: "+c.filtering+"}", 1)
		_, err := scenario.Read("it.yaml", []byte(strings.Replace(string(text), plain, tenant, 1)), strategies.All(), traces.Names()...)
		if c.says == "" {
			assert.NoError(t, err, tenant)
		} else {
			assert.ErrorContains(t, err, c.says, tenant)
		}
	}
	for _, c := range []struct{ sending, steering, says string }{
		{"[dns-answer]", "[anycast, dns-failover]", "anycast moves names by routes, dns-failover by DNS answers: a name has one of them"},
		{"[dns-answer]", "[dns-failover, {dns-failover: {interval: 30s}}]", "steering names dns-failover twice: one of them decides, and the other would change nothing"},
		{"[dns-answer, hedge, {hedge: {share: 1%}}]", "[dns-failover]", "sending takes one hedge: a second would change nothing"},
		{"[dns-answer, circuit-breaker, {circuit-breaker: {trip: ratio}}]", "[zonal-shift, dns-failover]", ""},
		{"[dns-answer, hedge]", "[anycast, zonal-shift]", ""},
	} {
		tenant := strings.NewReplacer("[dns-answer]", c.sending, "round-robin]}", "round-robin], steering: "+c.steering+"}").Replace(plain)
		_, err := scenario.Read("it.yaml", []byte(strings.Replace(string(text), plain, tenant, 1)), strategies.All(), traces.Names()...)
		if c.says == "" {
			assert.NoError(t, err, tenant)
		} else {
			assert.ErrorContains(t, err, c.says, tenant)
		}
	}
}
