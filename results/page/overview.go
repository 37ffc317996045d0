package page

import (
	"html/template"
	"slices"

	"failsim/results/gate"
	"failsim/results/tables"
)

// overviewRow is a design against the objectives, in every incident.
type overviewRow struct {
	Design string
	Cells  []overviewCell // by incident
}

type overviewCell struct {
	Outcome string // met, missed, undecided; or unaffected
	Class   string // for its colour
	Why     []string
}

// overview tells for each design and incident whether every objective is met,
// one is missed, or the runs leave it open.
func (v *view) overview(verdicts []gate.Verdict) {
	if len(verdicts) == 0 {
		return
	}
	for d := range v.Incidents[0].Designs {
		row := overviewRow{Design: v.Incidents[0].Designs[d].Name}
		for i := range v.Incidents {
			cell := overviewCell{Outcome: string(gate.Met)}
			for k := range verdicts {
				w := &verdicts[k]
				if w.Figure.Incident != v.Incidents[i].Name || w.Figure.Design != row.Design {
					continue
				}
				if w.Outcome == gate.Missed || w.Outcome == gate.Undecided && cell.Outcome == string(gate.Met) {
					cell.Outcome = string(w.Outcome)
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		v.Overview = append(v.Overview, row)
	}
	for k := range v.Overview {
		row := &v.Overview[k]
		for i := range v.Incidents {
			d := v.find(i, row.Design)
			if d == nil {
				row.Cells[i] = overviewCell{Outcome: "not run"}
				continue
			}
			row.Cells[i].Class = row.Cells[i].Outcome
			if d.OutOfReach == 1 && row.Cells[i].Outcome == string(gate.Met) {
				row.Cells[i] = overviewCell{Outcome: "unaffected", Class: "out"}
				continue
			}
			row.Cells[i].Why = append(row.Cells[i].Why, tables.Percent(d.Availability))
			if w := d.Recover.Within; w != nil && w.Share.Known() {
				row.Cells[i].Why = append(row.Cells[i].Why, "in time in "+tables.ShortPercent(w.Share)+" of runs")
			}
		}
	}
}

// AnyOut reports whether an incident cannot touch some design.
func (v *view) AnyOut() bool {
	return slices.ContainsFunc(v.Overview, func(row overviewRow) bool {
		return slices.ContainsFunc(row.Cells, func(c overviewCell) bool { return c.Class == "out" })
	})
}

func (v *view) find(i int, name string) *design {
	for d := range v.Incidents[i].Designs {
		if v.Incidents[i].Designs[d].Name == name {
			return &v.Incidents[i].Designs[d]
		}
	}
	return nil
}

// view is what the template reads.
type view struct {
	*result
	Style, Script, Library template.HTML
	Data                   template.HTML
	Sentences              []string
	Overview               []overviewRow
	Pictures               []pictures
	Assumptions, Sourced   []assumption
	Command                string
	Tool                   string
	ScenarioSHA            string
	NotModelled            []string
}

type pictures struct{ Paired, Recovery, Cost template.HTML }
