package format

import (
	"fmt"
	"strings"

	"github.com/parquet-go/parquet-go"
	parquetformat "github.com/parquet-go/parquet-go/format"
)

// find binds the columns.
func (f *parquetFeed) find(of *reading, in *Input) error {
	var names []string
	var leaves []parquet.LeafColumn
	for _, path := range f.file.Schema().Columns() {
		leaf, ok := f.file.Schema().Lookup(path...)
		if ok && leaf.MaxRepetitionLevel == 0 {
			names, leaves = append(names, strings.Join(path, ".")), append(leaves, leaf)
		}
	}
	columns := make([]parquetColumn, len(leaves))
	for i, leaf := range leaves {
		t := leaf.Node.Type()
		columns[i] = parquetColumn{index: int(leaf.ColumnIndex), kind: kindOf(t), optional: leaf.MaxDefinitionLevel > 0,
			about: fmt.Sprintf(" (column %s, %s)", names[i], t)}
	}
	paired := false
	if of.Fields.Time == "" {
		of.Fields.Time = f.dateAndTime(names, columns, in)
		paired = of.Fields.Time != ""
	}
	means, wrong := f.bind(of, names)
	if wrong != "" {
		return &InputError{Reason: wrong}
	}
	for i, m := range means {
		if m >= 0 {
			columns[i].means = meaning(m)
			f.columns = append(f.columns, columns[i])
		}
	}
	if paired && len(f.columns) == 2 {
		return &InputError{Reason: onlyTime}
	}
	return nil
}

// dateAndTime returns the names of two columns that make up the time, as
// --fields has them, or "".
func (f *parquetFeed) dateAndTime(names []string, columns []parquetColumn, in *Input) string {
	date, clock := indexNamed(names, "date"), indexNamed(names, "time")
	if date < 0 || clock < 0 || columns[date].kind.stamp != nil || columns[clock].kind.stamp != nil {
		return ""
	}
	if c := columns[clock]; c.kind.clock == 0 && !f.isClock(c, in) {
		return ""
	}
	return names[date] + "+" + names[clock]
}

// isClock reports whether a column of text begins with a time of the day.
func (f *parquetFeed) isClock(c parquetColumn, in *Input) (is bool) {
	groups := f.file.RowGroups()
	if len(groups) == 0 || c.index >= len(f.file.Metadata().RowGroups[0].Columns) {
		return false
	}
	m := &f.file.Metadata().RowGroups[0].Columns[c.index].MetaData
	if m.Codec == parquetformat.Lz4Raw { // see unpacked: then the names must do
		return true
	}
	if c.checkChunk(m, in) != nil {
		return false
	}
	c.pages = groups[0].ColumnChunks()[c.index].Pages()
	defer c.close()
	v, err := c.next()
	if err != nil || v.Kind() != parquet.ByteArray {
		return false
	}
	text := v.ByteArray()
	return len(text) >= len("15:04:05") && len(text) <= len("15:04:05.999999999") && text[2] == ':' && text[5] == ':'
}
