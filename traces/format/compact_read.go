package format

import (
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/zstd"
)

// compactFeed reads a compact trace block by block.
type compactFeed struct {
	file    io.ReaderAt
	zip     *zstd.Decoder
	of      Shape
	blocks  []blockEntry
	classes []Class // of this reading, by number in the file

	block   int // the next to read
	records []Record
	at      int // the next of records
	row     int64
	stored  []byte
	columns []byte
	err     error
}

func newCompactFeed(of *reading, in *Input) (feed, error) {
	if in.packing != "none" {
		return nil, &InputError{Reason: "the compact trace is packed with " + in.packing + " once more; unpack it, for it is read from its end"}
	}
	zip, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxBlockBytes))
	if err != nil {
		return nil, err
	}
	f := &compactFeed{file: in.file, zip: zip}
	in.free = zip.Close
	if err := f.readHeader(in.size); err != nil {
		return nil, err
	}
	index, at, records, err := f.readFooter(in.size)
	if err != nil {
		return nil, err
	}
	if err := f.readIndex(index, at, records, of.classes); err != nil {
		return nil, err
	}
	return f, f.checkSum(in.size)
}

func (f *compactFeed) readHeader(size int64) error {
	if size < headerSize {
		return compactError(size, "the compact trace is cut short")
	}
	b := make([]byte, headerSize)
	if _, err := f.file.ReadAt(b, 0); err != nil {
		return err
	}
	switch {
	case !isCompact(b):
		return compactError(0, "this is not a compact trace of failsim")
	case b[7] != compactVersion:
		return compactError(7, "the compact trace is of version %d; this failsim reads version %d", b[7], compactVersion)
	case crc32.Checksum(b[8:17], crcTable) != binary.LittleEndian.Uint32(b[17:]):
		return compactError(8, "the checksum of the header is wrong: the compact trace is damaged")
	}
	f.of.Counts = b[8]&flagCounts != 0
	f.of.Interval = int64(binary.LittleEndian.Uint64(b[9:]))
	if f.of.Interval <= 0 {
		return compactError(9, "the interval of the compact trace is not positive")
	}
	f.of.Fine = !f.of.Counts && f.of.Interval < second
	return nil
}

// readFooter returns the index, where it is, and how many records there are.
func (f *compactFeed) readFooter(size int64) (index []byte, at, records int64, err error) {
	start := size - footerSize
	if start < headerSize {
		return nil, 0, 0, compactError(size, "the compact trace is cut short")
	}
	b := make([]byte, footerSize)
	if _, err := f.file.ReadAt(b, start); err != nil {
		return nil, 0, 0, err
	}
	if string(b[footerSize-8:]) != compactEnd {
		return nil, 0, 0, compactError(size, "the compact trace is cut short: its end is missing")
	}
	at, length := int64(binary.LittleEndian.Uint64(b)), int64(binary.LittleEndian.Uint32(b[8:]))
	if at < headerSize || at+length != start {
		return nil, 0, 0, compactError(start, "the index is not where the end of the compact trace says")
	}
	index = make([]byte, length)
	if _, err := f.file.ReadAt(index, at); err != nil {
		return nil, 0, 0, err
	}
	if crc32.Checksum(index, crcTable) != binary.LittleEndian.Uint32(b[12:]) {
		return nil, 0, 0, compactError(at, "the checksum of the index is wrong: the compact trace is damaged")
	}
	return index, at, int64(binary.LittleEndian.Uint64(b[16:])), nil
}

