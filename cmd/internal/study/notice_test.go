package study

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ours is what the program embeds of this project's own making.
var ours = []string{"cmd/failsim", "cmd/internal/conform", "cmd/internal/validate/data"}

// NOTICE names, with its version and its licence, each module that is linked, and all
// that is embedded and not ours. make notice writes it.
func TestTheNoticeNamesAllThatIsLinkedAndEmbedded(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "NOTICE"))
	require.NoError(t, err)
	lines := strings.Split(string(text), "\n")
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", "./cmd/failsim")
	list.Dir = root
	out, err := list.Output()
	require.NoError(t, err)
	modules := slices.Compact(slices.Sorted(strings.Lines(string(out))))
	require.Greater(t, len(modules), 10)
	for _, m := range modules {
		m = strings.TrimSpace(m)
		at := slices.Index(lines, m)
		if m == "" || !assert.GreaterOrEqual(t, at, 0, "%s is linked and not in NOTICE; make notice", m) {
			continue
		}
		assert.True(t, strings.HasPrefix(lines[at+2], "    "), "%s has its licence", m)
	}
	embeds := 0
	for _, path := range goFiles(t) {
		code, err := os.ReadFile(filepath.Join(root, path))
		require.NoError(t, err)
		folder := filepath.ToSlash(filepath.Dir(path))
		for line := range strings.Lines(string(code)) {
			pattern, ok := strings.CutPrefix(strings.TrimSpace(line), "//go:embed ")
			if !ok || strings.HasSuffix(path, "_test.go") || slices.Contains(ours, folder) {
				continue
			}
			embeds++
			file := folder + "/" + strings.Split(pattern, "/")[0] + ": "
			assert.True(t, slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, file) }), "%s is embedded by %s and not in NOTICE", file, path)
		}
	}
	assert.Positive(t, embeds, "this test finds what it looks for")
}
