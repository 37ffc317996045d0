package importer

import (
	"fmt"
	"strings"

	"failsim/results/words"
)

// writer writes lines, each with where it is from.
type writer struct {
	strings.Builder
	p *Plan
}

func (w *writer) line(text string) { w.WriteString(text + "\n") }

// value writes a line with its source; a question has its number, if it is known how
// much hangs on it.
func (w *writer) value(text string, a answer) {
	text += a.Text
	switch from := words.Line(a.From); {
	case from == "":
		w.line(text)
	case a.Asked:
		w.line(text + "   # question" + w.p.number(a) + ": " + from)
	default:
		w.line(text + "   # " + from)
	}
}

// number is that of a question, from 1.
func (p *Plan) number(a answer) string {
	for i, q := range p.questions() {
		if q.a.From == a.From && p.order != nil {
			return fmt.Sprintf(" %d", i+1)
		}
	}
	return ""
}
