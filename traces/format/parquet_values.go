package format

import (
	"encoding/binary"
	"math"
	"math/big"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	parquetformat "github.com/parquet-go/parquet-go/format"
)

func kindOf(t parquet.Type) parquetKind {
	k := parquetKind{scale: -1}
	if c := t.ConvertedType(); c != nil && *c == deprecated.Interval {
		k.interval = true
	}
	logical := t.LogicalType()
	if logical == nil {
		return k
	}
	switch kind := logical.Value.(type) {
	case *parquetformat.TimestampType:
		k.stamp = kind
	case *parquetformat.DecimalType:
		k.scale = int(kind.Scale)
	case *parquetformat.TimeType:
		k.clock = unitOf(kind.Unit)
	case *parquetformat.IntType:
		k.unsigned = !kind.IsSigned
	case *parquetformat.DateType:
		k.date = true
	}
	return k
}

// unitOf returns the ns of a unit of time.
func unitOf(u parquetformat.TimeUnit) int64 {
	switch u.Value.(type) {
	case *parquetformat.MilliSeconds:
		return int64(time.Millisecond)
	case *parquetformat.MicroSeconds:
		return int64(time.Microsecond)
	}
	return 1
}

// maxScale bounds the digits of a DECIMAL: the format has at most 38, those of
// DuckDB and Spark.
const maxScale = 100

// valueText writes a value as a log would; nil is one that says nothing. false is a
// value that no log has.
func (f *parquetFeed) valueText(c *parquetColumn, v parquet.Value) ([]byte, bool) {
	b := f.text[:0]
	switch v.Kind() {
	case parquet.Int32, parquet.Int64:
		return c.integer(b, v), true
	case parquet.Float, parquet.Double:
		x := v.Double()
		if v.Kind() == parquet.Float {
			x = float64(v.Float())
		}
		switch {
		case math.IsNaN(x): // as pandas writes what is missing
			return nil, true
		case c.means&^alsoClass == meansTime: // the seventh decimal of a second is noise
			return strconv.AppendFloat(b, x, 'f', 6, 64), true
		case v.Kind() == parquet.Float: // 0.1 is 0.1, not 0.10000000149
			return strconv.AppendFloat(b, x, 'f', -1, 32), true
		}
		return strconv.AppendFloat(b, x, 'f', -1, 64), true
	case parquet.ByteArray, parquet.FixedLenByteArray:
		raw := v.ByteArray()
		switch {
		case c.kind.scale >= 0 && c.kind.scale <= maxScale && len(raw) <= maxScale:
			return appendPoint(append(b, bigEndian(raw).String()...), c.kind.scale), true
		case c.kind.interval && len(raw) == 12:
			return appendInterval(b, raw)
		}
		return raw, true
	}
	return nil, false
}

// integer writes a whole number by what it stands for.
func (c *parquetColumn) integer(b []byte, v parquet.Value) []byte {
	n := v.Int64()
	if v.Kind() == parquet.Int32 {
		n = int64(v.Int32())
		if c.kind.unsigned {
			n = int64(v.Uint32())
		}
	}
	switch {
	case c.kind.unsigned:
		return strconv.AppendUint(b, uint64(n), 10)
	case c.kind.scale > 0 && c.kind.scale <= maxScale:
		return appendPoint(strconv.AppendInt(b, n, 10), c.kind.scale)
	case c.kind.date && n >= 0 && n < year2200/86400:
		return time.Unix(n*86400, 0).UTC().AppendFormat(b, time.DateOnly)
	case c.kind.clock > 0 && n >= 0 && n <= int64(day)/c.kind.clock:
		if m := c.means &^ alsoClass; m == meansDuration || m == meansDurationPart {
			return append(strconv.AppendInt(b, n*c.kind.clock, 10), "ns"...)
		}
		return time.Unix(0, n*c.kind.clock).UTC().AppendFormat(b, "15:04:05.999999999")
	}
	return strconv.AppendInt(b, n, 10)
}

// bigEndian reads a whole number in two's complement.
func bigEndian(raw []byte) *big.Int {
	n := new(big.Int).SetBytes(raw)
	if len(raw) > 0 && raw[0] >= 0x80 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(raw))))
	}
	return n
}

// appendPoint puts the point into a whole number: 12500 of scale 3 is 12.5.
func appendPoint(b []byte, scale int) []byte {
	sign := 0
	if len(b) > 0 && b[0] == '-' {
		sign = 1
	}
	for len(b)-sign <= scale {
		b = append(b, 0)
		copy(b[sign+1:], b[sign:])
		b[sign] = '0'
	}
	whole := len(b) - scale
	end := len(b)
	for end > whole && b[end-1] == '0' {
		end--
	}
	b = b[:end]
	if end == whole {
		return b
	}
	b = append(b, 0)
	copy(b[whole+1:], b[whole:])
	b[whole] = '.'
	return b
}

// appendInterval writes an INTERVAL, such as DuckDB makes of the difference of
// two times, in ns. One of months has no length.
func appendInterval(b, raw []byte) ([]byte, bool) {
	months, days, ms := binary.LittleEndian.Uint32(raw), binary.LittleEndian.Uint32(raw[4:]), binary.LittleEndian.Uint32(raw[8:])
	if months != 0 || days > 1_000_000_000/86400 {
		return nil, false
	}
	return append(strconv.AppendInt(b, int64(days)*int64(day)+int64(ms)*int64(time.Millisecond), 10), "ns"...), true
}
