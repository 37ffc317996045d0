package strategies

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// docs/catalogue.md is of what people argue about: a strategy need not be there, which
// failsim list has, but what the catalogue says is there must be.
func TestWhatTheCatalogueSaysIsThereIs(t *testing.T) {
	text, err := os.ReadFile("../docs/catalogue.md")
	require.NoError(t, err)
	links := regexp.MustCompile("`([a-z0-9-]+)`[^|\\n]*\\| \\[[^]]*\\]\\(\\.\\./strategies/([^)]*)\\)").FindAllStringSubmatch(string(text), -1)
	require.Greater(t, len(links), 20)
	for _, l := range links {
		assert.FileExists(t, l[2], l[1])
	}
	for _, l := range regexp.MustCompile(`\]\(\.\./strategies/([^)]*)\)`).FindAllStringSubmatch(string(text), -1) {
		assert.FileExists(t, l[1])
	}
}
