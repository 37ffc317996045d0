package study

import (
	"os"
	"strings"
	"testing"
	"time"

	"failsim/models/policy"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every way in which LBs balance and filter runs in a world in which a zone of
// backends fails some requests: each request has
// one outcome, most are answered, and those of two runs are the same.
func TestEveryStrategyOfLBsRunsInAWorld(t *testing.T) {
	text, err := os.ReadFile("testdata/hazards.yaml")
	require.NoError(t, err)
	for _, s := range strategies.All() {
		balancing, filtering := "weighted-round-robin", ""
		switch s.Socket {
		case policy.BalancingSocket:
			balancing = s.Name
		case policy.FilteringSocket:
			filtering = ", filtering: [" + s.Name + "]"
		default:
			continue
		}
		edited := strings.NewReplacer("balancing: [least-outstanding]}", "balancing: ["+balancing+"]"+filtering+"}", "capacity: 150%", "capacity: 300%").Replace(string(text))
		require.Contains(t, edited, "balancing: ["+balancing+"]"+filtering+"}")
		edited, _, _ = strings.Cut(edited, "  - {design: least-request")
		read, err := scenario.Read("hazards.yaml", []byte(edited), strategies.All(), traces.Names()...)
		require.NoError(t, err)
		for i := range read.Incidents {
			read.Incidents[i].Length = 8 * time.Minute
		}
		w := steady(read)
		a, b := playCounted(t, w, "one-region", "zone-errors"), playCounted(t, w, "one-region", "zone-errors")
		assert.Equal(t, a.Fingerprint, b.Fingerprint, s.Name)
		assert.Greater(t, a.Availability, 0.85, s.Name)
		assert.Less(t, a.Availability, 0.999999, "%s: the zone fails some", s.Name)
	}
}
