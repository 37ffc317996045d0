package main

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Buoyant's check of peak EWMA, and the order that Prequal's paper has: with one slow host of
// twenty, round robin answers 95 % within a second, they 99 % and more.
func TestWhoMindsLatencyLeavesASlowHost(t *testing.T) {
	o := failsim("compare", "testdata/one-slow-host.yaml", "--replications", "1", "--json", "--quiet", "--out", filepath.Join(t.TempDir(), "out")).requireDone(t)
	var sum struct {
		Incidents []struct {
			Designs []struct {
				Name    string
				Goodput struct{ Mean float64 }
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(o.stdout), &sum))
	inTime := map[string]float64{}
	for _, d := range sum.Incidents[0].Designs {
		inTime[d.Name] = 1 - 2*(1-d.Goodput.Mean) // it is slow for half of the run
	}
	assert.InDelta(t, 0.95, inTime["round-robin"], 0.001)
	assert.Greater(t, inTime["peak-ewma"], 0.99)
	assert.Greater(t, inTime["prequal"], inTime["peak-ewma"], "it asks, and need not try")
}
