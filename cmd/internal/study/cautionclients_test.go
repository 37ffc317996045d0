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
		{"", "sending: [dns-answer], connecting: [pinned-connection]", ""},
		{"", "sending: [ranked-list]", ""},
		{"", "sending: [ranked-list], connecting: [pinned-connection]",
			"design plain: users with a list (ranked-list) do not keep to a connection: pinned-connection is for those who go where their name's answer says"},
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
