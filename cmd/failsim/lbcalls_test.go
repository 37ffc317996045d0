package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// One server of three dies, and 100 requests a second go on. nginx tries its neighbour, and
// loses none; an LB that calls without trying again loses what comes to the dead one until
// a check takes it out; and lb-calls: none is nginx as it was.
func TestWhatADesignSaysOfCallsCountsMoreThanItsPreset(t *testing.T) {
	text := content(t, "testdata/situations/retries-in-the-lb.yaml")
	text = strings.Replace(text, "fail: {on: {service: a/east/servers}, share: 50%, for: 60s}", "fail: {on: {region: a/east, backends: 1 of 3}, as: process, for: 60s}", 1)
	text = strings.ReplaceAll(text, "flat100.csv", "flat.csv")
	before, _, _ := strings.Cut(text, "  - design: tries-again")
	before = strings.Replace(before, "    tenant: {sending: [dns-answer], retrying: [never], balancing: [least-outstanding]}\n", "    lb: nginx-1.22\n    tenant: {sending: [dns-answer], retrying: [never]}\n", 1)
	dir := t.TempDir()
	flat, err := os.ReadFile("testdata/situations/flat100.csv")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "flat.csv"), flat, 0o600))
	lost := func(calls string) int {
		file := filepath.Join(dir, "it.yaml")
		require.NoError(t, os.WriteFile(file, []byte(strings.Replace(before, "    lb: nginx-1.22\n", "    lb: nginx-1.22\n"+calls, 1)), 0o600))
		o := failsim("run", file, "--design", "passes-on", "--json", "--quiet").requireDone(t)
		var sum struct {
			Designs []struct{ Requests struct{ Failed int } }
		}
		require.NoError(t, json.Unmarshal([]byte(o.stdout), &sum))
		return sum.Designs[0].Requests.Failed
	}
	assert.Zero(t, lost(""))
	assert.Positive(t, lost("    lb-calls: {timeout: 5s}\n"))
	assert.Zero(t, lost("    lb-calls: none\n"))
}
