package study

import (
	"go/ast"
	"go/build"
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
)

// root is the top folder of the repository, seen from this package.
const root = "../../.."

// models in their order: each may import those above it and sim.
var models = []string{"id", "file", "figures", "distribution", "topology", "request", "policy", "record", "edge", "station", "cache", "caller", "health", "dns", "balancer", "operations", "service", "client", "store", "control", "data",
	"people", "fault", "world"}

// borders says of each package which others of ours it may import. A trailing
// "/..." stands for everything below.
func borders() map[string][]string {
	allowed := map[string][]string{
		"sim":                   {},
		"sim/portable":          {},
		"models/file/filetest":  {},
		"models/world/scenario": {"sim", "models/id", "models/file", "models/distribution", "models/topology", "models/policy"},
		"strategies":            {"sim", "models/id", "models/distribution", "models/topology", "models/request", "models/policy"},
		"traces":                {"sim", "results/words", "models/distribution", "models/request", "traces/format", "traces/heap"},
		"traces/format":         {"sim", "results/words"},
		"traces/heap":           {},
		"traces/make":           {"sim", "results/words", "models/distribution", "traces", "traces/format", "traces/heap"},
		"results/counted":       {"sim", "results/statistics", "models/figures", "models/id", "models/request", "models/record"},
		"results":               {"sim", "results/counted", "results/statistics", "results/tables", "models/id", "models/request", "models/record"},
		"results/written":       {"results", "results/counted", "results/words", "results/statistics", "results/tables", "models/id", "models/request", "models/record"},
		"results/statistics":    {},
		"results/tables":        {"results/statistics"},
		"results/year":          {"sim", "results", "results/counted", "results/words", "results/statistics", "results/tables", "models/id", "models/request", "models/record"},
		"results/plots":         {"results/stamp", "results/words"},
		"results/page":          {"results", "results/gate", "results/statistics", "results/stored", "results/tables", "results/words"},
		"results/stored":        {"sim", "results", "results/counted", "results/statistics", "results/tables"},
		"results/diff":          {"results", "results/stored", "results/statistics", "results/tables", "results/words"},
		"results/gate":          {"models/file", "results", "results/stored", "results/tables", "results/words"},
		"results/words":         {},
		"results/stamp":         {},
		"cmd/internal/strata":   {"results/statistics"},
		"cmd/internal/study":    {"sim", "models/...", "traces", "traces/format", "results", "results/...", "strategies", "cmd/internal/strata"},
		"cmd/failsim":           {"sim", "models/file", "models/figures", "models/policy", "models/world/scenario", "models/queue", "models/reliability", "traces", "traces/...", "results", "results/...", "strategies", "cmd/internal/..."},

		"cmd/internal/experiment":  {"sim", "models/file", "models/world/scenario", "results", "cmd/internal/study"},
		"cmd/internal/plan":        {"sim", "models/...", "results", "results/...", "cmd/internal/experiment"},
		"cmd/internal/robust":      {"models/file", "models/policy", "results", "results/...", "cmd/internal/experiment"},
		"cmd/internal/sensitivity": {"sim", "models/file", "results", "results/...", "cmd/internal/experiment"},
		"cmd/internal/suite":       {"models/file", "models/world/scenario", "results", "results/statistics", "cmd/internal/study"},
		"cmd/internal/sweep":       {"models/file", "results/...", "cmd/internal/experiment", "cmd/internal/study"},

		"cmd/internal/config":   {},
		"cmd/internal/importer": {"results/tables", "results/words", "cmd/internal/config"},
		"cmd/internal/kept":     {"cmd/internal/study"},

		"cmd/internal/calibrate": {"sim", "models/file", "models/client", "models/record", "models/request", "models/world", "models/world/scenario", "traces", "traces/format", "cmd/internal/experiment"},

		"cmd/internal/conform":         {},
		"cmd/internal/conform/model":   {"sim", "models/..."},
		"cmd/internal/conform/virtual": {},
		"cmd/internal/year":            {"sim", "models/...", "traces", "results", "results/...", "strategies", "cmd/internal/strata", "cmd/internal/study"},
		"cmd/internal/output":          {"results/stamp", "results", "results/counted", "results/statistics"},
		"cmd/internal/validate":        {"sim", "models/...", "traces", "results", "results/...", "strategies", "cmd/internal/..."},
		"cmd/internal/validate/data":   {},
		"cmd/internal/validate/oracle": {}, // what others have published and proved:
		"cmd/internal/validate/theory": {}, // it must owe nothing to what it judges but logarithms and their like, which have a table
	}
	above := []string{"sim"}
	for _, m := range models {
		allowed["models/"+m] = slices.Clone(above)
		above = append(above, "models/"+m)
	}
	allowed["models/queue"] = []string{"sim", "models/id", "models/cache", "models/file", "models/figures", "models/distribution", "models/request", "models/policy", "models/station"}
	allowed["models/reliability"] = []string{"sim", "models/file", "models/figures", "models/distribution", "models/policy", "models/station"}
	allowed["models/world"] = append(allowed["models/world"], "models/world/scenario")
	for folder := range allowed {
		if folder != "sim/portable" {
			allowed[folder] = append(allowed[folder], "sim/portable") // elementary functions
		}
	}
	return allowed
}

