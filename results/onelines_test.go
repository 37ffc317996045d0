package results

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestJSONIsBrokenOnlyWhereItMust(t *testing.T) {
	assert.Equal(t, "{\"a\": [1, 2], \"b{\\\"\": {}}\n", string(indented([]byte(`{"a":[1,2],"b{\"":{}}`))))
	long := strings.Repeat("x", lineWidth)
	assert.Equal(t, "{\n  \"a\": \""+long+"\",\n  \"b\": [1, null]\n}\n", string(indented([]byte(`{"a":"`+long+`","b":[1,null]}`))))
	assert.Equal(t, "7\n", string(indented([]byte("7"))))
}

func TestLayingOutJSONChangesNothing(t *testing.T) {
	sum, err := tinyStudy().Summary()
	require.NoError(t, err)
	sum.Notes = append(sum.Notes, `a "quoted \ note", with {brackets], colons: and <é>`)
	want, err := json.Marshal(sum)
	require.NoError(t, err)
	var got bytes.Buffer
	require.NoError(t, json.Compact(&got, indented(want)))
	assert.Equal(t, string(want), got.String())
}
