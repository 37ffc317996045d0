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

// Habits were read that never show, and nobody was told.
func TestHabitsThatNeverShowAreSpokenOf(t *testing.T) {
	text, err := os.ReadFile("testdata/lost-host.yaml")
	require.NoError(t, err)
	for _, c := range []struct{ clients, tenant, says string }{
		{", next-address: {after: 7s}", "sending: [dns-answer]", ""},
		{", next-address: {after: 8s}", "sending: [dns-answer]", "design plain: users never try a next address: they would after 8s (next-address), and give an attempt up after 8s (timeout)"},
		{", next-resolver: {after: 5s}", "sending: [dns-answer]", ""},
		{", next-resolver: {after: 9s}", "sending: [dns-answer]", "design plain: users have no answer where their first resolver is silent: they would ask the next after 9s (next-resolver), and give an attempt up after 8s (timeout)"},
		{"", "sending: [dns-answer], connecting: [pinned-connection]", ""},
		{"", "sending: [ranked-list]", ""},
		{"", "sending: [ranked-list, {hedge: {to: other}}]", ""},
		{"", "sending: [dns-answer, hedge]", ""},
		{"", "sending: [dns-answer, {hedge: {to: other}}]", "design plain: what hedge sends beside goes to the same endpoint, as users have no list of others: to: other needs such a list, as with ranked-list"},
		{"", "sending: [dns-answer, {circuit-breaker: {failures: 3}}]", ""},
		{"", "sending: [dns-answer, {circuit-breaker: {trip: ratio, window: 5s}}]", ""},
		{"", "sending: [dns-answer, {circuit-breaker: {window: 5s}}]", "design plain: window of circuit-breaker changes nothing for users: it is for trip: ratio"},
		{"", "sending: [dns-answer, {circuit-breaker: {trip: ratio, failures: 3}}]", "design plain: failures of circuit-breaker changes nothing for users: it is for trip: consecutive"},
		{"", "sending: [ranked-list], connecting: [pinned-connection]",
			"design plain: users with a list (ranked-list) do not keep connections: pinned-connection is for clients that follow the DNS answer"},
	} {
		s, err := scenario.Read("it.yaml", []byte(strings.NewReplacer("timeout: 8s, patience: 45s, resolvers: 5000", "timeout: 8s, patience: 45s, resolvers: 5000"+c.clients,
			"tenant: {sending: [dns-answer]", "tenant: {"+c.tenant).Replace(string(text))), strategies.All(), traces.Names()...)
		require.NoError(t, err)
		said := steady(s).Cautions([]*scenario.Design{&s.Designs[0]}, nil, false)
		if c.says == "" {
			assert.Empty(t, said)
		} else {
			assert.Contains(t, said, c.says)
		}
	}
}

// What filters and limits on steering could never do was accepted in silence. Here
// 100 requests a second go to 60 names, each with an LB before the same three
// backends: 5.56 in 10 s are for one of them.
func TestWhatNeverActsIsSpokenOf(t *testing.T) {
	text, err := os.ReadFile("testdata/lost-host.yaml")
	require.NoError(t, err)
	for _, c := range []struct{ tenant, says string }{
		{"filtering: [backups: {last: 2}]", ""},
		{"filtering: [backups: {last: 3}]", "plain: backups does nothing before the 3 backends for here at a/east: last is 3, which is all of them, so none is a backup"},
		{"filtering: [success-rate: {hosts: 3, requests: 5}]", ""},
		{"filtering: [success-rate: {hosts: 4}]", "plain: success-rate does nothing before the 3 backends for here at a/east: it judges no fewer than 4 (hosts)"},
		{"filtering: [success-rate: {hosts: 3, requests: 6}]", "each gets 5.56 requests in an interval of 10s at the peak, and is judged by 6 or more (requests)"},
		{"filtering: [grpc-outlier-detection: {hosts: 1, volume: 1}]", "it ejects nothing, as gRPC by default (enforced: 0%)"},
		{"filtering: [grpc-outlier-detection: {enforced: 100%, hosts: 3, volume: 5}]", ""},
		{"filtering: [grpc-outlier-detection: {enforced: 100%, hosts: 3, volume: 6}]", "and is judged by 6 or more (volume)"},
		{"steering: [nearest-healthy: {hysteresis: 10%}]", "plain: hysteresis: 10% of nearest-healthy changes nothing: it moves all of a name's requests or none"},
		{"steering: [nearest-healthy: {hysteresis: 10%, velocity: 50%}]", ""},
		{"steering: [dns-failover: {hysteresis: 10%}]", ""},
	} {
		s, err := scenario.Read("it.yaml", []byte(strings.Replace(string(text), "tenant: {sending: [dns-answer]", "tenant: {sending: [dns-answer], "+c.tenant, 1)), strategies.All(), traces.Names()...)
		require.NoError(t, err)
		said := strings.Join(steady(s).Cautions([]*scenario.Design{&s.Designs[0]}, nil, false), "\n")
		if c.says == "" {
			assert.Empty(t, said, c.tenant)
		} else {
			assert.Contains(t, said, c.says)
		}
	}
}
