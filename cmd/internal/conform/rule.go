package conform

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Rule is how far what was measured may lie from what was predicted, where a tenth is
// not all.
type Rule struct {
	Kind string
	Size string // in the unit of the figure
	Why  string
}

// The kinds of rules. A tenth needs none.
const (
	Tenth     = "10 %"
	Period    = "period"    // of the observer: a check's interval, or the gap between two requests
	Chance    = "chance"    // 4.5 standard errors of both sides
	Allowance = "allowance" // by hand
)

// String is the rule as the table has it: "period 1 s: between two checks".
func (r Rule) String() string {
	if r.Kind == "" {
		return ""
	}
	return fmt.Sprintf("%s %s: %s", r.Kind, r.Size, r.Why)
}

var figures = regexp.MustCompile(`(-?\d+(?:\.(\d+))?)\s*(ms\b|s\b|%)?`)

// quantity is a number of a cell, with half of its last digit's worth.
type quantity struct {
	value, half float64
	unit        string
}

func quantities(cell string) (list []quantity) {
	for _, found := range figures.FindAllStringSubmatch(cell, -1) {
		value, err := strconv.ParseFloat(found[1], 64)
		if err != nil {
			continue
		}
		q := quantity{value, 0.5 * math.Pow10(-len(found[2])), found[3]}
		if found[2] == "" {
			q.half = 0
		}
		if q.unit == "ms" {
			q = quantity{q.value / 1000, q.half / 1000, "s"}
		}
		list = append(list, q)
	}
	return list
}

// HeldBy says by what a row that holds does so, from what its cells say: a tenth, half
// a point of a share and a tenth of a second among it, or the kind of its rule; empty
// where it is none of these.
func (f *Fact) HeldBy() string {
	switch {
	case f.Predicted == f.Measured, f.Predicted == "none" && strings.HasPrefix(f.Measured, "0 of "):
		return Tenth
	case !alike(f.Predicted, f.Measured, 0):
		kind, rest, _ := strings.Cut(f.Rule, " ")
		size, _, _ := strings.Cut(rest, ":")
		if allowed := quantities(size); len(allowed) == 1 && alike(f.Predicted, f.Measured, allowed[0].value) {
			return kind
		}
		return ""
	}
	return Tenth
}

// alike reports whether each number of one cell is within a tenth, or so much, of that
// of another. What the second has beyond those of the first is not compared.
func alike(predicted, measured string, within float64) bool {
	p, m := quantities(predicted), quantities(measured)
	if len(p) == 0 || len(m) < len(p) {
		return false
	}
	for i := range p {
		allowed := max(within, relative*max(math.Abs(p[i].value), math.Abs(m[i].value)))
		switch m[i].unit {
		case "s":
			allowed = max(allowed, 0.1) // at once
		case "%":
			allowed = max(allowed, 100*points)
		}
		if math.Abs(p[i].value-m[i].value) > allowed+p[i].half+m[i].half+1e-9 {
			return false
		}
	}
	return true
}
