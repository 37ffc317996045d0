package stored

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"failsim/results"
)

// Parting is where two results of one study part: the first slice of time in which a run
// of one has other facts than that of the other, and the first such run.
type Parting struct {
	Incident, Design, Stratum string
	Replication               int
	From, To                  string // minutes from the start of the run; To is "" of the last slice
	Runs, Of                  int    // how many runs differ
}

func (p *Parting) String() string {
	when := "from minute " + p.From + " on"
	if p.To != "" {
		when = "between minutes " + p.From + " and " + p.To
	}
	return fmt.Sprintf("%d of %d runs differ; they part first %s of the run: incident %s, design %s, replication %d", p.Runs, p.Of, when, p.Incident, p.Design, p.Replication)
}

// FirstParting compares the facts.csv of two directories. It is nil where no run
// differs, or where one of them has no such file, as older results have not.
func FirstParting(before, after string) (*Parting, error) {
	var tables [2][][]string
	for i, folder := range []string{before, after} {
		file := filepath.Join(folder, "facts.csv")
		f, err := os.Open(file)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if err != nil {
			return nil, named(file, err)
		}
		tables[i], err = readFacts(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return parting(tables[0], tables[1]), nil
}

func readFacts(r io.Reader) ([][]string, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || len(rows[0]) <= len(results.FactsHead) || !slices.Equal(rows[0][:len(results.FactsHead)], results.FactsHead) {
		return nil, fmt.Errorf("line 1: the columns are not those of failsim: %s, ... are missing", strings.Join(results.FactsHead, ", "))
	}
	return rows, nil
}

// parting compares runs that both have. Slices of results whose runs last otherwise, or
// whose windows do, cannot be held against each other.
func parting(before, after [][]string) *Parting {
	if !slices.Equal(before[0], after[0]) {
		return nil
	}
	type place struct{ incident, design, replication, stratum string }
	of := func(row []string) place { return place{row[0], row[1], row[2], row[3]} }
	other := map[place][]string{}
	for _, row := range after[1:] {
		other[of(row)] = row
	}
	var p Parting
	first := len(before[0])
	for _, row := range before[1:] {
		now, both := other[of(row)]
		if !both {
			continue
		}
		p.Of++
		if slices.Equal(row[len(results.FactsHead)-1:], now[len(results.FactsHead)-1:]) {
			continue
		}
		p.Runs++
		for k := len(results.FactsHead); k < first; k++ {
			if row[k] != now[k] {
				first = k
				p.Incident, p.Design, p.Stratum = row[0], row[1], row[3]
				p.Replication, _ = strconv.Atoi(row[2])
			}
		}
	}
	if p.Runs == 0 || first == len(before[0]) {
		return nil
	}
	p.From = strings.TrimPrefix(before[0][first], results.SliceName)
	if first+1 < len(before[0]) {
		p.To = strings.TrimPrefix(before[0][first+1], results.SliceName)
	}
	return &p
}
