package study

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// identities are the words for what has a type in models/id.
var identities = []string{"region", "zone", "lb", "backend", "name"}

// plainIdentities returns where a file declares a parameter, a result or a field
// that bears the word of an identity and is a plain number.
func plainIdentities(t *testing.T, path string, source any) (where []string) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, source, 0)
	require.NoError(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		f, ok := n.(*ast.Field)
		if !ok {
			return true
		}
		kind, ok := f.Type.(*ast.Ident)
		if !ok || !slices.Contains([]string{"int", "int32", "uint16", "uint8"}, kind.Name) {
			return true
		}
		for _, name := range f.Names {
			if slices.Contains(identities, strings.ToLower(name.Name)) {
				where = append(where, set.Position(name.Pos()).String()+": "+name.Name+" "+kind.Name)
			}
		}
		return true
	})
	return where
}

// A region passed as an LB must not compile. It does not as long as no part of a
// model takes either as a plain number.
func TestModelsAndStrategiesTakeNoIdentityAsAPlainNumber(t *testing.T) {
	perName := []string{ // of results, which number names within a population
		"models/record/record.go", "models/record/alarm.go",
	}
	elsewhere := []string{"models/queue/", "models/reliability/", "models/file/", "models/figures/", "models/service/"}
	for _, path := range goFiles(t) {
		ours := strings.HasPrefix(path, "models/") || strings.HasPrefix(path, "strategies/")
		other := slices.ContainsFunc(elsewhere, func(folder string) bool { return strings.HasPrefix(path, folder) })
		if !ours || other || strings.HasSuffix(path, "_test.go") || slices.Contains(perName, path) {
			continue
		}
		assert.Empty(t, plainIdentities(t, filepath.Join(root, path), nil), "use the types of models/id")
	}
}

func TestAPlainIdentityIsFound(t *testing.T) {
	const bad = "package p\n\ntype s struct{ Region int; other int }\n\nfunc f(lb, n int) (zone uint8) { return 0 }\n"
	assert.Equal(t, []string{"p.go:3:16: Region int", "p.go:5:8: lb int", "p.go:5:20: zone uint8"}, plainIdentities(t, "p.go", bad))
	assert.Empty(t, plainIdentities(t, "p.go", "package p\n\nfunc f(lb id.LB, n int, name string) {}\n"))
}
