package gate

import (
	"fmt"
	"io"
	"strings"

	"failsim/results"
	"failsim/results/stored"
	"failsim/results/tables"
)

// WriteSentences says in a sentence which designs meet the scenario's
// objectives in every incident, which miss one, and by how much at worst, and of
// which the runs leave it open.
func WriteSentences(w io.Writer, o results.Objectives, figures []stored.Figure) error {
	list := Judge(Objectives(o), figures)
	if len(list) == 0 {
		return nil
	}
	var order []string
	worst := map[string]*Verdict{} // by design: what says most against it
	for i := range list {
		v := &list[i]
		name := v.Figure.Design
		if worst[name] == nil {
			order = append(order, name)
		}
		if worst[name] == nil || v.worseThan(worst[name]) {
			worst[name] = v
		}
	}
	by := map[Outcome][]string{}
	for _, name := range order {
		v := worst[name]
		by[v.Outcome] = append(by[v.Outcome], name+v.reason())
	}
	said := "no design surely meets both in every incident"
	if o.RecoveryS == 0 {
		said = "no design surely meets it in every incident"
	}
	if met := by[Met]; len(met) > 0 {
		said = "met in every incident by " + strings.Join(met, ", ")
	}
	for _, rest := range []struct {
		of   Outcome
		says string
	}{{Missed, "missed by "}, {Undecided, "too few runs to tell of "}} {
		if names := by[rest.of]; len(names) > 0 {
			said += "; " + rest.says + strings.Join(names, ", ")
		}
	}
	_, err := fmt.Fprintf(w, "%s\n\n", wrapped("objectives, "+aims(o)+": "+said+"."))
	return err
}

// aims says what the objectives are.
func aims(o results.Objectives) string {
	text := "availability of " + unitOf("availability").print(float64(o.Availability))
	if o.RecoveryS > 0 {
		text += " and recovery for good within " + tables.Spoken(o.RecoveryS) + " in 95 % of runs"
	}
	return text
}

// worseThan orders verdicts by what they say against a design: a miss before what
// is undecided, then by how far the figure lies below its bound.
func (v *Verdict) worseThan(u *Verdict) bool {
	rank := map[Outcome]int{Met: 0, Undecided: 1, Missed: 2}
	if v.Outcome != u.Outcome {
		return rank[v.Outcome] > rank[u.Outcome]
	}
	if v.Figure.Name != u.Figure.Name { // availability, which stands first, says more
		return false
	}
	return v.Figure.Value < u.Figure.Value
}

// reason says in brackets what is worst about a design that does not surely meet
// the objectives.
func (v *Verdict) reason() string {
	f := &v.Figure
	switch {
	case v.Outcome == Met:
		return ""
	case f.Name == "availability" && v.Outcome == Missed:
		return fmt.Sprintf(" (by %s points in %s)", tables.Digits(100*(v.Expectation.Bound-f.Value), 2), f.Incident)
	case f.Name == "availability":
		return fmt.Sprintf(" (availability of %s in %s)", printed(f), f.Incident)
	}
	return fmt.Sprintf(" (in time in %s of runs in %s)", tables.Digits(100*f.Value, 2)+" %", f.Incident)
}

// wrapped breaks a text into lines of at most 120 letters.
func wrapped(text string) string {
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
