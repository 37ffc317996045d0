package results

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results/tables"
)

func TestLayingOutJSONChangesNothing(t *testing.T) {
	sum, err := tinyStudy().Summary()
	require.NoError(t, err)
	sum.Notes = append(sum.Notes, `a "quoted \ note", with {brackets], colons: and <é>`)
	want, err := json.Marshal(sum)
	require.NoError(t, err)
	var got bytes.Buffer
	require.NoError(t, json.Compact(&got, tables.Indented(want)))
	assert.Equal(t, string(want), got.String())
}
