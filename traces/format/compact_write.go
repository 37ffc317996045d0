package format

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/zstd"
)

// Writer writes a compact trace, in constant memory. Close completes it; what
// was not closed cannot be read.
type Writer struct {
	to      io.Writer
	sum     hash.Hash
	zip     *zstd.Encoder
	classes *Classes

	records []Record // of the block that fills
	columns []byte
	stored  []byte
	offset  int64
	count   int64
	last    int64
	blocks  []blockEntry
	err     error
}

// NewWriter starts a compact trace.
func NewWriter(to io.Writer, s CompactShape) (*Writer, error) {
	zip, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false))
	if err != nil {
		return nil, err
	}
	if s.Interval <= 0 {
		return nil, errors.New("traces: a compact trace needs the resolution of its stamps")
	}
	w := &Writer{to: to, sum: sha256.New(), zip: zip, classes: NewClasses(), records: make([]Record, 0, blockRecords)}
	w.write(s.header())
	return w, w.err
}

// Class returns the number of a class, for Record.Class.
func (w *Writer) Class(name string) Class { return w.classes.named([]byte(name)) }

// Write adds a record. Records come in order of time.
func (w *Writer) Write(r *Record) error {
	switch {
	case w.err != nil:
		return w.err
	case r.At < w.last || r.At < 0 || r.At >= year2200*second:
		return fmt.Errorf("traces: record %d, at %d ns, does not follow the one at %d ns", w.count, r.At, w.last)
	case r.Requests < 0 || r.Requests > maxCount:
		return fmt.Errorf("traces: record %d holds %d requests", w.count, r.Requests)
	}
	w.last = r.At
	w.count++
	w.records = append(w.records, *r)
	if len(w.records) == blockRecords {
		w.flush()
	}
	return w.err
}

// Close writes what is left, the index and the footer. It does not close what
// it writes to.
func (w *Writer) Close() error {
	w.flush()
	if w.err != nil {
		return w.err
	}
	index := w.index()
	footer := binary.LittleEndian.AppendUint64(nil, uint64(w.offset))
	footer = binary.LittleEndian.AppendUint32(footer, uint32(len(index)))
	footer = binary.LittleEndian.AppendUint32(footer, crc32.Checksum(index, crcTable))
	footer = binary.LittleEndian.AppendUint64(footer, uint64(w.count))
	w.write(index)
	w.write(footer)
	w.write(append(w.sum.Sum(nil), compactEnd...))
	if w.err != nil {
		return w.err
	}
	w.err = errors.New("traces: the writer is closed")
	return nil
}

func (w *Writer) index() []byte {
	b := binary.AppendUvarint(nil, uint64(len(w.blocks)))
	for _, e := range w.blocks {
		b = binary.AppendUvarint(b, uint64(e.offset))
		b = binary.AppendUvarint(b, uint64(e.records))
		b = binary.AppendUvarint(b, uint64(e.first))
		b = binary.AppendUvarint(b, uint64(e.last))
	}
	names := w.classes.names[1:]
	b = binary.AppendUvarint(b, uint64(len(names)))
	for _, name := range names {
		b = binary.AppendUvarint(b, uint64(len(name)))
		b = append(b, name...)
	}
	return b
}

// flush writes the block that fills.
func (w *Writer) flush() {
	if len(w.records) == 0 || w.err != nil {
		return
	}
	entry := blockEntry{w.offset, int64(len(w.records)), w.records[0].At, w.records[len(w.records)-1].At}
	w.columns = appendColumns(w.columns[:0], w.records)
	w.stored = w.zip.EncodeAll(w.columns, append(w.stored[:0], make([]byte, blockHeadSize)...))
	head := w.stored[:blockHeadSize]
	binary.LittleEndian.PutUint32(head, uint32(len(w.stored)-blockHeadSize))
	binary.LittleEndian.PutUint32(head[4:], uint32(len(w.columns)))
	binary.LittleEndian.PutUint32(head[8:], uint32(entry.records))
	binary.LittleEndian.PutUint64(head[16:], uint64(entry.first))
	binary.LittleEndian.PutUint64(head[24:], uint64(entry.last))
	binary.LittleEndian.PutUint32(head[12:], blockChecksum(head, w.stored[blockHeadSize:]))
	w.write(w.stored)
	w.blocks = append(w.blocks, entry)
	w.records = w.records[:0]
}

// blockChecksum covers the head but for the checksum itself, and the payload.
func blockChecksum(head, payload []byte) uint32 {
	sum := crc32.Checksum(head[:12], crcTable)
	sum = crc32.Update(sum, crcTable, head[16:blockHeadSize])
	return crc32.Update(sum, crcTable, payload)
}

func (w *Writer) write(b []byte) {
	if w.err != nil {
		return
	}
	w.sum.Write(b)
	n, err := w.to.Write(b)
	w.offset += int64(n)
	w.err = err
}
