package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	parquetformat "github.com/parquet-go/parquet-go/format"
)

// parquetFeed reads a Parquet file, one request a row. Columns are found by
// their usual names, or as --fields says (with dots between the names of
// groups); only those are read. Lists cannot be.
type parquetFeed struct {
	filler
	file    *parquet.File
	columns []parquetColumn
	group   int // the next row group
	left    int64
	row     int64
	text    []byte
	counts  bool
	err     error
}

// parquetColumn reads the values of one column.
type parquetColumn struct {
	means    meaning
	index    int
	kind     parquetKind
	about    string // its name and type, for messages
	optional bool

	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	buffer [64]parquet.Value
	at, n  int
}

func isParquet(head []byte) bool { return bytes.HasPrefix(head, []byte("PAR1")) }

func openParquet(file io.ReaderAt, size int64) (*parquet.File, error) {
	opened, err := parquet.OpenFile(file, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true), parquet.SkipMagicBytes(false))
	if err != nil {
		return nil, damagedParquet(err)
	}
	return opened, nil
}

// parquetPanics makes an error of what the library does with files that lie.
func parquetPanics(err *error) {
	if p := recover(); p != nil {
		*err = damagedParquet(fmt.Errorf("%v", p))
	}
}

func damagedParquet(err error) error {
	return &InputError{Reason: "the Parquet file is damaged or cut short", Err: err}
}

func (c *parquetColumn) close() {
	if c.page != nil {
		parquet.Release(c.page)
	}
	if c.pages != nil {
		c.pages.Close()
	}
	c.pages, c.page, c.values, c.at, c.n = nil, nil, nil, 0, 0
}

// next returns the next value of the column.
func (c *parquetColumn) next() (parquet.Value, error) {
	for c.at == c.n {
		if c.values == nil {
			if c.page != nil {
				parquet.Release(c.page)
				c.page = nil
			}
			page, err := c.pages.ReadPage()
			if err != nil {
				return parquet.Value{}, err
			}
			c.page, c.values = page, page.Values()
		}
		n, err := c.values.ReadValues(c.buffer[:])
		if err != nil && !errors.Is(err, io.EOF) {
			return parquet.Value{}, err
		}
		if err != nil {
			c.values = nil
		}
		c.at, c.n = 0, n
	}
	c.at++
	return c.buffer[c.at-1], nil
}

// int96Time reads the times of old Hadoop tools: ns of the day and Julian day.
// It is negative if they are not of the years 1970 to 2199.
func int96Time(v deprecated.Int96) int64 {
	const julian1970 = 2440588
	days, ns := int64(v[2])-julian1970, int64(v[1])<<32|int64(v[0])
	if days < 0 || days > year2200/86400 || ns < 0 || ns >= int64(day) || days > math.MaxInt32 {
		return -1
	}
	return days*int64(day) + ns
}

// parquetKind is what the numbers of a column are by its logical type, or the
// older converted type: DuckDB, Spark, pandas and ClickHouse all write one.
type parquetKind struct {
	stamp    *parquetformat.TimestampType
	scale    int   // of DECIMAL; -1: it is none
	clock    int64 // ns of a unit of TIME; 0: it is none
	unsigned bool
	date     bool
	interval bool
}
