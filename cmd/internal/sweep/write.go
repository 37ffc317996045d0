package sweep

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"failsim/results/statistics"
)

// The columns after those of the axes, which are called by their paths.
var columns = []string{"incident", "design", "population", "figure", "value", "low95", "high95", "n"}

// WriteCSV writes the table as CSV. What is not known is empty; inf is a time that
// runs did not see the end of.
func (t *Table) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	head := []string{"point"}
	for _, a := range t.Axes {
		head = append(head, a.Path)
	}
	out.Write(append(head, columns...))
	numeric := t.numeric()
	for i := range t.Rows {
		r := &t.Rows[i]
		row := []string{strconv.Itoa(r.Point)}
		for a := range t.Axes {
			text := t.Points[r.Point][a]
			if x, _ := t.Value(r.Point, a); numeric[a] {
				text = number(x)
			}
			row = append(row, text)
		}
		low, high := r.ends()
		out.Write(append(row, r.Incident, r.Design, r.Population, r.Name, number(r.Figure.Value), number(low), number(high), strconv.Itoa(r.N)))
	}
	out.Flush()
	return out.Error()
}

func number(x float64) string {
	switch {
	case math.IsNaN(x):
		return ""
	case math.IsInf(x, 1):
		return "inf"
	case math.IsInf(x, -1):
		return "-inf"
	}
	return strconv.FormatFloat(x, 'g', 12, 64)
}

// ends are those of the interval; NaN if there is none.
func (r *Row) ends() (low, high float64) {
	if !r.Estimated {
		return math.NaN(), math.NaN()
	}
	return r.Low, r.High
}

// WriteParquet writes the same table as Parquet: numbers as doubles, null where CSV
// has nothing.
func (t *Table) WriteParquet(w io.Writer) error {
	numeric := t.numeric()
	group := parquet.Group{"point": parquet.Int(32), "n": parquet.Int(32)}
	for a, axis := range t.Axes {
		group[axis.Path] = parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
		if numeric[a] {
			group[axis.Path] = parquet.Leaf(parquet.DoubleType)
		}
	}
	for _, name := range []string{"incident", "design", "population", "figure"} {
		group[name] = parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	}
	for _, name := range []string{"value", "low95", "high95"} {
		group[name] = parquet.Optional(parquet.Leaf(parquet.DoubleType))
	}
	schema := parquet.NewSchema("sweep", group)
	var order []string // of the columns, which Parquet sorts
	for _, path := range schema.Columns() {
		order = append(order, path[0])
	}
	out := parquet.NewGenericWriter[any](w, schema, parquet.Compression(&parquet.Zstd))
	for i := range t.Rows {
		if _, err := out.WriteRows([]parquet.Row{t.parquetRow(&t.Rows[i], numeric, order)}); err != nil {
			return err
		}
	}
	return out.Close()
}

func (t *Table) parquetRow(r *Row, numeric []bool, order []string) parquet.Row {
	row := make(parquet.Row, len(order))
	put := func(name string, v parquet.Value, defined int) {
		c := slices.Index(order, name)
		row[c] = v.Level(0, defined, c)
	}
	maybe := func(name string, x float64) {
		if math.IsNaN(x) {
			put(name, parquet.NullValue(), 0)
		} else {
			put(name, parquet.DoubleValue(x), 1)
		}
	}
	put("point", parquet.Int32Value(int32(r.Point)), 0)
	put("n", parquet.Int32Value(int32(r.N)), 0)
	for a, axis := range t.Axes {
		if x, _ := t.Value(r.Point, a); numeric[a] {
			put(axis.Path, parquet.DoubleValue(x), 0)
		} else {
			put(axis.Path, parquet.ByteArrayValue([]byte(t.Points[r.Point][a])), 0)
		}
	}
	for _, c := range []struct{ name, text string }{{"incident", r.Incident}, {"design", r.Design}, {"population", r.Population}, {"figure", r.Name}} {
		put(c.name, parquet.ByteArrayValue([]byte(c.text)), 0)
	}
	low, high := r.ends()
	maybe("value", r.Figure.Value)
	maybe("low95", low)
	maybe("high95", high)
	return row
}

// WriteJSON writes the table as JSON: the same rows, each an object.
func (t *Table) WriteJSON(w io.Writer) error {
	type row struct {
		Point      int                  `json:"point"`
		At         map[string]any       `json:"at"`
		Incident   string               `json:"incident"`
		Design     string               `json:"design"`
		Population string               `json:"population,omitempty"`
		Figure     string               `json:"figure"`
		Value      statistics.Number    `json:"value"`
		CI95       [2]statistics.Number `json:"ci95"`
		N          int                  `json:"n"`
	}
	all := struct {
		Schema string `json:"schema"`
		Rows   []row  `json:"rows"`
	}{"failsim/sweep/1", nil}
	numeric := t.numeric()
	for i := range t.Rows {
		r := &t.Rows[i]
		at := map[string]any{}
		for a, axis := range t.Axes {
			at[axis.Path] = t.Points[r.Point][a]
			if x, _ := t.Value(r.Point, a); numeric[a] {
				at[axis.Path] = x
			}
		}
		low, high := r.ends()
		all.Rows = append(all.Rows, row{r.Point, at, r.Incident, r.Design, r.Population, r.Name, statistics.Number(r.Figure.Value),
			[2]statistics.Number{statistics.Number(low), statistics.Number(high)}, r.N})
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(all)
}
