package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/importer"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

// Every number of a scenario that comes out of each kind of file has a source: a line of
// the file, a program's default, or a question; and failsim reads the scenario.
func TestEveryNumberHasASourceForEachKindOfFile(t *testing.T) {
	files, err := filepath.Glob("testdata/rich/*")
	require.NoError(t, err)
	files = append(files, "../cmd/failsim/testdata/shop/shop.zone")
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		name := filepath.Base(file)
		r := of(t, [2]string{name, string(data)})
		plans, err := importer.Plans("made", r, "")
		require.NoError(t, err)
		findings := importer.Found(plans)
		importer.Silent(plans)
		said := 0
		for _, p := range plans {
			text := p.Scenario(findings)
			_, err := scenario.Read("made.yaml", []byte(text), strategies.All(), traces.Names()...)
			require.NoError(t, err, "%s\n%s", name, text)
			said += sourced(t, name, text)
		}
		assert.GreaterOrEqual(t, said, 2, "%s is where numbers come from", name)
	}
}

var (
	aSource = regexp.MustCompile(`question|assumption|default|as above|by itself|of no check`)
	// notNumbers are lines of names and of sentences.
	notNumbers = regexp.MustCompile(`^ *(- design|about|like|- incident|title|scenario): `)
)

// sourced counts the lines that a file's lines are named for.
func sourced(t *testing.T, name, text string) (said int) {
	t.Helper()
	for i, line := range strings.Split(text, "\n") {
		value, from, _ := strings.Cut(line, "   # ")
		if strings.HasPrefix(line, "#") || notNumbers.MatchString(value) || !strings.ContainsAny(value, "0123456789") {
			continue
		}
		ours := regexp.MustCompile(regexp.QuoteMeta(name) + `:\d+`).MatchString(from)
		if ours {
			said++
		}
		assert.True(t, ours || aSource.MatchString(from), "%s, line %d has no source: %s", name, i+1, line)
	}
	return said
}
