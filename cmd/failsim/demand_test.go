package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// By hand: 100 requests a second, each of which asks a database of 50 ms, keep five of its
// servers busy; a quarter of them, 1.25; through a service in between that asks for half, 2.5. What
// a cache answers is not known before.
func TestCheckKnowsWhatIsAskedForTooMuch(t *testing.T) {
	text := content(t, "testdata/situations/cold-memory.yaml")
	const services = "    - {service: a/east/servers, needs: [memory]}\n    - {service: memory, servers: 1000, work: 1ms, cache: {objects: 2000, zipf: 0, keeps: 2000}, needs: [database]}\n    - {service: database, servers: 1, work: 50ms, queue-capacity: 10}\n"
	require.Contains(t, text, services)
	for instead, says := range map[string]string{
		"    - {service: a/east/servers, needs: [database]}\n    - {service: memory}\n    - {service: database, servers: 4, work: 50ms}\n":                                                           "at least 100 requests a second keep 5 servers busy, for 50ms each, and it has 4",
		"    - {service: a/east/servers, needs: [database]}\n    - {service: memory}\n    - {service: database, servers: 5, work: 50ms}\n":                                                           "",
		"    - {service: a/east/servers, needs: [{on: database, share: 25%}]}\n    - {service: memory}\n    - {service: database, servers: 1, work: 50ms}\n":                                         "keep 1.25 servers busy",
		"    - {service: a/east/servers, needs: [memory]}\n    - {service: memory, servers: 9, work: 1ms, needs: [{on: database, share: 50%}]}\n    - {service: database, servers: 2, work: 50ms}\n": "keep 2.5 servers busy",
		services: "",
	} {
		edited := strings.Replace(text, services, instead, 1)
		edited = edited[:strings.Index(edited, "  - design: sized-for-all")]
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "flat100.csv"), []byte(content(t, "testdata/situations/flat100.csv")), 0o600))
		file := filepath.Join(dir, "asks.yaml")
		require.NoError(t, os.WriteFile(file, []byte(edited), 0o600))
		out := failsim("check", file).requireDone(t).stdout
		if says == "" {
			assert.NotContains(t, out, "without any fault", instead)
		} else {
			assert.Contains(t, out, says, instead)
		}
	}
}
