package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/file"
	"failsim/models/file/filetest"
)

func TestTheSchemaTakesEveryScenarioThatIsHere(t *testing.T) {
	b, err := file.JSONSchema(described(), "scenario")
	require.NoError(t, err)
	schema := filetest.Schema(t, b)
	var all []string
	for _, pattern := range []string{"scenarios/*.yaml", "testdata/*.yaml", "testdata/*/*.yaml", "../internal/study/testdata/*.yaml", "../internal/year/testdata/*.yaml"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(t, err)
		all = append(all, paths...)
	}
	seen := 0
	for _, path := range all {
		if _, err := load(path); err != nil {
			continue // queues, presets, and what is there to be refused
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		value, err := filetest.Value(text)
		require.NoError(t, err)
		seen++
		assert.NoError(t, schema.Validate(value), path)
	}
	assert.Greater(t, seen, 40)
}

// The validator is santhosh-tekuri's, which knows nothing of failsim.
func TestTheSchemaOfSummariesTakesThoseThatAreMadeAndNoOthers(t *testing.T) {
	schema := filetest.Schema(t, []byte(failsim("schema", "summary").requireDone(t).stdout))
	valid := func(text string) error {
		value, err := filetest.Value([]byte(text))
		require.NoError(t, err)
		return schema.Validate(value)
	}
	made := failsim("compare", tiny, "--replications", "2", "--quiet", "--json", "--out", outIn(t)).requireDone(t).stdout
	require.NoError(t, valid(made))
	one := failsim("run", tiny, "--design", "standby", "--json").requireDone(t).stdout
	require.NoError(t, valid(one), "one run, of which most has no interval")
	require.NoError(t, valid(content(t, "../../results/testdata/summary.json")))
	for was, becomes := range map[string]string{
		`"availability": {`:              `"availabilty": {`,
		`"failsim/summary/2"`:            `"failsim/summary/3"`,
		`"replications": 2`:              `"replications": "2"`,
		`"user_minutes_lost": {"mean": `: `"user_minutes_lost": {"mean": "x", "average": `,
		`"region-down": `:                `"region-dawn": `,
		`"paired": [`:                    `"pairs": [`,
	} {
		changed := strings.Replace(made, was, becomes, 1)
		require.NotEqual(t, made, changed, was)
		assert.Error(t, valid(changed), becomes)
	}
}

func TestTheSchemaKnowsFilesOnABase(t *testing.T) {
	b, err := file.JSONSchema(described(), "scenario")
	require.NoError(t, err)
	schema := filetest.Schema(t, b)
	for text, fine := range map[string]bool{
		"{scenario: x, base: elb-2012}": true,
		"{scenario: x}":                 false,
		"{scenario: x, base: elb-2012, incidents: [gcp-region-loss], slas: ~}":            true,
		"{scenario: x, base: elb-2012, objectives: {recovery: 5m}}":                       true,
		"{scenario: x, base: elb-2012, objectives: {recovery: 5}}":                        false,
		"{scenario: x, base: elb-2012, objectives: {recovers: 5m}}":                       false,
		"{scenario: x, base: elb-2012, designs: [{design: y, like: single-provider}]}":    true,
		"{scenario: x, base: elb-2012, designs: [{design: y, lik: single-provider}]}":     false,
		"{scenario: x, base: elb-2012, designs: [{design: y, tenant: {sending: [dns]}}]}": false,
	} {
		value, err := filetest.Value([]byte(text))
		require.NoError(t, err)
		if err := schema.Validate(value); fine {
			assert.NoError(t, err, text)
		} else {
			assert.Error(t, err, text)
		}
	}
}
