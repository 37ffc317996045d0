package page

import (
	"encoding/json"
	"fmt"
	"html/template"
	"math"
	"strings"

	"failsim/results/tables"
)

// Answers are files that sensitivity and robust put beside a result, and that its page shows.
var Answers = []string{"sensitivity.json", "robust.json"}

// answers are what other verbs found out about the same scenario.
type answers struct {
	Tornados []tornado
	Remedies []remedy
	Notes    []string
	Robust   *robust
}

// tornado is what a figure of a design does over each number, as the page draws it.
type tornado struct {
	Design  string `json:"design"`
	Figure  string `json:"figure"`
	Base    float64
	Numbers []swing
	Picture template.HTML `json:"-"`
}

type swing struct {
	Path, Low, High string
	AtLow           float64 `json:"at_low"`
	AtHigh          float64 `json:"at_high"`
}

type remedy struct {
	Design, Against string
	Saved           float64  `json:"user_minutes_saved_a_year"`
	Costs           *float64 `json:"costs_more_usd_a_year"`
	ByMinute        *float64 `json:"usd_a_saved_user_minute"`
}

type robust struct {
	Factor  float64
	Numbers []robustNumber
	Silent  int // numbers that turn nothing, and whose knowledge spares nothing
}

type robustNumber struct {
	Path, Value, Low, High string
	Worth                  float64 `json:"user_minutes_to_know"`
	Turns                  []struct{ Incident, From, To, Was, Becomes string }
}

// readAnswers reads those that are there.
func readAnswers(content map[string][]byte) (*answers, error) {
	a := &answers{}
	if data := content[Answers[0]]; data != nil {
		var s struct {
			Schema   string
			Designs  []tornado
			Remedies []remedy
			Notes    []string
		}
		if err := json.Unmarshal(data, &s); err != nil || !strings.HasPrefix(s.Schema, "failsim/sensitivity/") {
			return nil, fmt.Errorf("%s is not what failsim sensitivity --json prints", Answers[0])
		}
		for i := range s.Designs {
			if t := &s.Designs[i]; t.draw() {
				a.Tornados = append(a.Tornados, *t)
			}
		}
		a.Remedies, a.Notes = s.Remedies, s.Notes
	}
	if data := content[Answers[1]]; data != nil {
		var s struct {
			Schema string
			robust
		}
		if err := json.Unmarshal(data, &s); err != nil || !strings.HasPrefix(s.Schema, "failsim/robust/") {
			return nil, fmt.Errorf("%s is not what failsim robust --json prints", Answers[1])
		}
		r := &robust{Factor: s.Factor}
		for _, n := range s.Numbers {
			if len(n.Turns) == 0 && n.Worth == 0 {
				r.Silent++
				continue
			}
			r.Numbers = append(r.Numbers, n)
		}
		a.Robust = r
	}
	if a.Robust == nil && a.Tornados == nil && a.Remedies == nil {
		return nil, nil
	}
	return a, nil
}

// mostSwings is how many bars a reader takes in.
const mostSwings = 12

// draw draws a bar a number from its low to its high end; false if none moves the figure.
func (t *tornado) draw() bool {
	low, high, rows := t.Base, t.Base, []swing{}
	for _, n := range t.Numbers {
		if (n.AtLow != t.Base || n.AtHigh != t.Base) && len(rows) < mostSwings {
			rows = append(rows, n)
			low, high = min(low, n.AtLow, n.AtHigh), max(high, n.AtLow, n.AtHigh)
		}
	}
	if len(rows) == 0 {
		return false
	}
	const names, ends = 330.0, 70.0
	s := newSVG(wide, float64(rowHeight*float64(len(rows)))+42, t.Title()+" over each number")
	x := axis{low, high, names + ends, wide - ends - 10}
	bottom := float64(rowHeight*float64(len(rows))) + 8
	for _, v := range x.ticks(5) {
		s.line("grid", x.at(v), 4, x.at(v), bottom)
		s.text("tick", x.at(v), bottom+14, "middle", tables.Count(v))
	}
	s.line("zero", x.at(t.Base), 4, x.at(t.Base), bottom)
	s.text("tick", (x.left+x.right)/2, bottom+30, "middle", "the line: as the scenario has it, "+tables.Count(t.Base))
	for i, n := range rows {
		y := float64(rowHeight*float64(i)) + rowHeight/2 + 4
		s.text("name small", names-8, y+4, "end", shortPath(n.Path))
		s.line("interval", x.at(math.Min(n.AtLow, n.AtHigh)), y, x.at(math.Max(n.AtLow, n.AtHigh)), y)
		s.dot("mean", x.at(n.AtLow), y, 4, fmt.Sprintf("%s at %s", tables.Count(n.AtLow), n.Low))
		s.dot("mean", x.at(n.AtHigh), y, 4, fmt.Sprintf("%s at %s", tables.Count(n.AtHigh), n.High))
		left, right := n.Low, n.High
		if n.AtHigh < n.AtLow {
			left, right = right, left
		}
		s.text("value", x.at(math.Min(n.AtLow, n.AtHigh))-8, y+4, "end", left)
		s.text("value", x.at(math.Max(n.AtLow, n.AtHigh))+8, y+4, "start", right)
	}
	t.Picture = s.html()
	return true
}

// Title names a drawing.
func (t *tornado) Title() string { return strings.ReplaceAll(t.Figure, "_", " ") + " of " + t.Design }

// shortPath leaves out the beginning of a path that is long.
func shortPath(path string) string {
	const most = 46
	if letters := []rune(path); len(letters) > most {
		return "…" + string(letters[len(letters)-most+1:])
	}
	return path
}
