package format

import (
	"bytes"
	"compress/gzip"
	"runtime"
	"testing"

	"github.com/klauspost/compress/zstd"
	parquetformat "github.com/parquet-go/parquet-go/format"
	"github.com/stretchr/testify/require"
)

// A page of gzip may unpack to a thousand times what its head says.
func TestABombInAParquetPageIsRefused(t *testing.T) {
	head := &parquetformat.PageHeader{UncompressedPageSize: 1000}
	before := allocatedInAll()
	gz := func(n int) []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, err := w.Write(make([]byte, n))
		require.NoError(t, err)
		require.NoError(t, w.Close())
		return b.Bytes()
	}
	pack, err := zstd.NewWriter(nil)
	require.NoError(t, err)
	require.False(t, unpacksAsSaid(parquetformat.Gzip, head, gz(32<<20)))
	require.False(t, unpacksAsSaid(parquetformat.Zstd, head, pack.EncodeAll(make([]byte, 32<<20), nil)))
	require.False(t, unpacksAsSaid(parquetformat.Lz4Raw, head, []byte{0xff, 0xff, 0xff, 0xff, 0x0f, 0}))
	require.False(t, unpacksAsSaid(parquetformat.Snappy, head, []byte{0xff, 0xff, 0xff, 0xff, 0x0f, 0}))
	require.True(t, unpacksAsSaid(parquetformat.Gzip, head, gz(1000)))
	require.Less(t, allocatedInAll()-before, uint64(256<<20), "most of it to make the bombs")
}

func allocatedInAll() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}