// packages returns every folder of the repository that holds Go code.
func packages(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, path := range goFiles(t) {
		if folder := filepath.ToSlash(filepath.Dir(path)); !slices.Contains(list, folder) {
			list = append(list, folder)
		}
	}
	return list
}

// goFiles returns every Go file but those of dot-folders, by its path from the
// root.
func goFiles(t *testing.T) []string {
	return goFilesBut(t, func(folder string) bool { return strings.HasPrefix(folder, ".") })
}

func goFilesBut(t *testing.T, skip func(folder string) bool) []string {
	t.Helper()
	var list []string
	require.NoError(t, filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if e.IsDir() && name != "." && skip(e.Name()) {
			return fs.SkipDir
		}
		if filepath.Ext(path) == ".go" {
			list = append(list, filepath.ToSlash(name))
		}
		return err
	}))
	return list
}

func TestEachPackageImportsOnlyWhatItMay(t *testing.T) {
	allowed := borders()
	for _, folder := range packages(t) {
		may, known := allowed[folder]
		if !assert.True(t, known, "%s is a new package: say in borders what it may import", folder) {
			continue
		}
		p, err := build.ImportDir(filepath.Join(root, folder), 0)
		require.NoError(t, err)
		for _, path := range p.Imports {
			if name, ours := strings.CutPrefix(path, "failsim/"); ours {
				assert.True(t, permits(may, name), "%s must not import %s; it may import %v", folder, name, may)
			}
		}
	}
	for folder := range allowed {
		assert.DirExists(t, filepath.Join(root, folder), "%s is gone: borders must not name it", folder)
	}
}

func permits(may []string, name string) bool {
	for _, m := range may {
		if below, ok := strings.CutSuffix(m, "..."); name == m || ok && strings.HasPrefix(name, below) {
			return true
		}
	}
	return false
}

func TestPermissionsAreByName(t *testing.T) {
	assert.True(t, permits([]string{"sim", "models/..."}, "models/world/scenario"))
	assert.False(t, permits([]string{"sim", "models/file"}, "models/filename"))
	assert.False(t, permits(borders()["strategies"], "models/world"), "no strategy can peek at the truth")
	assert.False(t, permits(borders()["models/dns"], "models/balancer"), "no model knows one that is built on it")
	assert.False(t, permits(borders()["models/fault"], "models/world"), "faults act on what world implements")
}

// Same input, same bytes: nothing below cmd looks at the clock, the time zone
// or a global random source, and nothing runs beside anything else.
func TestNothingBelowTheCommandsDependsOnWhenWhereOrInWhichOrder(t *testing.T) {
	clock := []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "Local"}
	for _, path := range goFiles(t) {
		if strings.HasPrefix(path, "cmd/") || strings.HasSuffix(path, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, filepath.Join(root, path), nil, 0)
		require.NoError(t, err)
		complain := func(n ast.Node, what string) { t.Errorf("%s:%d: %s", path, set.Position(n.Pos()).Line, what) }
		for _, i := range file.Imports {
			switch strings.Trim(i.Path.Value, `"`) {
			case "math/rand", "math/rand/v2", "crypto/rand", "hash/maphash":
				complain(i, "random numbers are drawn by sim.Key only")
			case "os/signal", "net", "net/http":
				complain(i, "only the commands know the world outside")
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				complain(n, "no goroutines: runs are parallel between replications only")
			case *ast.SelectorExpr:
				x, ok := n.X.(*ast.Ident)
				if ok && x.Name == "time" && slices.Contains(clock, n.Sel.Name) {
					complain(n, "no wall clock and no time zone of the machine: time."+n.Sel.Name)
				}
			}
			return true
		})
	}
}

func TestNoFileIsLongerThan300Lines(t *testing.T) {
	const most = 300
	for _, path := range goFilesBut(t, func(folder string) bool { return folder == ".git" }) {
		assert.LessOrEqual(t, linesOf(t, path), most, "%s: one idea a file, tests too", path)
	}
}

func TestTheKernelStaysSmall(t *testing.T) {
	const below = 700
	lines := 0
	for _, path := range goFiles(t) {
		if filepath.ToSlash(filepath.Dir(path)) == "sim" && !strings.HasSuffix(path, "_test.go") {
			lines += linesOf(t, path)
		}
	}
	assert.Positive(t, lines)
	assert.Less(t, lines, below, "the kernel is time, events, draws and fingerprints, and nothing else")
}

func linesOf(t *testing.T, path string) int {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, path))
	require.NoError(t, err)
	return strings.Count(string(data), "\n")
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, folder := range packages(t) {
		p, err := build.ImportDir(filepath.Join(root, folder), 0)
		require.NoError(t, err)
		assert.NotEmpty(t, p.Doc, "%s needs a package comment", folder)
	}
}
