package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/world/scenario"
	"failsim/traces"
)

func writtenFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// alike drops what a scenario says of its own text.
func alike(s *scenario.Scenario) scenario.Scenario {
	t := *s
	t.Name, t.About, t.Text, t.Written, t.SHA256 = "", "", "", "", ""
	return t
}

func TestAScenarioOnABaseIsTheBaseWhereItSaysNothing(t *testing.T) {
	for _, name := range embeddedNames() {
		base, err := load(name)
		require.NoError(t, err)
		s, err := load(writtenFile(t, "mine.yaml", "scenario: mine\nbase: "+name+"\n"))
		require.NoError(t, err)
		assert.Equal(t, "mine", s.Name)
		assert.Empty(t, s.About, "what a scenario is about is its own")
		assert.Equal(t, alike(base), alike(s))
		whole, err := scenario.ReadWith(presets(), "whole.yaml", []byte(s.Text), nil, allStrategies(), traces.Names()...)
		require.NoError(t, err, "the text that a result keeps needs no other file")
		assert.Equal(t, alike(s), alike(whole))
	}
}

func TestAnIncidentIsTwentyLines(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	put("shop.yaml", "scenario: shop\nbase: elb-2012\nlength: 6h\n")
	s, err := load(put("outage.yaml", `scenario: outage
base: shop
incidents:
  - gcp-region-loss
  - incident: east-lost
    faults: [{at: 10m, lose-region: {region: aws/us-east-1, for: 1h}}]
designs:
  - {design: single-provider, dns: {ttl: 10s}}
  - {design: quick, like: active-passive}
`))
	require.NoError(t, err)
	require.Len(t, s.Incidents, 2)
	assert.Equal(t, "east-lost", s.Incidents[1].Name)
	require.Len(t, s.Designs, 2, "active-passive is there for quick to be like, and is not compared")
	assert.Equal(t, "quick", s.Designs[1].Name)
	assert.Len(t, s.Designs[1].Serve["americas"], 2)
	assert.EqualValues(t, 10e9, s.Designs[0].TTL)
	assert.EqualValues(t, 5e9, s.Designs[0].Publish, "the base's, which the file changes key by key")
	assert.EqualValues(t, 6*3600e9, s.Incidents[1].Length)
}

func TestAMistakeInABaseIsSaidOfTheBase(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "shop.yaml"), []byte("scenario: shop\nbase: elb-2012\nclients:\n  timeout: soon\n"), 0o600))
	own := filepath.Join(dir, "own.yaml")
	require.NoError(t, os.WriteFile(own, []byte("scenario: own\nbase: shop\ndesigns:\n  - no-such\n"), 0o600))
	_, err := load(own)
	assert.ErrorContains(t, err, own+`:4:5: the base has no design "no-such"`)
	require.NoError(t, os.WriteFile(own, []byte("scenario: own\nbase: shop\nclients: {patience: 1m}\nweight: 0\n"), 0o600))
	_, err = load(own)
	assert.ErrorContains(t, err, filepath.Join(dir, "shop.yaml")+":4:12: expected a duration")
	assert.ErrorContains(t, err, own+":4:9: \"0\" must be at least 1")
	require.NoError(t, os.WriteFile(own, []byte("scenario: own\nbase: elb-2021\n"), 0o600))
	_, err = load(own)
	assert.ErrorContains(t, err, `did you mean "elb-2012"?`)
}
