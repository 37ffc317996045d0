package format

import (
	"encoding/binary"
)

// What a Parquet file may take in memory. The library allocates what a file
// says it needs, so files that say too much are refused before.
const (
	maxFooter = 16 << 20 // bytes; the footers of thousands of row groups have some
)

// checkFooter sees to it that the footer is where it should be.
func checkFooter(in *Input) error {
	if in.size < 12 {
		return &InputError{Reason: "the Parquet file is damaged or cut short"}
	}
	end := make([]byte, 8)
	if _, err := in.file.ReadAt(end, in.size-8); err != nil {
		return err
	}
	length := int64(binary.LittleEndian.Uint32(end))
	switch {
	case string(end[4:]) == "PARE":
		return &InputError{Reason: "the Parquet file is encrypted"}
	case string(end[4:]) != "PAR1" || length > in.size-12:
		return &InputError{Reason: "the Parquet file is damaged or cut short: its end is missing"}
	case length > maxFooter:
		return &InputError{Reason: "the footer of the Parquet file is larger than 16 MiB"}
	}
	footer := make([]byte, length)
	if _, err := in.file.ReadAt(footer, in.size-8-length); err != nil {
		return err
	}
	w := thriftWalk{b: footer, structs: 1000 + len(footer)/16}
	if !w.structure(0) {
		return damagedParquet(nil)
	}
	return nil
}

// thriftWalk goes through what is written in Thrift's compact protocol and
// reports whether its lists are as long as they say, and not too many.
type thriftWalk struct {
	b       []byte
	structs int // that lists may yet hold: the least of real ones takes 8 bytes
}

// structure passes over one structure.
func (w *thriftWalk) structure(depth int) bool {
	for depth < 20 {
		head, ok := w.byte()
		if !ok || head == 0 {
			return ok
		}
		if head>>4 == 0 { // the number of the field follows
			if _, ok := w.number(); !ok {
				return false
			}
		}
		if !w.value(head&15, depth, true) {
			return false
		}
	}
	return false
}

// value passes over a value of a type of the compact protocol.
func (w *thriftWalk) value(kind byte, depth int, field bool) bool {
	switch kind {
	case 1, 2: // true, false: in a field, its head says all
		return field || w.skip(1)
	case 3:
		return w.skip(1)
	case 4, 5, 6:
		_, ok := w.number()
		return ok
	case 7:
		return w.skip(8)
	case 8:
		n, ok := w.number()
		return ok && w.skip(n)
	case 9, 10:
		return w.list(depth)
	case 12:
		return w.structure(depth + 1)
	}
	return false
}

func (w *thriftWalk) list(depth int) bool {
	head, ok := w.byte()
	n := uint64(head >> 4)
	if n == 15 {
		n, ok = w.number()
	}
	if !ok || n > uint64(len(w.b)) {
		return false
	}
	if head&15 == 12 {
		if w.structs -= int(n); w.structs < 0 {
			return false
		}
	}
	for range n {
		if !w.value(head&15, depth, false) {
			return false
		}
	}
	return true
}

func (w *thriftWalk) byte() (byte, bool) {
	if len(w.b) == 0 {
		return 0, false
	}
	b := w.b[0]
	w.b = w.b[1:]
	return b, true
}

func (w *thriftWalk) number() (uint64, bool) {
	n, size := binary.Uvarint(w.b)
	if size <= 0 {
		return 0, false
	}
	w.b = w.b[size:]
	return n, true
}

func (w *thriftWalk) skip(n uint64) bool {
	if n > uint64(len(w.b)) {
		return false
	}
	w.b = w.b[n:]
	return true
}
