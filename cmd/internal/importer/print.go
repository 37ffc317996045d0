package importer

import (
	"fmt"
	"io"

	"failsim/results/tables"
	"failsim/results/words"
)

// Print tells what was found, and what no file says.
func (p *Plan) Print(w io.Writer, findings []Finding) {
	if len(findings) == 0 {
		fmt.Fprintln(w, "nothing in these files is known to hurt")
	} else {
		fmt.Fprintf(w, "%s\n", words.Plural(int64(len(findings)), "finding"))
	}
	for i := range findings {
		f := &findings[i]
		fmt.Fprintf(w, "\n%s: %s\n  %s\n  change: %s\n", f.At, f.Kind, f.Says, f.Change)
		switch {
		case f.Cost != nil:
			fmt.Fprintf(w, "  in the drill %s: %s requests lost a run, %s with the change (design %s)\n", f.Drill, tables.Count(f.Cost.Lost), tables.Count(f.Cost.Then), f.Design)
		case f.Why != "":
			fmt.Fprintf(w, "  no figure: %s\n", f.Why)
		}
	}
	if len(p.Left) > 0 {
		fmt.Fprintln(w, "\nwhat the scenario leaves out")
		for _, l := range p.Left {
			fmt.Fprintf(w, "  %s\n", l)
		}
	}
	if len(p.reading.Unread) > 0 {
		fmt.Fprintln(w, "\nnot understood")
		for _, u := range p.reading.Unread {
			fmt.Fprintf(w, "  %s: %s\n", u.Place, u.Text)
		}
	}
	fmt.Fprintln(w, "\nquestions that no file answers, the most decisive first, each with the default that is used")
	for _, q := range p.questions() {
		fmt.Fprintf(w, "  %s\n", q)
	}
}
