package format

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Users look in docs/traffic.md for the product whose log they have.
func TestEveryFormatStandsInThePageAboutTraffic(t *testing.T) {
	page, err := os.ReadFile("../../docs/traffic.md")
	require.NoError(t, err)
	for _, f := range All() {
		found := strings.Contains(string(page), "`"+f.Name+"`") || strings.Contains(string(page), "`--"+f.Name+"`") // a flag's
		assert.True(t, found, "docs/traffic.md does not name %s", f.Name)
	}
}
