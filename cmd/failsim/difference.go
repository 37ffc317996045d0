package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// firstDifference says where two tables part, in the words of the rows themselves: of
// timeline.csv the incident, the design and the time, of replications.csv the run. So
// runs that went otherwise are told apart by when. "" of what is no table.
func firstDifference(then, now string) string {
	if filepath.Ext(then) != ".csv" {
		return ""
	}
	a, err := os.Open(then)
	if err != nil {
		return ""
	}
	defer a.Close()
	b, err := os.Open(now)
	if err != nil {
		return ""
	}
	defer b.Close()
	x, y := csv.NewReader(a), csv.NewReader(b)
	x.FieldsPerRecord, y.FieldsPerRecord = -1, -1
	var heads []string
	for line := 1; ; line++ {
		row, end := x.Read()
		rowNow, endNow := y.Read()
		switch {
		case end != nil && endNow != nil:
			return ""
		case end != nil || endNow != nil:
			return fmt.Sprintf(", one ends before line %d", line)
		case line == 1:
			heads = row
		}
		if !slices.Equal(row, rowNow) {
			return fmt.Sprintf(", first in line %d: %s", line, cells(heads, row, rowNow))
		}
	}
}

// cells names the cells of a row up to the first that differs, and what that was and is.
func cells(heads, then, now []string) string {
	var says []string
	for i := range min(len(heads), len(then), len(now)) {
		if then[i] != now[i] {
			return strings.Join(append(says, fmt.Sprintf("%s %s then, %s now", heads[i], then[i], now[i])), ", ")
		}
		if i < 4 {
			says = append(says, heads[i]+" "+then[i])
		}
	}
	return strings.Join(says, ", ")
}
