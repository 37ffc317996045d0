package world_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/strategies"
)

// 100 requests a second of 100 ms keep 10 servers busy; at a target of 35 % an autoscaler
// runs 29 of them, and in the region that stands by the least, a quarter of 24. When
// that serves all, it runs 29 too: 23 more. Without an autoscaler 24 and 24 run at all
// hours. A server costs a dollar an hour, and all else nothing.
func TestAnAutoscalersServersAreInTheBill(t *testing.T) {
	text, err := os.ReadFile("../../cmd/failsim/testdata/situations/autoscaler-takes-away.yaml")
	require.NoError(t, err)
	s, err := scenario.Read("it.yaml", append(text, "prices: {load-balancer-hour: 0, load-balancer-gb: 0, server-hour: 1, egress-gb: 0, between-regions-gb: 0, dns-million: 0, dns-check-month: 0, dns-ttl-queries: 1}\n"...), strategies.All())
	require.NoError(t, err)
	bill := func(design int, peak float64) world.Bill {
		return world.Cost(s, world.Fixed(s), &s.Designs[design], []float64{peak}, []float64{100}, 0)
	}
	assert.Equal(t, "scaled", s.Designs[0].Name)
	assert.Equal(t, world.Bill{PerHour: 29 + 6, PerFailoverHour: 23}, bill(0, 100))
	assert.Equal(t, world.Bill{PerHour: 24 + 24}, bill(2, 100))
	assert.Equal(t, world.Bill{PerHour: 29 + 12, PerFailoverHour: 29 - 12}, bill(0, 200), "what was bought is for twice the load, of which the least are a quarter")
}
