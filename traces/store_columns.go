package traces

import (
	"encoding/binary"
	"math"

	"failsim/traces/format"
)

// The columns of a record in a store.
const (
	inAt = iota
	inRequests
	inClient
	inHasClient // and whether bytes are known, and the class
	inBytes
	inDuration
	inStatus
	inZone
	inObject
	storedColumns
)

// columnSet reports which columns a reader wants.
type columnSet [storedColumns]bool

var (
	allColumns = columnSet{inAt: true, inRequests: true, inClient: true, inHasClient: true, inBytes: true, inDuration: true,
		inStatus: true, inZone: true, inObject: true}
	// arrivalColumns are what a replay plays.
	arrivalColumns = columnSet{inAt: true, inRequests: true, inClient: true, inHasClient: true, inBytes: true, inZone: true, inObject: true}
)

// table holds records as columns of numbers, before they are packed.
type table [storedColumns][]uint64

func (t *table) len() int { return len(t[inAt]) }

func (t *table) add(r *format.Record) {
	has := uint64(0)
	if r.HasClient {
		has = 1
	}
	if r.HasBytes {
		has |= 2
	}
	has |= uint64(r.Class) << 2
	for c, v := range [storedColumns]uint64{inAt: uint64(r.At), inRequests: uint64(r.Requests), inClient: r.Client, inHasClient: has,
		inBytes: r.Bytes, inDuration: uint64(r.Duration + 1), inStatus: uint64(r.Status),
		inZone: uint64(int64(r.ZoneSeconds) - math.MinInt32), inObject: uint64(r.Object)} {
		t[c] = append(t[c], v)
	}
}

func (t *table) clear() {
	for c := range t {
		t[c] = t[c][:0]
	}
}

// setColumn writes the numbers of a column into records.
func setColumn(c int, numbers []uint64, records []format.Record) {
	records = records[:len(numbers)]
	switch c {
	case inAt:
		for i, v := range numbers {
			records[i].At = int64(v)
		}
	case inRequests:
		for i, v := range numbers {
			records[i].Requests = int64(v)
		}
	case inClient:
		for i, v := range numbers {
			records[i].Client = v
		}
	case inHasClient:
		for i, v := range numbers {
			records[i].HasClient, records[i].HasBytes, records[i].Class = v&1 != 0, v&2 != 0, format.Class(v>>2)
		}
	case inBytes:
		for i, v := range numbers {
			records[i].Bytes = v
		}
	case inDuration:
		for i, v := range numbers {
			records[i].Duration = int64(v) - 1
		}
	case inStatus:
		for i, v := range numbers {
			records[i].Status = uint16(v)
		}
	case inZone:
		for i, v := range numbers {
			records[i].ZoneSeconds = int32(int64(v) + math.MinInt32)
		}
	case inObject:
		for i, v := range numbers {
			records[i].Object = uint32(v)
		}
	}
}

// columnHead is what a packed column begins with: the width of its numbers in
// bytes, what they are multiples of, and the least, which is taken off them.
const columnHead = 1 + 8 + 8

// packColumns appends the rows from one to before another, column by column.
func packColumns(b []byte, t *table, from, to int) []byte {
	for c := range t {
		b = packColumn(b, t[c][from:to], c == inAt)
	}
	return b
}

func packColumn(b []byte, numbers []uint64, scaled bool) []byte {
	least, most := numbers[0], numbers[0]
	for _, v := range numbers {
		least, most = min(least, v), max(most, v)
	}
	scale := uint64(1)
	if scaled {
		scale = commonScale(numbers, least)
	}
	width := byte(0)
	for span := (most - least) / scale; width < 8 && span>>(8*width) != 0; {
		width = max(1, 2*width)
	}
	b = append(b, width)
	b = binary.LittleEndian.AppendUint64(b, scale)
	b = binary.LittleEndian.AppendUint64(b, least)
	switch width {
	case 1:
		for _, v := range numbers {
			b = append(b, byte((v-least)/scale))
		}
	case 2:
		for _, v := range numbers {
			b = binary.LittleEndian.AppendUint16(b, uint16((v-least)/scale))
		}
	case 4:
		for _, v := range numbers {
			b = binary.LittleEndian.AppendUint32(b, uint32((v-least)/scale))
		}
	case 8:
		for _, v := range numbers {
			b = binary.LittleEndian.AppendUint64(b, (v-least)/scale)
		}
	}
	return b
}

// commonScale returns the coarsest unit that all stamps are multiples of, from
// the least on.
func commonScale(numbers []uint64, least uint64) uint64 {
	for _, scale := range [...]uint64{second, second / 1e3, second / 1e6} {
		whole := true
		for i := 0; whole && i < len(numbers); i++ {
			whole = (numbers[i]-least)%scale == 0
		}
		if whole {
			return scale
		}
	}
	return 1
}

// unpackColumns fills records with the columns that are wanted. numbers is as
// long as they are many, for use on the way.
func unpackColumns(b []byte, records []format.Record, numbers []uint64, wanted columnSet) {
	for c := range storedColumns {
		width := int(b[0])
		if wanted[c] {
			unpackNumbers(numbers, b, width)
			setColumn(c, numbers, records)
		}
		b = b[columnHead+width*len(numbers):]
	}
}

func unpackNumbers(numbers []uint64, b []byte, width int) {
	scale, least := binary.LittleEndian.Uint64(b[1:]), binary.LittleEndian.Uint64(b[9:])
	b = b[columnHead:]
	switch width {
	case 0:
		for i := range numbers {
			numbers[i] = least
		}
	case 1:
		for i, v := range b[:len(numbers)] {
			numbers[i] = least + uint64(v)*scale
		}
	case 2:
		for i := range numbers {
			numbers[i] = least + uint64(binary.LittleEndian.Uint16(b[2*i:]))*scale
		}
	case 4:
		for i := range numbers {
			numbers[i] = least + uint64(binary.LittleEndian.Uint32(b[4*i:]))*scale
		}
	case 8:
		for i := range numbers {
			numbers[i] = least + binary.LittleEndian.Uint64(b[8*i:])*scale
		}
	}
}
