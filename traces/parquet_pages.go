package traces

import (
	"bytes"
	"encoding/binary"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	parquetformat "github.com/parquet-go/parquet-go/format"
)

const (
	maxPage = 16 << 20 // bytes unpacked; writers make pages of 8 KiB to 1 MiB
	// maxPageHead is what the head of a page may have; those with long
	// minima and maxima have some hundreds of bytes.
	maxPageHead = 16 << 10
)

// checkPages walks through the heads of the pages that will be read, and sees
// to it that none says more than there is, or unpacks to too much.
func (f *parquetFeed) checkPages(in *input) error {
	for _, group := range f.file.Metadata().RowGroups {
		for i := range f.columns {
			if f.columns[i].index >= len(group.Columns) {
				return damagedParquet(nil)
			}
			if err := checkChunk(&group.Columns[f.columns[i].index].MetaData, in); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkChunk looks at the pages of one column of a row group. LZ4 is refused:
// version 0.32.0 of the library unpacks it to garbage where a page hardly
// shrinks, and never ends where it is damaged. Brotli is rare.
func checkChunk(m *parquetformat.ColumnMetaData, in *input) error {
	switch m.Codec {
	case parquetformat.Uncompressed, parquetformat.Snappy, parquetformat.Gzip, parquetformat.Zstd:
	default:
		return &InputError{Reason: "the pages of the Parquet file are packed with " + m.Codec.String() + ", which is not read; write it with zstd, snappy or gzip"}
	}
	at := m.DataPageOffset
	if d := m.DictionaryPageOffset; d > 0 && d < at {
		at = d
	}
	end := at + m.TotalCompressedSize
	if at < 4 || end < at || end > in.size {
		return damagedParquet(nil)
	}
	for at < end {
		b := make([]byte, min(maxPageHead, end-at))
		if _, err := in.file.ReadAt(b, at); err != nil && err != io.EOF {
			return err
		}
		var head parquetformat.PageHeader
		reader := new(thrift.CompactProtocol).NewReaderFromBytes(b)
		if err := thrift.NewDecoder(reader).Decode(&head); err != nil {
			return damagedParquet(err)
		}
		at += int64(reader.BytesRead())
		size := int64(head.CompressedPageSize)
		switch {
		case size < 0 || at+size > end || head.UncompressedPageSize < 0:
			return damagedParquet(nil)
		case max(head.CompressedPageSize, head.UncompressedPageSize) > maxPage:
			return &InputError{Reason: "a page of the Parquet file is larger than 16 MiB"}
		}
		page := make([]byte, size)
		if _, err := in.file.ReadAt(page, at); err != nil {
			return err
		}
		if !unpacksAsSaid(m.Codec, &head, page) {
			return damagedParquet(nil)
		}
		at += size
	}
	return nil
}

// unpacksAsSaid tells whether a page unpacks to as many bytes as its head says,
// without holding them.
func unpacksAsSaid(codec parquetformat.CompressionCodec, head *parquetformat.PageHeader, page []byte) bool {
	want := int64(head.UncompressedPageSize)
	if v2 := head.DataPageHeaderV2; v2.Valid {
		levels := int64(v2.V.RepetitionLevelsByteLength) + int64(v2.V.DefinitionLevelsByteLength)
		if levels < 0 || levels > min(want, int64(len(page))) {
			return false
		}
		if packed := v2.V.IsCompressed; packed.Valid && !packed.V {
			return want == int64(len(page))
		}
		page, want = page[levels:], want-levels
	}
	var unpacked io.Reader
	switch codec {
	case parquetformat.Snappy:
		n, size := binary.Uvarint(page)
		return size > 0 && int64(n) == want || want == 0 && len(page) == 0
	case parquetformat.Gzip:
		z, err := gzip.NewReader(bytes.NewReader(page))
		if err != nil {
			return false
		}
		unpacked = z
	case parquetformat.Zstd:
		z, err := zstd.NewReader(bytes.NewReader(page), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxPage))
		if err != nil {
			return false
		}
		defer z.Close()
		unpacked = z
	default:
		return want == int64(len(page))
	}
	n, err := io.Copy(io.Discard, io.LimitReader(unpacked, want+1))
	return err == nil && n == want
}
