package main

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// By hand, for an hour of which the API is down for ten minutes: starts come twice a
// second, each session asks 300 s / 5.13 s = 58.5 times, and those of 600 s of starts never
// begin: 2 x 58.5 x (3600 - 600).
func TestWhatPlaysGoesOnAndWhatStartsNeedsTheAPI(t *testing.T) {
	o := failsim("compare", "testdata/situations/who-plays-goes-on.yaml", "--replications", "2", "--json", "--quiet", "--out", filepath.Join(t.TempDir(), "out")).requireDone(t)
	var summary struct {
		Incidents []struct {
			Designs []struct {
				Populations []struct {
					Name     string
					Requests struct{ Arrived, Failed float64 }
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(o.stdout), &summary))
	arrived, failed := map[string]float64{}, map[string]float64{}
	for _, p := range summary.Incidents[0].Designs[0].Populations {
		arrived[p.Name], failed[p.Name] = p.Requests.Arrived/2, p.Requests.Failed/2
	}
	const most = 0.03 // six deviations of 7200 starts
	assert.InEpsilon(t, 2*3600, arrived["starts"], most)
	assert.InEpsilon(t, 2*58.5*3000, arrived["plays"], most)
	assert.InEpsilon(t, 2*600, failed["starts"], 2*most)
	assert.Zero(t, failed["plays"])
}
