package gate

import (
	"fmt"
	"strings"
)

// Mistake is what is wrong with an expectation, and at which of its letters.
type Mistake struct {
	Text    string
	Column  int // from 1
	Message string
}

// Error shows the place below the text.
func (m *Mistake) Error() string {
	return fmt.Sprintf("column %d: %s\n    %s\n    %s^", m.Column, m.Message, m.Text, strings.Repeat(" ", m.Column-1))
}

// operators, the longer ones first.
var operators = []string{"<=", ">=", "==", "!=", "=", "<", ">"}

// And joins expectations in one text.
const and = " and "

// Parse reads expectations, one or several joined by "and".
func Parse(text string, names *Names) ([]Expectation, error) {
	var list []Expectation
	for from := 0; ; {
		piece := text[from:]
		next := strings.Index(piece, and)
		if next >= 0 {
			piece = piece[:next]
		}
		e, err := parse(text, from, from+len(piece), names)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
		if next < 0 {
			return list, nil
		}
		from += next + len(and)
	}
}

// parser reads one expectation, which is text[at:end].
type parser struct {
	text    string
	at, end int
	names   *Names
	e       Expectation
}

// parse reads the expectation between two places.
func parse(text string, from, end int, names *Names) (Expectation, error) {
	p := &parser{text: text, at: from, end: end, names: names}
	if strings.TrimSpace(text[from:end]) == "" {
		return p.e, p.refuse(from, "an expectation reads like: availability >= 99.95%%")
	}
	err := p.quantity()
	if err == nil {
		err = p.bound()
	}
	p.e.Text = strings.Join(strings.Fields(text[from:end]), " ")
	return p.e, err
}

func (p *parser) refuse(at int, format string, args ...any) error {
	return &Mistake{Text: p.text, Column: len([]rune(p.text[:at])) + 1, Message: fmt.Sprintf(format, args...)}
}

func (p *parser) skip() {
	for p.at < p.end && p.text[p.at] == ' ' {
		p.at++
	}
}

// take passes a letter if it comes next.
func (p *parser) take(c byte) bool {
	p.skip()
	if p.at < p.end && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

// word reads a name.
func (p *parser) word() (word string, at int) {
	p.skip()
	at = p.at
	for p.at < p.end && !strings.ContainsRune(" ()<>=!,", rune(p.text[p.at])) {
		p.at++
	}
	return p.text[at:p.at], at
}

// statistics are the words that may stand around a figure, by what follows its
// name.
var statistics = map[string]string{"p50": ".p50", "median": ".p50", "p95": ".p95", "p99": ".p99", "mean": ""}

// quantity reads the left side.
func (p *parser) quantity() error {
	word, at := p.word()
	if word == "" {
		return p.refuse(at, "here should be a figure, such as availability")
	}
	suffix, around := statistics[word]
	if around {
		if !p.take('(') {
			return p.refuse(p.at, "%s is of a figure: %s(recovery)", word, word)
		}
		if word, at = p.word(); word == "" {
			return p.refuse(at, "here should be a figure: %s", "recovery, or time_to_detect")
		}
	}
	if err := p.where(); err != nil {
		return err
	}
	if around {
		if !p.take(')') {
			return p.refuse(p.at, "a bracket is open: \")\" is missing")
		}
		if err := p.where(); err != nil {
			return err
		}
	}
	var err error
	p.e.Figure, err = p.names.figure(word, suffix, len(p.e.Populations) > 0)
	if err != nil {
		return p.refuse(at, "%v", err)
	}
	return nil
}

// where reads names in brackets, if there are any.
func (p *parser) where() error {
	if !p.take('(') {
		return nil
	}
	for {
		word, at := p.word()
		kind := ""
		if p.take('=') {
			kind = word
			word, _ = p.word()
		}
		if word == "" {
			return p.refuse(p.at, "here should be the name of a population, a design or an incident")
		}
		if err := p.names.add(kind, word, &p.e); err != nil {
			return p.refuse(at, "%v", err)
		}
		switch {
		case p.take(','):
		case p.take(')'):
			return nil
		default:
			return p.refuse(p.at, "a bracket is open: \")\" or \",\" is missing")
		}
	}
}

// bound reads the operator and the right side.
func (p *parser) bound() error {
	p.skip()
	at := p.at
	for _, op := range operators {
		if strings.HasPrefix(p.text[p.at:p.end], op) {
			p.e.Op = op
			p.at += len(op)
			break
		}
	}
	switch p.e.Op {
	case "":
		return p.refuse(at, "here should be <=, <, >= or >")
	case "=", "==", "!=":
		return p.refuse(at, "%s cannot be decided of an estimate: use <=, <, >= or >", p.e.Op)
	}
	p.skip()
	value := strings.TrimSpace(p.text[p.at:p.end])
	if value == "" {
		return p.refuse(p.at, "here should be a value, %s", unitOf(p.e.Figure).like)
	}
	var err error
	if p.e.Bound, err = unitOf(p.e.Figure).parse(value); err != nil {
		return p.refuse(p.at, "%s %s: %v", p.e.Figure, p.e.Op, err)
	}
	return nil
}
