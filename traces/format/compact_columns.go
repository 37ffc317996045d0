package format

import (
	"encoding/binary"
	"math"
)

const (
	columnConstant = 0
	columnVaries   = 1
	columnClients  = 2
)

// column is one field of the records of a block, as a number.
type column struct {
	get func(r *Record) uint64
	set func(r *Record, v uint64) bool // false: no such value
}

// columns are those behind the time, in order; that of the client is apart.
var columns = [...]column{
	{func(r *Record) uint64 { return uint64(r.Requests) },
		func(r *Record, v uint64) bool { r.Requests = int64(v); return v <= maxCount }},
	{func(r *Record) (flags uint64) {
		if r.HasClient {
			flags = 1
		}
		if r.HasBytes {
			flags |= 2
		}
		return flags
	}, func(r *Record, v uint64) bool { r.HasClient, r.HasBytes = v&1 != 0, v&2 != 0; return v <= 3 }},
	{func(r *Record) uint64 { return r.Client }, func(r *Record, v uint64) bool { r.Client = v; return true }},
	{func(r *Record) uint64 { return r.Bytes }, func(r *Record, v uint64) bool { r.Bytes, r.HasBytes = v, r.HasBytes || v > 0; return v <= maxCount }},
	{func(r *Record) uint64 { return uint64(r.Duration + 1) },
		func(r *Record, v uint64) bool { r.Duration = int64(v) - 1; return v <= math.MaxInt64 }},
	{func(r *Record) uint64 { return uint64(r.Status) },
		func(r *Record, v uint64) bool { r.Status = uint16(v); return v <= StatusNoAnswer }},
	{func(r *Record) uint64 { return uint64(r.Class) },
		func(r *Record, v uint64) bool { r.Class = Class(v); return v < maxClasses+1 }},
	{func(r *Record) uint64 { return uint64(uint32(r.ZoneSeconds<<1) ^ uint32(r.ZoneSeconds>>31)) },
		func(r *Record, v uint64) bool {
			r.ZoneSeconds = int32(uint32(v)>>1) ^ -int32(uint32(v)&1)
			return v < 4*86400
		}},
}

// clientColumn is the one whose numbers are hashes, which no uvarint shortens.
const clientColumn = 2

// appendColumns writes records, in order of time, as columns.
func appendColumns(b []byte, records []Record) []byte {
	last := records[0].At
	b = append(b, columnVaries)
	for i := range records {
		b = binary.AppendUvarint(b, uint64(records[i].At-last))
		last = records[i].At
	}
	for c := range columns {
		b = appendColumn(b, records, c)
	}
	return b
}

func appendColumn(b []byte, records []Record, c int) []byte {
	get := columns[c].get
	first, same := get(&records[0]), true
	for i := range records {
		same = same && get(&records[i]) == first
	}
	if same {
		return binary.AppendUvarint(append(b, columnConstant), first)
	}
	if c == clientColumn {
		b = append(b, columnClients)
		for i := range records {
			b = binary.LittleEndian.AppendUint64(b, records[i].Client)
		}
		return b
	}
	b = append(b, columnVaries)
	for i := range records {
		b = binary.AppendUvarint(b, get(&records[i]))
	}
	return b
}

// readColumns fills records, whose number is known, from what appendColumns
// wrote, and reports whether all of b made sense.
func readColumns(b []byte, records []Record, first int64) bool {
	at := first
	b, ok := readColumn(b, len(records), func(i int, v uint64) bool {
		if v > math.MaxInt64/2 || at > year2200*second {
			return false
		}
		at += int64(v)
		records[i] = Record{At: at}
		return at < year2200*second
	})
	for c := 0; ok && c < len(columns); c++ {
		set := columns[c].set
		b, ok = readColumn(b, len(records), func(i int, v uint64) bool { return set(&records[i], v) })
	}
	return ok && len(b) == 0
}

func readColumn(b []byte, n int, put func(i int, v uint64) bool) ([]byte, bool) {
	if len(b) == 0 {
		return b, false
	}
	kind := b[0]
	b = b[1:]
	switch kind {
	case columnConstant:
		v, size := binary.Uvarint(b)
		if size <= 0 {
			return b, false
		}
		for i := range n {
			if !put(i, v) {
				return b, false
			}
		}
		return b[size:], true
	case columnVaries:
		for i := range n {
			v, size := binary.Uvarint(b)
			if size <= 0 || !put(i, v) {
				return b, false
			}
			b = b[size:]
		}
		return b, true
	case columnClients:
		if len(b) < 8*n {
			return b, false
		}
		for i := range n {
			if !put(i, binary.LittleEndian.Uint64(b[8*i:])) {
				return b, false
			}
		}
		return b[8*n:], true
	}
	return b, false
}
