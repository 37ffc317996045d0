package page

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
)

// table is a CSV file of a result, row by row, with columns by name.
type table struct {
	head []string
	at   map[string]int
	rows *csv.Reader
	row  []string
}

// readTable reads a CSV file; nil is one that is not there.
func readTable(name string, content []byte, read func(*table) error) error {
	if content == nil {
		return nil
	}
	t := &table{rows: csv.NewReader(bytes.NewReader(content)), at: map[string]int{}}
	t.rows.ReuseRecord = true
	head, err := t.rows.Read()
	if err != nil {
		return fmt.Errorf("%s: it has no head: %w", name, err)
	}
	t.head = append(t.head, head...)
	for i, column := range t.head {
		t.at[column] = i
	}
	if err := read(t); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// next goes to the next row.
func (t *table) next() (bool, error) {
	row, err := t.rows.Read()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	t.row = row
	return err == nil, err
}

// needs reports which of some columns is missing.
func (t *table) needs(columns ...string) error {
	for _, c := range columns {
		if _, ok := t.at[c]; !ok {
			return fmt.Errorf("it has no column %s", c)
		}
	}
	return nil
}

func (t *table) text(column string) string { return t.row[t.at[column]] }

// number returns a number; NaN is what is empty.
func (t *table) number(column string) (float64, error) {
	text := t.text(column)
	if text == "" {
		return math.NaN(), nil
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		line, at := t.rows.FieldPos(t.at[column])
		return 0, fmt.Errorf("%d:%d: %q is no number", line, at, text)
	}
	return x, nil
}

// numberOr returns a number of a column that older results do not have.
func (t *table) numberOr(column string, other float64) (float64, error) {
	if _, ok := t.at[column]; !ok {
		return other, nil
	}
	return t.number(column)
}

// numbers returns several.
func (t *table) numbers(columns ...string) ([]float64, error) {
	x := make([]float64, len(columns))
	for i, c := range columns {
		var err error
		if x[i], err = t.number(c); err != nil {
			return nil, err
		}
	}
	return x, nil
}
