package scenario

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"failsim/models/policy"
)

// mostValues bounds how much a file may say, counting what aliases repeat, so
// that a small file cannot keep the reader busy for hours. An assumption: it
// is a hundred times what a very large scenario holds.
const mostValues = 1_000_000

// reader collects the problems of one file, and the names that it declares.
type reader struct {
	file     string
	lines    []string
	problems []Problem
	values   int // read so far
	merging  map[*yaml.Node]bool

	strategies []policy.Strategy
	traces     []string
	providers  names
	regions    names // by full name
	places     names
	people     names // populations
	designs    names
	zones      map[string]int // by full region name
	fleets     []fleetSize
	drafts     map[string]Design
}

func newReader(file string, content []byte) *reader {
	text := strings.TrimPrefix(string(content), "\ufeff")
	return &reader{
		file:      file,
		lines:     strings.Split(text, "\n"),
		merging:   map[*yaml.Node]bool{},
		providers: names{what: "provider", most: mostProviders},
		regions:   names{what: "region", most: mostRegions},
		places:    names{what: "place", most: mostNames},
		people:    names{what: "population", most: mostPopulations},
		designs:   names{what: "design", most: mostNames},
		zones:     map[string]int{},
		drafts:    map[string]Design{},
	}
}

func (r *reader) problem(line, column int, message string) {
	p := Problem{File: r.file, Line: max(line, 1), Column: max(column, 1), Message: message}
	if p.Line <= len(r.lines) {
		p.Source = strings.TrimRight(r.lines[p.Line-1], "\r")
	}
	r.problems = append(r.problems, p)
}

// count reports once that there are too many values; from then on, mappings
// and lists read as empty.
func (r *reader) count(n *yaml.Node) {
	r.values++
	if r.values == mostValues {
		r.problem(n.Line, n.Column, fmt.Sprintf("the scenario holds more than %d values: are aliases nested?", mostValues))
	}
}

func (r *reader) exhausted() bool { return r.values >= mostValues }
