package study

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// alike are the standard library's functions whose results are the same on every
// processor: exact, or rounded once.
var alike = []string{"Abs", "Ceil", "Copysign", "Float32bits", "Float32frombits", "Float64bits", "Float64frombits", "Floor", "Frexp", "Inf", "IsInf", "IsNaN",
	"Ldexp", "Max", "Min", "Mod", "Modf", "NaN", "Nextafter", "Pow10", "Round", "RoundToEven", "Signbit", "Sqrt", "Trunc"}

// otherwise are packages that compute with the standard library's.
var otherwise = []string{"gonum.org/v1/gonum/mathext", "gonum.org/v1/gonum/stat/distuv", "gonum.org/v1/gonum/integrate", "math/cmplx",
	"gonum.org/v1/gonum/stat", "gonum.org/v1/gonum/floats"} // whose sums have another order on other processors

// What math.Exp and its like return depends on whether a processor can multiply and
// add in one step, and so would every byte that is made of it.
func TestOnlyPortableFunctionsReachWhatIsPrinted(t *testing.T) {
	for _, path := range goFiles(t) {
		if strings.HasPrefix(path, "sim/portable/") || strings.HasPrefix(path, "findings/") || strings.HasSuffix(path, "_test.go") {
			continue
		}
		for _, found := range unportable(t, path) {
			t.Errorf("%s:%s: package portable has one that is the same everywhere", path, found)
		}
	}
}

// unportable returns the line and name of each function that is not alike everywhere.
func unportable(t *testing.T, path string) (found []string) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, filepath.Join(root, path), nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	line := func(n ast.Node) string { return set.Position(n.Pos()).String()[len(filepath.Join(root, path))+1:] }
	for _, i := range file.Imports {
		drawn := strings.HasPrefix(path, "cmd/internal/validate/") && strings.HasSuffix(path, "_draws.go") // takes order statistics
		if slices.Contains(otherwise, strings.Trim(i.Path.Value, `"`)) && !drawn {
			found = append(found, line(i)+" "+i.Path.Value)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := s.X.(*ast.Ident)
		if name := s.Sel.Name; ok && x.Name == "math" && !slices.Contains(alike, name) && !constant(name) {
			found = append(found, line(s)+" math."+name)
		}
		return true
	})
	return found
}

// constant reports whether a name of package math is a number's.
func constant(name string) bool {
	return slices.Contains([]string{"E", "Pi", "Phi", "Ln2", "Log2E", "Ln10", "Log10E"}, name) ||
		strings.HasPrefix(name, "Sqrt") && name != "Sqrt" || strings.HasPrefix(name, "Max") || strings.HasPrefix(name, "Min") || strings.HasPrefix(name, "Smallest")
}

func TestUnportableFunctionsAreFound(t *testing.T) {
	found := unportable(t, "sim/portable/values_test.go")
	require.NotEmpty(t, found)
	require.Contains(t, strings.Join(found, "\n"), "math.Exp")
}
