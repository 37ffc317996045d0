package format

import (
	"bytes"
	"encoding/binary"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	parquetformat "github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

const (
	maxPage = 64 << 20 // bytes unpacked; most writers make pages of 8 KiB to 1 MiB, DuckDB some of many
	// maxPageHead is what the head of a page may have; those with long
	// minima and maxima have some hundreds of bytes.
	maxPageHead = 16 << 10
)

// firstPage returns where the pages of a column of a row group begin.
func firstPage(m *parquetformat.ColumnMetaData) int64 {
	if d := m.DictionaryPageOffset; d > 0 && d < m.DataPageOffset {
		return d
	}
	return m.DataPageOffset
}

// eachPage calls use with each page of a column of a row group, as it is
// stored, if its head does not say more than there is.
func eachPage(m *parquetformat.ColumnMetaData, file io.ReaderAt, use func(head *parquetformat.PageHeader, page []byte) error) error {
	at := firstPage(m)
	end := at + m.TotalCompressedSize
	for at < end {
		b := make([]byte, min(maxPageHead, end-at))
		if _, err := file.ReadAt(b, at); err != nil && err != io.EOF {
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
			return &InputError{Reason: "a page of the Parquet file is larger than 64 MiB"}
		}
		page := make([]byte, size)
		if _, err := file.ReadAt(page, at); err != nil {
			return err
		}
		if err := use(&head, page); err != nil {
			return err
		}
		at += size
	}
	return nil
}

// unpacksAsSaid reports whether a page unpacks to as many bytes as its head says,
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
		// Three bytes stand for 64 at most.
		n, size := binary.Uvarint(page)
		return size > 0 && int64(n) == want && want/22 <= int64(len(page)) || want == 0 && len(page) == 0
	case parquetformat.Lz4Raw:
		if want/255 > int64(len(page)) { // a byte stands for 255 at most
			return false
		}
		n, err := lz4.UncompressBlock(page, make([]byte, want))
		return err == nil && int64(n) == want
	case parquetformat.Brotli:
		unpacked = brotli.NewReader(bytes.NewReader(page))
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
