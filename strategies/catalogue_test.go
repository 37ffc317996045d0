package strategies

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// docs/catalogue.md tells of every strategy, and its links to goldens go somewhere.
func TestTheCatalogueHasEveryStrategy(t *testing.T) {
	text, err := os.ReadFile("../docs/catalogue.md")
	require.NoError(t, err)
	for _, s := range All() {
		assert.True(t, strings.Contains(string(text), "`"+s.Name+"`"), s.Name)
	}
	links := regexp.MustCompile(`\]\(\.\./strategies/([^)]*)\)`).FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, links)
	for _, l := range links {
		assert.FileExists(t, l[1])
	}
}
