// Package file is the strict YAML language of every kind of file that failsim
// reads: mappings whose unknown keys are refused, units that must be said, and
// every mistake at once, each with file, line, column, the offending line and
// the nearest valid word. It knows no domain.
//
// A file is read by functions with one line a key: Need for one that must be
// there, Get for one that may be missing, and a Parser for its value. The units
// are in duration.go, rate.go, size.go and units.go.
package file

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// mostValues bounds how much a file may say, counting what aliases repeat, so
// that a small file cannot keep the reader busy for hours. An assumption: it
// is a hundred times what a very large scenario holds.
const mostValues = 1_000_000

// source is one file while it is read, and the problems found in it so far.
type source struct {
	name     string
	lines    []string
	problems []Problem
	values   int // read so far
	merging  map[*yaml.Node]bool
	renamed  []string // "before is now called after", each once
	edits    []string // where each edit comes from: its line follows those of the file
}

func newSource(name string, content []byte) *source {
	text := strings.TrimPrefix(string(content), "\ufeff")
	return &source{name: name, lines: strings.Split(text, "\n"), merging: map[*yaml.Node]bool{}}
}

func (r *source) problem(line, column int, message string) {
	p := Problem{File: r.name, Line: max(line, 1), Column: max(column, 1), Message: message}
	if p.Line <= len(r.lines) {
		p.Source = strings.TrimRight(r.lines[p.Line-1], "\r")
	}
	if own := len(r.lines) - len(r.edits); len(r.edits) > 0 && p.Line > own {
		p.File, p.Line = r.edits[p.Line-own-1], p.Line-own
	}
	r.problems = append(r.problems, p)
}

// older remembers that the file has a word that has another name now.
func (r *source) older(before, now string) {
	if told := before + " is now called " + now; !slices.Contains(r.renamed, told) {
		r.renamed = append(r.renamed, told)
	}
}

// count reports once that there are too many values; from then on, mappings
// and lists read as empty.
func (r *source) count(n *yaml.Node) {
	r.values++
	if r.values == mostValues {
		r.problem(n.Line, n.Column, fmt.Sprintf("the scenario holds more than %d values: are aliases nested?", mostValues))
	}
}

func (r *source) exhausted() bool { return r.values >= mostValues }
