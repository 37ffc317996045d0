package study

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The list of models that people read is the one that is held to.
func TestTheArchitectureListsModelsInTheirOrder(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs/architecture.md"))
	require.NoError(t, err)
	_, list, found := strings.Cut(string(page), "    models/\n")
	require.True(t, found)
	list, _, _ = strings.Cut(list, "    strategies/")
	var named []string
	for _, line := range regexp.MustCompile(`(?m)^      ([a-z/]+(?:, [a-z]+)*) `).FindAllStringSubmatch(list, -1) {
		named = append(named, strings.Split(line[1], ", ")...)
	}
	assert.Equal(t, append(models[:len(models):len(models)], "world/scenario", "queue", "reliability"), named)
}
