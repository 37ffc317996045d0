package format

import (
	"encoding/binary"

	"github.com/parquet-go/parquet-go"
	parquetformat "github.com/parquet-go/parquet-go/format"
)

// maxValues is how many values a page may have. Assumption: writers make row
// groups of some 100,000 rows, few of millions, and pages of less.
const maxValues = 16 << 20

// decodesAsSaid reports whether the values of a page that is packed with codec
// can be what its head says. The library trusts what delta encodings say of
// themselves, and allocates it.
func (c *parquetColumn) decodesAsSaid(codec parquetformat.CompressionCodec, head *parquetformat.PageHeader, page []byte) bool {
	var n int32
	var how parquetformat.Encoding
	switch {
	case head.DataPageHeaderV2.Valid:
		n, how = head.DataPageHeaderV2.V.NumValues, head.DataPageHeaderV2.V.Encoding
	case head.DataPageHeader.Valid:
		n, how = head.DataPageHeader.V.NumValues, head.DataPageHeader.V.Encoding
	default:
		return true
	}
	if n < 0 || n > maxValues {
		return false
	}
	switch how {
	case parquetformat.DeltaBinaryPacked, parquetformat.DeltaLengthByteArray, parquetformat.DeltaByteArray:
	default:
		return true
	}
	own := *head // unpackedPage writes in it
	b, err := unpackedPage(codec, &own, page)
	if err != nil {
		return false
	}
	levels := 0
	switch v2 := &head.DataPageHeaderV2; {
	case v2.Valid:
		levels = int(v2.V.RepetitionLevelsByteLength) + int(v2.V.DefinitionLevelsByteLength)
	case c.optional && len(b) >= 4:
		levels = 4 + int(binary.LittleEndian.Uint32(b))
	}
	if levels > len(b) {
		return false
	}
	b = b[levels:]
	rest, ok := pastDeltas(b, int(n))
	switch {
	case !ok || how == parquetformat.DeltaBinaryPacked:
		return ok
	case how == parquetformat.DeltaLengthByteArray:
		return parquet.DeltaLengthByteArray.EstimateDecodeByteArraySize(b) <= len(rest)
	}
	_, ok = pastDeltas(rest, int(n))
	return ok && parquet.DeltaByteArray.EstimateDecodeByteArraySize(b) <= maxPage
}

// pastDeltas returns what follows numbers in DELTA_BINARY_PACKED, of which
// there are at most so many.
func pastDeltas(b []byte, most int) (rest []byte, ok bool) {
	number := func() int {
		n, size := binary.Uvarint(b)
		if ok = ok && size > 0 && n <= maxValues; !ok {
			return 0
		}
		b = b[size:]
		return int(n)
	}
	ok = true
	block, minis, left := number(), number(), number()
	first, size := binary.Uvarint(b)
	if _ = first; !ok || size <= 0 || minis == 0 || block%minis != 0 || block/minis%8 != 0 || left > most {
		return nil, false
	}
	b = b[size:]
	for left--; left > 0; {
		_, size := binary.Uvarint(b) // the least delta
		if size <= 0 || len(b) < size+minis {
			return nil, false
		}
		widths := b[size : size+minis]
		b = b[size+minis:]
		for _, width := range widths {
			if left <= 0 {
				break // those that hold nothing have no bytes
			}
			size := int(width) * (block / minis) / 8
			if width > 64 || size > len(b) || block == 0 {
				return nil, false
			}
			b = b[size:]
			left -= block / minis
		}
	}
	return b, true
}
