package gate

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"failsim/results"
	"failsim/results/stored"
	"failsim/results/tables"
)

// WriteSentences writes Sentences, a line each or more; the head of the overview, which is
// indented, sets itself off, and a comparison of ten designs has 40 lines.
func WriteSentences(w io.Writer, o results.Objectives, figures []stored.Figure) error {
	var lines []string
	for _, s := range Sentences(o, figures) {
		lines = append(lines, Wrapped(s))
	}
	if lines == nil {
		return nil
	}
	_, err := fmt.Fprintf(w, "%s\n", strings.Join(lines, "\n"))
	return err
}

// Sentences say which designs meet the scenario's objectives in every incident; of the
// others in which incidents they meet them, in which they miss one, by how much at worst,
// and of which the runs leave it open; and in which incidents no request met the fault.
// There are none without objectives.
func Sentences(o results.Objectives, figures []stored.Figure) []string {
	list := Judge(Objectives(o), figures)
	if len(list) == 0 {
		return nil
	}
	designs, incidents := patternsOf(list)
	said := []string{""}
	var met []string
	for _, p := range designs {
		if p.everywhere() {
			met = append(met, p.design)
		}
	}
	if len(met) > 0 {
		said[0] = aims(o) + ": met " + inThese(incidents, len(incidents)) + " by " + strings.Join(met, ", ") + "."
	} else {
		said[0] = aims(o) + ": no design surely meets both in every incident."
		if o.RecoveryS == 0 {
			said[0] = aims(o) + ": no design surely meets it in every incident."
		}
	}
	return slices.Concat(said, unasked(list), against(designs, len(incidents)))
}

// unasked says in which incidents no request fell into the fault.
func unasked(list []Verdict) []string {
	var places []string
	for i := range list {
		if f := &list[i].Figure; f.Unasked && list[i].Outcome == Undecided && !slices.Contains(places, f.Incident) {
			places = append(places, f.Incident)
		}
	}
	if places == nil {
		return nil
	}
	return []string{"No request fell into the fault of " + strings.Join(places, ", ") + ", so nothing is known of it: let the fault begin earlier (at), or play a longer trace."}
}

// aims says what the objectives are.
func aims(o results.Objectives) string {
	text := unitOf("availability").print(float64(o.Availability)) + " availability"
	if o.RecoveryS > 0 {
		text += " and recovery within " + tables.Spoken(o.RecoveryS) + " (in 95 % of runs)"
	}
	return text
}

// Wrapped breaks a text into lines of at most 120 letters.
func Wrapped(text string) string {
	var b strings.Builder
	width := 0
	for _, word := range strings.Fields(text) {
		switch n := len([]rune(word)); {
		case width == 0:
			width = n
		case width+1+n > 120:
			b.WriteByte('\n')
			width = n
		default:
			b.WriteByte(' ')
			width += 1 + n
		}
		b.WriteString(word)
	}
	return b.String()
}
