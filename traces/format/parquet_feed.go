package format

import (
	"fmt"

	"github.com/parquet-go/parquet-go"
	parquetformat "github.com/parquet-go/parquet-go/format"
)

func newParquet(of *reading, in *Input) (f feed, err error) {
	defer parquetPanics(&err)
	if in.packing != "none" {
		return nil, &InputError{Reason: "the Parquet file is packed with " + in.packing + " once more; unpack it, for it is read from its end"}
	}
	if err := checkFooter(in); err != nil {
		return nil, err
	}
	file, err := openParquet(in.file, in.size)
	if err != nil {
		return nil, err
	}
	p := &parquetFeed{filler: newFiller(of), file: file, counts: of.Fields.Count != ""}
	if err := p.find(of, in); err != nil {
		return nil, err
	}
	if err := p.checkPages(in); err != nil {
		return nil, err
	}
	p.file, err = p.unpacked(in)
	return p, err
}

func (f *parquetFeed) next(r *Record) (wrong Fault, ok bool) {
	if f.err != nil {
		return Fault{}, false
	}
	defer func() {
		if p := recover(); p != nil {
			f.fail(fmt.Errorf("%v", p))
			wrong, ok = Fault{}, false
		}
	}()
	for f.left == 0 {
		if !f.nextGroup() {
			return Fault{}, false
		}
	}
	f.left--
	f.row++
	*r = Record{Requests: 1, Duration: NoDuration}
	f.begin()
	for i := range f.columns {
		c := &f.columns[i]
		v, err := c.next()
		if err != nil {
			f.fail(err)
			return Fault{}, false
		}
		if reason := f.take(c, v, r); reason != "" && wrong.Reason == "" {
			wrong = Fault{Column: c.index + 1, Reason: reason}
		}
	}
	if end := f.finish(r); wrong.Reason == "" || end.Apart() {
		wrong = end
	}
	return wrong, true
}

func (f *parquetFeed) fail(err error) {
	f.err = &InputError{Line: f.row, Reason: "the Parquet file is damaged or cut short", Err: err}
}

// nextGroup moves to the next row group.
func (f *parquetFeed) nextGroup() bool {
	groups := f.file.RowGroups()
	for i := range f.columns {
		f.columns[i].close()
	}
	if f.group == len(groups) {
		return false
	}
	group := groups[f.group]
	f.group++
	f.left = group.NumRows()
	for i := range f.columns {
		c := &f.columns[i]
		c.pages = group.ColumnChunks()[c.index].Pages()
	}
	return true
}

// take fills in one value.
func (f *parquetFeed) take(c *parquetColumn, v parquet.Value, r *Record) string {
	wrong := ""
	switch {
	case v.IsNull():
		return f.fill(c.means, nil, r)
	case c.means&^alsoClass == meansTime && c.kind.stamp != nil:
		wrong = f.stamp(c.kind.stamp, v.Int64(), r)
	case c.means&^alsoClass == meansTime && v.Kind() == parquet.Int96:
		at := int96Time(v.Int96())
		if at >= 0 {
			r.At, r.ZoneSeconds = at, int32(f.clock.local.offsetAt(at/second))
			return ""
		}
		wrong = wrongTime
	default:
		text, ok := f.valueText(c, v)
		if !ok {
			wrong = "the " + nameOfMeaning(c.means) + " is neither text nor a number"
			break
		}
		if v.Kind() != parquet.ByteArray && v.Kind() != parquet.FixedLenByteArray && text != nil {
			f.text = text[:0]
		}
		wrong = f.fill(c.means, text, r)
	}
	if wrong != "" {
		wrong += c.about
	}
	return wrong
}

// stamp takes in a time that says its unit and whether it is of the local
// clock.
func (f *parquetFeed) stamp(s *parquetformat.TimestampType, v int64, r *Record) string {
	unit := unitOf(s.Unit)
	if v < 0 || v >= year2200*second/unit {
		return wrongTime
	}
	at := v * unit
	if !s.IsAdjustedToUTC {
		seconds, ok := f.clock.local.utc(at / second)
		if !ok || seconds < 0 {
			return neverShown
		}
		at = seconds*second + at%second
	}
	r.At, r.ZoneSeconds = at, int32(f.clock.local.offsetAt(at/second))
	return ""
}

func (f *parquetFeed) line() int64 { return f.row }

func (f *parquetFeed) headers() int64 { return 0 }

func (f *parquetFeed) failure() error { return f.err }

func (f *parquetFeed) shape() Shape { return Shape{Counts: f.counts} }
