package traces

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// The library allocates what a file says it needs; no byte of a file may make
// it allocate much, panic or hang.
func TestADamagedByteOfAParquetFileDoesNoHarm(t *testing.T) {
	whole := parquetOf(t)
	stride := 17
	if os.Getenv("FAILSIM_LONG") != "" {
		stride = 1
	}
	for at := 0; at < len(whole); at += stride {
		for _, to := range []byte{0, 0xff, 0x7f, whole[at] ^ 0x10} {
			b := bytes.Clone(whole)
			b[at] = to
			limit := plainLogs(300)
			before, start := allocatedSoFar(), time.Now()
			fuzzed(t, b, Options{Format: "parquet", SkipBad: 100, Fields: format.Fields{Duration: "took", DurationUnit: time.Millisecond}})
			require.Less(t, allocatedSoFar()-before, uint64(64<<20), "byte %d set to %d", at, to)
			require.Less(t, time.Since(start), limit, "byte %d set to %d", at, to)
		}
	}
}

func TestParquetOfManyPagesAndGroupsIsReadInOrder(t *testing.T) {
	type row struct {
		TS     int64   `parquet:"ts,delta"`
		Client string  `parquet:"client,dict"`
		Bytes  int32   `parquet:"bytes,plain"`
		Taken  float64 `parquet:"duration_s,split"`
	}
	for _, codec := range []parquet.WriterOption{parquet.Compression(&parquet.Uncompressed), parquet.Compression(&parquet.Snappy),
		parquet.Compression(&parquet.Gzip), parquet.Compression(&parquet.Zstd), parquet.DataPageVersion(1)} {
		var b bytes.Buffer
		w := parquet.NewGenericWriter[row](&b, codec, parquet.PageBufferSize(4096), parquet.MaxRowsPerRowGroup(7000))
		const n = 20_000
		rows := make([]row, n)
		for i := range rows {
			rows[i] = row{1_700_000_000_000 + int64(i), string(rune('a' + i%26)), int32(i), float64(i) / 1000}
		}
		_, err := w.Write(rows)
		require.NoError(t, err)
		require.NoError(t, w.Close())
		s, err := ofText(b.Bytes(), Options{})
		require.NoError(t, err)
		all := readAll(t, s, Span{})
		require.Len(t, all, n)
		for i, r := range all {
			if r.At != rows[i].TS*1_000_000 || r.Bytes != uint64(i) || r.Duration != int64(i)*1_000_000 || !r.HasClient {
				require.Fail(t, "another record", "row %d: %+v", i, r)
			}
		}
	}
}

func TestAParquetFileWithoutATimeSaysWhatIsMissing(t *testing.T) {
	_, err := ofText(parquetOf(t), Options{Fields: format.Fields{Time: "timestmp"}})
	require.EqualError(t, err, `trace: there is no column for time: none is called "timestmp"; did you mean "timestamp"?`)
	_, err = ofText(parquetOf(t), Options{Fields: format.Fields{Class: "tags"}})
	require.ErrorContains(t, err, `there is no column for class: none is called "tags"`, "lists cannot be read")
	_, err = ofText(gzipped(t, string(parquetOf(t))), Options{Format: "parquet"})
	require.ErrorContains(t, err, "the Parquet file is packed with gzip once more")
}
