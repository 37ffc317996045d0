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

// source is one file while it is read, with those that it builds on, and the
// problems found so far.
type source struct {
	lines    []string // of all parts, one after the other
	parts    []part
	problems []Problem
	values   int // read so far
	merging  map[*yaml.Node]bool
	renamed  []string // "before is now called after", each once
	dry      *dryRun  // nil: there is a file
	means    map[string]string
	kin      map[string][]string
	named    func(word string) string // nil: nothing is
	shape    func() *Shape            // nil: not known
}

// part is a file, or a value that was asked for besides, whose lines follow those
// of the parts before.
type part struct {
	name  string
	first int // of all lines, from 1
	shown int // the number by which that line is shown
}

func newSource(name string, content []byte) *source {
	r := &source{merging: map[*yaml.Node]bool{}}
	r.add(name, 1, linesOf(content)...)
	return r
}

func linesOf(content []byte) []string {
	return strings.Split(strings.TrimPrefix(string(content), "\ufeff"), "\n")
}

// add adds the lines of a part, and returns how many stood before them.
func (r *source) add(name string, shown int, lines ...string) (before int) {
	before = len(r.lines)
	r.parts = append(r.parts, part{name, before + 1, shown})
	r.lines = append(r.lines, lines...)
	return before
}

// partOf returns the part in which a line is.
func (r *source) partOf(line int) part {
	of := r.parts[0]
	for _, p := range r.parts {
		if p.first <= line {
			of = p
		}
	}
	return of
}

// in names a line as messages about another line do: the file is said only if it
// is another one.
func (r *source) in(line, from int) string {
	p := r.partOf(line)
	text := fmt.Sprintf("line %d", line-p.first+p.shown)
	if p != r.partOf(from) {
		text += " of " + p.name
	}
	return text
}

func (r *source) problem(line, column int, message string) {
	line = max(line, 1)
	of := r.partOf(line)
	p := Problem{File: of.name, Line: line - of.first + of.shown, Column: max(column, 1), Message: message, order: line}
	if line <= len(r.lines) {
		p.Source = strings.TrimRight(r.lines[line-1], "\r")
	}
	r.problems = append(r.problems, p)
}

// older remembers that the file has a word that has another name now.
func (r *source) older(before, now string) {
	if reported := before + " is now called " + now; !slices.Contains(r.renamed, reported) {
		r.renamed = append(r.renamed, reported)
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
