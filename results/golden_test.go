package results_test

import (
	"bytes"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results"
	"failsim/results/written"
)

var update = flag.Bool("update", false, "write the goldens anew")

// golden compares with a file in testdata, byte for byte.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got), "go test -update writes it anew")
}

func TestSummaryGoldens(t *testing.T) {
	study := results.TinyStudy()
	sum, err := study.Summary()
	require.NoError(t, err)
	b, err := sum.JSON()
	require.NoError(t, err)
	golden(t, "summary.json", b)
	for name, write := range map[string]func(*bytes.Buffer) error{
		"table.txt":    func(b *bytes.Buffer) error { return written.WriteTables(b, sum) },
		"terminal.txt": func(b *bytes.Buffer) error { return written.WriteTerminal(b, sum) },
		"summary.md":   func(b *bytes.Buffer) error { return written.WriteMarkdown(b, sum) },
		"timeline.csv": func(b *bytes.Buffer) error { return written.WriteTimeline(b, study) },
		"lost.csv":     func(b *bytes.Buffer) error { return written.WriteLost(b, study) },
		"facts.csv":    func(b *bytes.Buffer) error { return written.WriteFacts(b, study) },
		"series.csv":   func(b *bytes.Buffer) error { return written.WriteSeries(b, study) },

		"replications.csv": func(b *bytes.Buffer) error { return written.WriteReplications(b, study) },
	} {
		var out bytes.Buffer
		require.NoError(t, write(&out))
		golden(t, name, out.Bytes())
	}
}

func TestATimeThatTheRunDidNotSeeIsNever(t *testing.T) {
	l := results.TwoPopulations()
	s := results.NewSample(results.Design{Name: "alone", CostPerHour: math.Inf(1)}, l, 1)
	s.Add(0, results.Play(48))
	sum, err := (&results.Study{Scenario: "one", Replications: 1, Incidents: []results.Incident{{Name: "i", Layout: l, Samples: []*results.Sample{s}}}}).Summary()
	require.NoError(t, err)
	var table bytes.Buffer
	require.NoError(t, written.WriteTerminal(&table, sum))
	assert.Contains(t, table.String(), "never")
}

func TestTheTableFitsATerminal(t *testing.T) {
	sum, err := results.TinyStudy().Summary()
	require.NoError(t, err)
	sum.Incidents[0].Designs[0].Name = "multi-provider-clients"
	var out bytes.Buffer
	require.NoError(t, written.WriteTerminal(&out, sum))
	for _, line := range strings.Split(out.String(), "\n") {
		assert.LessOrEqual(t, len(line), 120, line)
		assert.NotContains(t, line, "\x1b", "no colour")
	}
}
