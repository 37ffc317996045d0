package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/file"
	"failsim/models/file/filetest"
)

func TestTheLeastScenarioIsShortAndFine(t *testing.T) {
	assert.Less(t, bytes.Count(minimal, []byte("\n")), 30)
	s, err := load(writtenFile(t, "mine.yaml", string(minimal)))
	require.NoError(t, err)
	said, err := checkScenario("mine.yaml", s, nil, &memory{})
	require.NoError(t, err)
	assert.Contains(t, said, "3 designs")
	assert.NotContains(t, said, "note:", "an example has nothing to be warned of")
	b, err := file.JSONSchema(described(), "scenario")
	require.NoError(t, err)
	value, err := filetest.Value(minimal)
	require.NoError(t, err)
	assert.NoError(t, filetest.Schema(t, b).Validate(value))
}
