package world

import (
	"math"
	"testing"

	"failsim/models/world/scenario"

	"github.com/stretchr/testify/assert"
)

func TestArithmeticOnPaperFollowsTheStructure(t *testing.T) {
	// As symbols: series is a product, parallel 1 less the product of the lacks.
	series := func(parts ...float64) float64 {
		a := 1.0
		for _, p := range parts {
			a *= p
		}
		return a
	}
	parallel := func(parts ...float64) float64 {
		lack := 1.0
		for _, p := range parts {
			lack *= 1 - p
		}
		return 1 - lack
	}
	sla := scenario.SLAs{LoadBalancer: 0.9, Servers: 0.8, DNS: 0.99}
	thin := scenario.Endpoint{Region: "a/two", Backends: "a/one", Rank: 2}
	for _, c := range []struct {
		endpoints []scenario.Endpoint
		a         float64
		formula   string
	}{
		{[]scenario.Endpoint{served("a/one", 1, 1)}, 0.99 * 0.9 * 0.8, "DNS x LB x servers"},
		{[]scenario.Endpoint{served("a/one", 1, 1), served("b/one", 1, 1)}, 0.99 * (1 - math.Pow(1-0.72, 2)), "DNS x (LB x servers or LB x servers)"},
		{[]scenario.Endpoint{served("a/one", 1, 1), thin}, 0.99 * 0.99 * 0.8, "DNS x (LB or LB) x servers"},
	} {
		a, formula := OnPaper(sla, c.endpoints, series, parallel)
		assert.InDelta(t, c.a, a, 1e-12)
		assert.Equal(t, c.formula, formula)
	}
}
