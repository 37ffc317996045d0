package main

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"go/ast"
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
)

// runtime is what mutants call; it is no Go file here, for it belongs to the package
// that it is put into.
//
//go:embed runtime.txt
var runtimeText string

// listed is a package as go list reports it.
type listed struct {
	ImportPath, Dir, Export, Name string
	GoFiles                       []string
	DepOnly                       bool
}

func list(pkg string) (own listed, exports map[string]string, err error) {
	out, err := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,Name,GoFiles,DepOnly", pkg).Output()
	if err != nil {
		return own, nil, fmt.Errorf("go list %s: %w", pkg, err)
	}
	exports = map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listed
		if err := d.Decode(&l); err == io.EOF {
			return own, exports, nil
		} else if err != nil {
			return own, nil, err
		}
		exports[l.ImportPath] = l.Export
		if !l.DepOnly {
			own = l
		}
	}
}

// plant returns the mutants of a package, by their number less one, and its files with
// all of them, by path.
func plant(pkg string) (sites []string, files map[string][]byte, err error) {
	own, exports, err := list(pkg)
	if err != nil {
		return nil, nil, err
	}
	set := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range own.GoFiles {
		f, err := parser.ParseFile(set, filepath.Join(own.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, nil, err
		}
		parsed = append(parsed, f)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	open := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	config := types.Config{Importer: importer.ForCompiler(set, "gc", open)}
	if _, err := config.Check(own.ImportPath, set, parsed, info); err != nil {
		return nil, nil, err
	}
	files = map[string][]byte{filepath.Join(own.Dir, "mutants_runtime.go"): []byte(strings.Replace(runtimeText, "PACKAGE", own.Name, 1))}
	for i, f := range parsed {
		name := own.GoFiles[i]
		text, err := os.ReadFile(filepath.Join(own.Dir, name))
		if err != nil {
			return nil, nil, err
		}
		p := &planter{set: set, info: info, file: name, text: text, next: len(sites) + 1}
		p.visit(f)
		files[filepath.Join(own.Dir, name)] = p.planted()
		sites = append(sites, p.sites...)
	}
	return sites, files, nil
}

// planter puts mutants into one file.
type planter struct {
	set   *token.FileSet
	info  *types.Info
	file  string
	text  []byte
	next  int
	sites []string
	edits []edit
}

// edit puts text before an offset. Of edits at one offset, those that close come
// first, the innermost of them first; then those that open, the outermost first.
type edit struct {
	at     int
	text   string
	closes bool
	order  int // the length of what it belongs to
	turn   int // of equals, the first to come opens first and closes last
}

func (p *planter) site(n ast.Node, what string) int {
	at := p.set.Position(n.Pos())
	p.sites = append(p.sites, fmt.Sprintf("%s:%d:%d: %s", p.file, at.Line, at.Column, what))
	p.next++
	return p.next - 1
}

func (p *planter) offset(at token.Pos) int { return p.set.Position(at).Offset }

// around puts text before and after a node.
func (p *planter) around(n ast.Node, before, after string) {
	size := p.offset(n.End()) - p.offset(n.Pos())
	p.edits = append(p.edits, edit{p.offset(n.Pos()), before, false, size, len(p.edits)}, edit{p.offset(n.End()), after, true, size, len(p.edits)})
}

// replace puts text instead of what stands from one offset on.
func (p *planter) replace(from, to int, text string) {
	for i := from; i < to; i++ {
		p.text[i] = ' '
	}
	p.edits = append(p.edits, edit{from, text, true, 1 << 30, 0}) // after all that ends there
}

func (p *planter) planted() []byte {
	slices.SortStableFunc(p.edits, func(a, b edit) int {
		switch {
		case a.at != b.at:
			return a.at - b.at
		case a.closes != b.closes && a.closes:
			return -1
		case a.closes != b.closes:
			return 1
		case a.closes:
			return cmp.Or(a.order-b.order, b.turn-a.turn)
		}
		return cmp.Or(b.order-a.order, a.turn-b.turn)
	})
	var out bytes.Buffer
	from := 0
	for _, e := range p.edits {
		out.Write(p.text[from:e.at])
		out.WriteString(e.text)
		from = e.at
	}
	out.Write(p.text[from:])
	return out.Bytes()
}
