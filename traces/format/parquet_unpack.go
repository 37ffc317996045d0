package format

import (
	"bufio"
	"io"
	"os"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	parquetformat "github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

// unpacked returns a file with the columns that are wanted, whose pages are not
// packed, if the pages of the one at hand are packed with LZ4: version 0.32.0 of
// the library makes garbage of such where a page shrinks to more than a third,
// and it never ends where one is damaged. The pages have been checked.
func (f *parquetFeed) unpacked(in *Input) (*parquet.File, error) {
	if !f.packedWith(parquetformat.Lz4Raw) {
		return f.file, nil
	}
	file, err := os.CreateTemp("", "failsim-trace-*")
	if err != nil {
		return nil, &MachineError{err}
	}
	_ = os.Remove(file.Name())
	free := in.free
	in.free = func() { free(); file.Close() }
	w := &pageWriter{to: bufio.NewWriter(file), from: in.file}
	w.write([]byte("PAR1"))
	meta := *f.file.Metadata()
	meta.RowGroups = slices.Clone(meta.RowGroups)
	for g := range meta.RowGroups {
		group := &meta.RowGroups[g]
		group.Columns = slices.Clone(group.Columns)
		for i := range f.columns {
			if err := w.chunk(&group.Columns[f.columns[i].index].MetaData); err != nil {
				return nil, err
			}
		}
	}
	footer, err := thrift.Marshal(new(thrift.CompactProtocol), &meta)
	if err != nil {
		return nil, err
	}
	w.write(footer)
	w.write([]byte{byte(len(footer)), byte(len(footer) >> 8), byte(len(footer) >> 16), byte(len(footer) >> 24)})
	w.write([]byte("PAR1"))
	if w.err == nil {
		w.err = w.to.Flush()
	}
	if w.err != nil {
		return nil, &MachineError{w.err}
	}
	return openParquet(file, w.at)
}

// packedWith reports whether a column that is wanted is packed so.
func (f *parquetFeed) packedWith(codec parquetformat.CompressionCodec) bool {
	for _, group := range f.file.Metadata().RowGroups {
		for i := range f.columns {
			if group.Columns[f.columns[i].index].MetaData.Codec == codec {
				return true
			}
		}
	}
	return false
}

// pageWriter writes pages anew.
type pageWriter struct {
	from io.ReaderAt
	to   *bufio.Writer
	at   int64
	err  error
}

func (w *pageWriter) write(b []byte) {
	n := 0
	if w.err == nil {
		n, w.err = w.to.Write(b)
	}
	w.at += int64(n)
}

// chunk writes the pages of a column of a row group, and says in m where.
func (w *pageWriter) chunk(m *parquetformat.ColumnMetaData) error {
	from, begun := *m, w.at
	m.DataPageOffset, m.DictionaryPageOffset, m.Codec = 0, 0, parquetformat.Uncompressed
	err := eachPage(&from, w.from, func(head *parquetformat.PageHeader, page []byte) error {
		if head.Type == parquetformat.DictionaryPage {
			m.DictionaryPageOffset = w.at
		} else if m.DataPageOffset == 0 {
			m.DataPageOffset = w.at
		}
		page, err := unpackedPage(from.Codec, head, page)
		if err != nil {
			return err
		}
		head.CompressedPageSize, head.CRC = head.UncompressedPageSize, 0
		packed, err := thrift.Marshal(new(thrift.CompactProtocol), head)
		if err != nil {
			return err
		}
		w.write(packed)
		w.write(page)
		return w.err
	})
	m.TotalCompressedSize = w.at - begun
	m.TotalUncompressedSize = m.TotalCompressedSize
	return err
}

// unpackedPage unpacks a page that was checked.
func unpackedPage(codec parquetformat.CompressionCodec, head *parquetformat.PageHeader, page []byte) ([]byte, error) {
	levels := 0 // which version 2 does not pack
	if v2 := &head.DataPageHeaderV2; v2.Valid {
		levels = int(v2.V.RepetitionLevelsByteLength) + int(v2.V.DefinitionLevelsByteLength)
		packed := !v2.V.IsCompressed.Valid || v2.V.IsCompressed.V
		v2.V.IsCompressed.Valid, v2.V.IsCompressed.V = true, false
		if !packed {
			return page, nil
		}
	}
	if codec == parquetformat.Lz4Raw {
		whole := make([]byte, head.UncompressedPageSize)
		copy(whole, page[:levels])
		_, err := lz4.UncompressBlock(page[levels:], whole[levels:])
		return whole, err
	}
	rest, err := parquet.LookupCompressionCodec(codec).Decode(nil, page[levels:])
	return append(slices.Clone(page[:levels]), rest...), err
}
