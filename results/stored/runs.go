package stored

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"failsim/results"
)

// Key names a design in an incident.
type Key struct{ Incident, Design string }

// Runs are those of one design in one incident, as replications.csv has them.
type Runs struct {
	Drawn   *results.Drawn
	Figures map[string][]float64 // by column; NaN where a run has no such figure
}

// Table is a replications.csv.
type Table struct {
	Columns []string // figures, in order
	Keys    []Key    // in order
	Runs    map[Key]*Runs
}

// head are the columns before the figures. A result of summary/1 has the first three: its
// runs are of no stratum, and all alike.
var head = []string{"incident", "design", "replication", "stratum", "weight", "run_of"}

const olderHead = 3

// ReadRuns reads a replications.csv.
func ReadRuns(r io.Reader) (*Table, error) {
	in := csv.NewReader(r)
	first, err := in.Read()
	if err != nil {
		return nil, err
	}
	columns := len(head)
	if !startsWith(first, head) && startsWith(first, head[:olderHead]) {
		columns = olderHead
	} else if !startsWith(first, head) {
		return nil, fmt.Errorf("line 1: the columns are not those of failsim: %s, ... are missing", strings.Join(head, ", "))
	}
	type rows struct {
		replications []int
		strata       []string
		weights      []float64
	}
	t := &Table{Columns: first[columns:], Runs: map[Key]*Runs{}}
	of := map[Key]*rows{}
	for {
		row, err := in.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		k := Key{row[0], row[1]}
		if of[k] == nil {
			of[k], t.Runs[k] = &rows{}, &Runs{Figures: map[string][]float64{}}
			t.Keys = append(t.Keys, k)
		}
		replication, err := strconv.Atoi(row[2])
		stratum, weight, bad := "", 1.0, error(nil)
		if columns == len(head) {
			stratum = row[3]
			weight, bad = strconv.ParseFloat(row[4], 64)
		}
		if err != nil || bad != nil {
			line, _ := in.FieldPos(0)
			return nil, fmt.Errorf("line %d: replication %q or weight %q is no number", line, row[2], row[min(4, len(row)-1)])
		}
		of[k].replications, of[k].strata, of[k].weights = append(of[k].replications, replication), append(of[k].strata, stratum), append(of[k].weights, weight)
		for c, name := range t.Columns {
			x := nan
			if text := row[columns+c]; text != "" {
				if x, err = strconv.ParseFloat(text, 64); err != nil {
					line, column := in.FieldPos(columns + c)
					return nil, fmt.Errorf("line %d, column %d: %s is %q, which is no number", line, column, name, text)
				}
			}
			t.Runs[k].Figures[name] = append(t.Runs[k].Figures[name], x)
		}
	}
	for k, rows := range of {
		t.Runs[k].Drawn = results.DrawnOf(rows.replications, rows.strata, rows.weights)
	}
	return t, nil
}

func startsWith(columns, with []string) bool {
	return len(columns) >= len(with) && slices.Equal(columns[:len(with)], with)
}
