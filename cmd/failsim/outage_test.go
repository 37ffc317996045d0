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

// The example of how an outage is written down can be run as it stands there, every number of it has a source,
// and what the page says of it is so.
func TestTheExampleOfAnOutageRuns(t *testing.T) {
	page := content(t, "../../docs/outage.md")
	_, example, ok := strings.Cut(page, "## An example")
	require.True(t, ok)
	var lines []string
	for line := range strings.SplitSeq(example, "\n") {
		if strings.HasPrefix(line, "    ") {
			lines = append(lines, line[4:])
		} else if line == "" && len(lines) > 0 {
			lines = append(lines, "")
		}
	}
	text := strings.TrimSpace(strings.Join(lines, "\n")) + "\n"
	assert.Empty(t, unsourced(t, text))
	file := filepath.Join(t.TempDir(), "outage.yaml")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	o := failsim("compare", file, "--replications", "2", "--json", "--quiet", "--out", filepath.Join(t.TempDir(), "out")).requireDone(t)
	var sum struct {
		Incidents []struct {
			Designs []struct {
				Name         string
				Availability struct{ Mean float64 }
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(o.stdout), &sum))
	designs := sum.Incidents[0].Designs
	require.Len(t, designs, 2)
	assert.Greater(t, designs[1].Availability.Mean, designs[0].Availability.Mean+0.01, "%s is better than %s", designs[1].Name, designs[0].Name)
}
