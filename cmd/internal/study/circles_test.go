package study

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The files of every package use each other in one direction only. Read from the
// lowest file up, nothing in them needs what comes later, so no arrow from a file to
// one that it uses runs back.
//
// A file uses another of its package if it names what that one declares: a type,
// a function, a method, a constant or a variable. Fields count with their type.
func TestNoFilesUseEachOtherInACircle(t *testing.T) {
	folders, read := exported(t)
	require.Greater(t, len(folders), 50)
	set := token.NewFileSet()
	packages := importer.ForCompiler(set, "gc", read) // one for all folders: it reads each package once
	for _, folder := range folders {
		uses := usesOf(t, folder, set, packages)
		if circle := circleIn(uses); circle != nil {
			var says []string
			for i, file := range circle {
				next := circle[(i+1)%len(circle)]
				says = append(says, fmt.Sprintf("  %s uses %s of %s", file, strings.Join(uses[file][next], ", "), next))
			}
			t.Errorf("%s: a circle of files:\n%s", folder, strings.Join(says, "\n"))
		}
	}
}

// exported returns the folders of all packages, and the type information that the go
// command keeps of these and of what they need.
func exported(t *testing.T) (folders []string, read importer.Lookup) {
	t.Helper()
	c := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}", "./...")
	c.Dir = root
	c.Stderr = os.Stderr
	out, err := c.Output()
	require.NoError(t, err)
	files := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		path, file, _ := strings.Cut(line, "\t")
		files[path] = file
		if folder, ours := strings.CutPrefix(path, "failsim/"); ours {
			folders = append(folders, folder)
		}
	}
	return folders, func(path string) (io.ReadCloser, error) { return os.Open(files[path]) }
}

// usesOf returns what each file of a package uses of each other, by name.
func usesOf(t *testing.T, folder string, set *token.FileSet, packages types.Importer) map[string]map[string][]string {
	t.Helper()
	p, err := build.ImportDir(filepath.Join(root, folder), 0)
	require.NoError(t, err)
	var files []*ast.File
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(set, filepath.Join(root, folder, name), nil, 0)
		require.NoError(t, err)
		files = append(files, file)
	}
	info := types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: packages}
	checked, err := config.Check("failsim/"+folder, set, files, &info)
	require.NoError(t, err)
	at := func(pos token.Pos) string { return filepath.Base(set.Position(pos).Filename) }
	uses := map[string]map[string][]string{}
	for name, of := range info.Uses {
		v, variable := of.(*types.Var)
		from, to := at(name.Pos()), at(of.Pos())
		if of.Pkg() != checked || variable && v.IsField() || from == to {
			continue
		}
		if uses[from] == nil {
			uses[from] = map[string][]string{}
		}
		if !slices.Contains(uses[from][to], of.Name()) {
			uses[from][to] = append(uses[from][to], of.Name())
		}
	}
	for _, others := range uses {
		for _, names := range others {
			slices.Sort(names)
		}
	}
	return uses
}

// circleIn returns files each of which uses the next, and the last the first; nil
// if there are none. It takes files away that use none of those left.
func circleIn(uses map[string]map[string][]string) []string {
	var left []string
	for file := range uses {
		left = append(left, file)
	}
	slices.Sort(left)
	for n := -1; n != len(left); {
		n = len(left)
		left = slices.DeleteFunc(left, func(file string) bool { return next(uses, file, left) == "" })
	}
	if len(left) == 0 {
		return nil
	}
	walk := []string{left[0]}
	for {
		to := next(uses, walk[len(walk)-1], left)
		if i := slices.Index(walk, to); i >= 0 {
			return walk[i:]
		}
		walk = append(walk, to)
	}
}

// next returns a file among some that a file uses, or "".
func next(uses map[string]map[string][]string, file string, among []string) string {
	for _, other := range among {
		if uses[file][other] != nil {
			return other
		}
	}
	return ""
}

func TestACircleOfFilesIsFound(t *testing.T) {
	uses := func(pairs string) map[string]map[string][]string {
		u := map[string]map[string][]string{}
		for _, pair := range strings.Fields(pairs) {
			from, to, _ := strings.Cut(pair, ">")
			if u[from] == nil {
				u[from] = map[string][]string{}
			}
			u[from][to] = []string{"x"}
		}
		return u
	}
	assert.Nil(t, circleIn(uses("a>b b>c a>c d>a")), "d, a, b, c")
	assert.Equal(t, []string{"b", "c", "d"}, circleIn(uses("a>b b>c c>d d>b d>e")))
	assert.Equal(t, []string{"a", "b"}, circleIn(uses("a>b b>a")))
}
