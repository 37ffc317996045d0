package format

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Squid quotes nothing, so a quote may stand anywhere: between two, several of its
// fields are one word.
func TestALineOfSquidWithQuotesAcrossItsFieldsIsRead(t *testing.T) {
	line := `1710224724.123     12 192.0.2.1 "TCP_MISS/200 504 GET http://www.example.org/ - HIER_DIRECT/192.0.2.80 text/html"`
	lines, _, err := readWhole(t, "squid", []byte(line))
	require.NoError(t, err)
	require.Equal(t, int64(1), lines)
}
