package tables

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestJSONIsBrokenOnlyWhereItMust(t *testing.T) {
	assert.Equal(t, "{\"a\": [1, 2], \"b{\\\"\": {}}\n", string(Indented([]byte(`{"a":[1,2],"b{\"":{}}`))))
	long := strings.Repeat("x", lineWidth)
	assert.Equal(t, "{\n  \"a\": \""+long+"\",\n  \"b\": [1, null]\n}\n", string(Indented([]byte(`{"a":"`+long+`","b":[1,null]}`))))
	assert.Equal(t, "7\n", string(Indented([]byte("7"))))
}