func (f *compactFeed) readIndex(index []byte, at, records int64, c *Classes) error {
	ok := true
	number := func() int64 {
		v, size := binary.Uvarint(index)
		if size <= 0 || v > 1<<62 {
			ok = false
			return 0
		}
		index = index[size:]
		return int64(v)
	}
	last := int64(0)
	for n := number(); ok && n > 0; n-- {
		e := blockEntry{number(), number(), number(), number()}
		ok = ok && e.offset >= headerSize && e.offset < at && e.records > 0 && e.records <= blockRecords && e.first >= last && e.last >= e.first
		last = e.last
		records -= e.records
		f.blocks = append(f.blocks, e)
	}
	f.classes = []Class{0}
	for n := number(); ok && n > 0; n-- {
		length := number()
		if ok = ok && length <= int64(len(index)); ok {
			f.classes = append(f.classes, c.named(index[:length]))
			index = index[length:]
		}
	}
	if !ok || records != 0 || len(index) > 0 {
		return compactError(at, "the index of the compact trace makes no sense")
	}
	return nil
}

// checkSum reads the whole file and compares its SHA-256.
func (f *compactFeed) checkSum(size int64) error {
	hash := sha256.New()
	const behind = 32 + 8
	if _, err := io.Copy(hash, io.NewSectionReader(f.file, 0, size-behind)); err != nil {
		return err
	}
	want := make([]byte, 32)
	if _, err := f.file.ReadAt(want, size-behind); err != nil {
		return err
	}
	if string(hash.Sum(nil)) != string(want) {
		// A block with a wrong checksum of its own says where.
		for f.readBlock() {
		}
		if f.err != nil {
			return f.err
		}
		return compactError(size-behind, "the checksum of the whole compact trace is wrong: it is damaged")
	}
	return nil
}

func (f *compactFeed) next(r *Record) (Fault, bool) {
	if f.at == len(f.records) && !f.readBlock() {
		return Fault{}, false
	}
	*r = f.records[f.at]
	if int(r.Class) >= len(f.classes) {
		r.Class = 0
	}
	r.Class = f.classes[r.Class]
	f.at++
	f.row++
	return Fault{}, true
}

// readBlock reads the next block, or reports false.
func (f *compactFeed) readBlock() bool {
	if f.err != nil || f.block == len(f.blocks) {
		return false
	}
	e := f.blocks[f.block]
	head := make([]byte, blockHeadSize)
	if _, err := f.file.ReadAt(head, e.offset); err != nil {
		f.err = compactError(e.offset, "block %d is cut short", f.block)
		return false
	}
	stored, raw := binary.LittleEndian.Uint32(head), binary.LittleEndian.Uint32(head[4:])
	records, first := binary.LittleEndian.Uint32(head[8:]), int64(binary.LittleEndian.Uint64(head[16:]))
	if stored > maxBlockBytes || raw > maxBlockBytes || int64(records) != e.records || first != e.first {
		f.err = compactError(e.offset, "the head of block %d makes no sense: the compact trace is damaged", f.block)
		return false
	}
	if cap(f.stored) < int(stored) {
		f.stored = make([]byte, stored)
	}
	f.stored = f.stored[:stored]
	if _, err := f.file.ReadAt(f.stored, e.offset+blockHeadSize); err != nil {
		f.err = compactError(e.offset, "block %d is cut short", f.block)
		return false
	}
	if blockChecksum(head, f.stored) != binary.LittleEndian.Uint32(head[12:]) {
		f.err = compactError(e.offset, "the checksum of block %d is wrong: the compact trace is damaged", f.block)
		return false
	}
	return f.unpackBlock(&e, int(raw))
}

func (f *compactFeed) unpackBlock(e *blockEntry, raw int) bool {
	var err error
	f.columns, err = f.zip.DecodeAll(f.stored, f.columns[:0])
	f.records = f.records[:0]
	if cap(f.records) < int(e.records) {
		f.records = make([]Record, 0, e.records)
	}
	f.records, f.at = f.records[:e.records], 0
	if err != nil || len(f.columns) != raw || !readColumns(f.columns, f.records, e.first) {
		f.records, f.err = nil, compactError(e.offset, "block %d does not unpack to records", f.block)
		return false
	}
	f.block++
	return true
}

func (f *compactFeed) line() int64    { return f.row }
func (f *compactFeed) headers() int64 { return 0 }
func (f *compactFeed) failure() error { return f.err }
func (f *compactFeed) shape() Shape   { return f.of }
