package study

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/policy"
	"failsim/strategies"
)

// oneFile are the mechanisms that show that a mechanism is one file: each acts
// while requests run, or learns from how they end. A strategy that is added to
// them is held to the same.
var oneFile = []string{"circuit-breaker", "hedge", "outlier-ejection", "peak-ewma", "pinned-connection", "slow-start"}

// A strategy is its file, its line in the list, its script and the golden of that;
// no other code knows that it exists. Whatever else it took would be a hole in
// its socket.
func TestAMechanismIsOneFileALineAScriptAndAGolden(t *testing.T) {
	mentions := mentionsByFile(t)
	for _, name := range oneFile {
		require.True(t, slices.ContainsFunc(strategies.All(), func(s policy.Strategy) bool { return s.Name == name }), "no strategy %s", name)
		entry, file := variable(name)+"Entry", "strategies/"+strings.ReplaceAll(name, "-", "_")+".go"
		allowed := []string{file, "strategies/list.go"}
		for _, f := range []string{file, "strategies/testdata/" + name + ".txt", "strategies/testdata/" + name + ".golden"} {
			assert.FileExists(t, filepath.Join(root, f))
		}
		for path, words := range mentions {
			if words[name] || words[entry] {
				assert.Contains(t, allowed, path, "%s is named in %s", name, path)
			}
		}
		assert.True(t, mentions[file][name] && mentions["strategies/list.go"][entry], "%s: this test finds what it looks for", name)
		for declared := range declaredIn(t, file) {
			for path, words := range mentions {
				if filepath.Dir(path) == "strategies" && path != file && declared != entry {
					assert.False(t, words[declared], "%s uses %s, which %s declares", path, declared, name)
				}
			}
		}
	}
}

// variable is a strategy's name as Go writes it: peakEWMA, slowStart.
func variable(name string) string {
	words := strings.Split(name, "-")
	for i, w := range words[1:] {
		if words[i+1] = strings.ToUpper(w[:1]) + w[1:]; w == "ewma" || w == "dns" {
			words[i+1] = strings.ToUpper(w)
		}
	}
	return strings.Join(words, "")
}

// declaredIn returns the names that a file declares for its whole package, but
// for methods.
func declaredIn(t *testing.T, path string) map[string]bool {
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, path), nil, 0)
	require.NoError(t, err)
	names := map[string]bool{}
	for _, d := range parsed.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				names[d.Name.Name] = true
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					names[s.Name.Name] = true
				case *ast.ValueSpec:
					for _, n := range s.Names {
						if n.Name != "_" {
							names[n.Name] = true
						}
					}
				}
			}
		}
	}
	return names
}

// mentionsByFile returns, of every file with code that is not a test, its
// identifiers and what its strings say as a whole. Comments may name whom they
// like.
func mentionsByFile(t *testing.T) map[string]map[string]bool {
	all := map[string]map[string]bool{}
	require.NoError(t, filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		name, _ := filepath.Rel(root, path)
		if err != nil || e.IsDir() && name != "." && strings.HasPrefix(e.Name(), ".") {
			return errorOrSkip(err)
		}
		if e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, text, 0)
		if err != nil {
			return err
		}
		words := map[string]bool{}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				words[n.Name] = true
			case *ast.BasicLit:
				words[strings.Trim(n.Value, "`\"")] = true
			}
			return true
		})
		all[filepath.ToSlash(name)] = words
		return nil
	}))
	return all
}

func errorOrSkip(err error) error {
	if err != nil {
		return err
	}
	return fs.SkipDir
}
