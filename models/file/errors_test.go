package file

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLongLinesAreCutOrLeftOut(t *testing.T) {
	p := Problem{File: "x", Line: 1, Column: 500, Message: "wrong", Source: strings.Repeat("a", 1000)}
	lines := strings.Split(p.String(), "\n")
	require.Len(t, lines, 3)
	assert.LessOrEqual(t, len(lines[1]), 130)
	p.Source = strings.Repeat("a", longestLine+1)
	assert.Equal(t, "x:1:500: wrong", p.String())
}
