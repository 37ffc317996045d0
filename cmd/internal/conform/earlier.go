package conform

import (
	_ "embed" // the figures
	"fmt"
	"iter"
	"regexp"
	"strings"
)

// Earlier is a figure of a row that was measured before, by another rig.
type Earlier struct {
	Program, Fact string // the row
	Figure        string
	Note          string // why it is another; empty where it is not
}

//go:embed earlier.tsv
var earlier string

// EarlierFigures returns them all.
func EarlierFigures() (list []Earlier) {
	for cells := range fourCells(earlier) {
		list = append(list, Earlier{cells[0], cells[1], cells[2], cells[3]})
	}
	return list
}

// fourCells goes through the lines of an embedded table of four columns.
func fourCells(table string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if len(cells) != 4 {
				panic(fmt.Sprintf("conform: a line of %d cells, not 4: %q", len(cells), line))
			}
			if !yield(cells) {
				return
			}
		}
	}
}

// aside is what a fact says in brackets: parameters of failsim's, among others.
var aside = regexp.MustCompile(` ?\([^()]*\)`)

// Row is the row of the table that it belongs to, whatever that says in brackets; nil
// where there is none, or more than one.
func (e *Earlier) Row(list []Fact) (row *Fact) {
	for i := range list {
		switch f := &list[i]; {
		case f.Program != e.Program:
		case f.Fact == e.Fact:
			return f
		case aside.ReplaceAllString(f.Fact, "") != aside.ReplaceAllString(e.Fact, ""):
		case row != nil:
			return nil
		default:
			row = f
		}
	}
	return row
}

// Same reports whether it is, by the rule of its row, what was measured now.
func (e *Earlier) Same(f *Fact) bool {
	before := Fact{Predicted: e.Figure, Measured: f.Measured, Rule: f.Rule}
	return before.HeldBy() != ""
}

// compared says how many earlier figures there are, and how many are the same.
func compared(list []Fact) string {
	all, same := EarlierFigures(), 0
	for i := range all {
		if row := all[i].Row(list); row != nil && all[i].Same(row) {
			same++
		}
	}
	return fmt.Sprintf("%d of these facts were measured before by another rig: %d came out the same by the rule of their row, the others have a note", len(all), same)
}

// notes are those of a program.
func notes(list []Fact, program string) string {
	var out strings.Builder
	all := EarlierFigures()
	for i := range all {
		e := &all[i]
		if e.Program != program || e.Note == "" {
			continue
		}
		if row := e.Row(list); row == nil || e.Same(row) {
			continue
		}
		if out.Len() == 0 {
			out.WriteString("\nMeasured before, and another:\n\n")
		}
		fmt.Fprintf(&out, "- %s: %s; %s.\n", e.Fact, e.Figure, e.Note)
	}
	return out.String()
}
