package format

import parquetformat "github.com/parquet-go/parquet-go/format"

// checkPages walks through the heads of the pages that will be read, and sees
// to it that none says more than there is, or unpacks to too much.
func (f *parquetFeed) checkPages(in *Input) error {
	for _, group := range f.file.Metadata().RowGroups {
		for i := range f.columns {
			if f.columns[i].index >= len(group.Columns) {
				return damagedParquet(nil)
			}
			if err := f.columns[i].checkChunk(&group.Columns[f.columns[i].index].MetaData, in); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkChunk looks at the pages of one column of a row group.
func (c *parquetColumn) checkChunk(m *parquetformat.ColumnMetaData, in *Input) error {
	switch m.Codec {
	case parquetformat.Uncompressed, parquetformat.Snappy, parquetformat.Gzip, parquetformat.Zstd, parquetformat.Brotli, parquetformat.Lz4Raw:
	default:
		return &InputError{Reason: "the pages of the Parquet file are packed with " + m.Codec.String() + ", which is not read; write it with zstd, snappy, gzip, brotli or lz4_raw"}
	}
	at := firstPage(m)
	if end := at + m.TotalCompressedSize; at < 4 || end < at || end > in.size {
		return damagedParquet(nil)
	}
	return eachPage(m, in.file, func(head *parquetformat.PageHeader, page []byte) error {
		if !unpacksAsSaid(m.Codec, head, page) || !c.decodesAsSaid(m.Codec, head, page) {
			return damagedParquet(nil)
		}
		return nil
	})
}
