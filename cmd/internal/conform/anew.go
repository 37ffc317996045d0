package conform

import (
	_ "embed" // the predictions
	"fmt"
)

// Anew is a row of which failsim said another thing, or nothing, when its program was
// measured first: what it says now was said with that in sight, as a parameter was set, a
// mechanism added or the test mended. It holds by later runs.
type Anew struct {
	Program, Fact string // the row
	Predicted     string // first
	Measured      string // then
}

//go:embed anew.tsv
var anew string

// PredictedAnew returns them all.
func PredictedAnew() (list []Anew) {
	for cells := range fourCells(anew) {
		list = append(list, Anew{cells[0], cells[1], cells[2], cells[3]})
	}
	return list
}

// Row is the row of the table that it belongs to; nil where there is none.
func (a *Anew) Row(list []Fact) *Fact {
	return (&Earlier{Program: a.Program, Fact: a.Fact}).Row(list)
}

// first is what was predicted first of the rows that are predicted anew.
func first(list []Fact) map[*Fact]string {
	of, all := map[*Fact]string{}, PredictedAnew()
	for i := range all {
		if row := all[i].Row(list); row != nil {
			of[row] = all[i].Predicted
		}
	}
	return of
}

// countedAnew says how many they are, and what is left without them.
func countedAnew(list []Fact) string {
	of, close, predicted := first(list), 0, 0
	for i := range list {
		f := &list[i]
		if _, anew := of[f]; anew || f.Verdict != Holds && f.Verdict != Deviates {
			continue
		}
		predicted++
		if by := f.HeldBy(); f.Verdict == Holds && (by == Tenth || by == Period) {
			close++
		}
	}
	return fmt.Sprintf("%d rows are *predicted anew*: of them failsim said another thing, or nothing, when the program was measured first, which the verdict gives, and then a parameter was set, a mechanism added or the experiment mended, and the program run again or the same figure kept. "+
		"Without them %d of %d hold within 10 %% or one period, %.1f %%. Of the others, too, parameters that a row gives in brackets and defaults of strategies may be from measurements by the earlier rig; what a row then holds is the mechanism, not the parameter", len(of), close, predicted, 100*float64(close)/float64(max(1, predicted)))
}
