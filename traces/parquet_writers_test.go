package traces

import (
	"bytes"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// The files of testdata/parquet were made by DuckDB, arrow-rs and
// hyparquet-writer, which share no code with what reads them here. All but one
// hold the same 200 requests, by the formulas below.
func TestParquetFilesOfOtherWritersAreRead(t *testing.T) {
	files, err := filepath.Glob("testdata/parquet/*.parquet")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".parquet")
		if name == "duckdb-counts" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			s, err := File(file, Options{Fields: format.Fields{Duration: "took", DurationUnit: time.Second}})
			require.NoError(t, err)
			requireFormula(t, readAll(t, s, Span{}), name == "duckdb-nan")
		})
	}
}

func requireFormula(t *testing.T, all []format.Record, missing bool) {
	t.Helper()
	require.Len(t, all, 200)
	start := time.Date(2026, 3, 29, 0, 59, 50, 0, time.UTC).UnixNano()
	clients := map[uint64]int64{}
	for i, r := range all {
		i := int64(i)
		took := (i*10 + 1) * int64(time.Millisecond)
		if missing && i%3 == 0 { // NaN is no duration
			took = format.NoDuration
		}
		require.Equal(t, []int64{start + i*37e6, took, i * 1000, 200 + i%2*303}, []int64{r.At, r.Duration, int64(r.Bytes), int64(r.Status)}, "row %d", i)
		if _, ok := clients[r.Client]; !ok {
			clients[r.Client] = i % 7
		}
		require.Equal(t, i%7, clients[r.Client], "row %d", i)
	}
	require.Len(t, clients, 7)
}

func TestATableOfCountsInParquetIsOneOfCounts(t *testing.T) {
	s, err := File("testdata/parquet/duckdb-counts.parquet", Options{Fields: format.Fields{Time: "ts", Count: "n"}})
	require.NoError(t, err)
	require.True(t, s.Info().Counts)
	require.Equal(t, time.Minute, s.Info().Interval)
	require.Equal(t, int64(400), s.Info().Requests)
	for i, r := range readAll(t, s, Span{}) {
		require.Equal(t, int64(i%5), r.Requests)
	}
	require.Len(t, play(t, s, Window{Whole: true}), 400, "each request by itself")
}

// Types that the writers above do not write, by the library's own.
func TestLogicalTypesSayWhatTheNumbersOfParquetAre(t *testing.T) {
	at := func(text string) int64 {
		moment, err := time.Parse(time.RFC3339Nano, text)
		require.NoError(t, err)
		return moment.UnixNano()
	}
	bytesOf := func(n int64) []byte { return big.NewInt(n).Bytes() }
	const moment = "2024-03-12T06:25:24.125Z"
	ms := at(moment) / 1e6
	for name, c := range map[string]struct {
		time, took parquet.Node
		at, value  parquet.Value
		want       int64
	}{
		"TIME in ms":                  {took: parquet.Time(parquet.Millisecond), value: parquet.Int32Value(1250), want: 1250e6},
		"TIME in us":                  {took: parquet.Time(parquet.Microsecond), value: parquet.Int64Value(1250), want: 1250e3},
		"TIME in ns":                  {took: parquet.Time(parquet.Nanosecond), value: parquet.Int64Value(1250), want: 1250},
		"DECIMAL of INT32":            {took: parquet.Decimal(3, 9, parquet.Int32Type), value: parquet.Int32Value(1250), want: 1250e6},
		"DECIMAL of INT64":            {took: parquet.Decimal(6, 18, parquet.Int64Type), value: parquet.Int64Value(1250), want: 1250e3},
		"DECIMAL of bytes":            {took: parquet.Decimal(3, 20, parquet.ByteArrayType), value: parquet.ByteArrayValue(bytesOf(1250)), want: 1250e6},
		"DECIMAL of 5 bytes":          {took: parquet.Decimal(3, 9, parquet.FixedLenByteArrayType(5)), value: parquet.FixedLenByteArrayValue([]byte{0, 0, 0, 4, 0xe2}), want: 1250e6},
		"DECIMAL of no decimals":      {took: parquet.Decimal(0, 9, parquet.Int32Type), value: parquet.Int32Value(20), want: 20e9},
		"a whole number":              {took: parquet.Leaf(parquet.Int32Type), value: parquet.Int32Value(2), want: 2e9},
		"an unsigned number":          {took: parquet.Uint(32), value: parquet.Int32Value(2), want: 2e9},
		"a float":                     {took: parquet.Leaf(parquet.FloatType), value: parquet.FloatValue(0.1), want: 1e8},
		"a float that is missing":     {took: parquet.Leaf(parquet.FloatType), value: parquet.FloatValue(float32(math.NaN())), want: format.NoDuration},
		"a double":                    {took: parquet.Leaf(parquet.DoubleType), value: parquet.DoubleValue(0.1), want: 1e8},
		"text with a unit":            {took: parquet.String(), value: parquet.ByteArrayValue([]byte("12ms")), want: 12e6},
		"stamps of INT96":             {time: parquet.Leaf(parquet.Int96Type), at: parquet.Int96Value(int96Of(ms * 1e6))},
		"stamps in ms, of the zone":   {time: parquet.TimestampAdjusted(parquet.Millisecond, false), at: parquet.Int64Value(ms)},
		"stamps in us":                {time: parquet.Timestamp(parquet.Microsecond), at: parquet.Int64Value(ms * 1e3)},
		"stamps of DECIMAL":           {time: parquet.Decimal(6, 18, parquet.Int64Type), at: parquet.Int64Value(ms * 1e3)},
		"stamps without logical type": {time: parquet.Leaf(parquet.Int64Type), at: parquet.Int64Value(ms)},
	} {
		t.Run(name, func(t *testing.T) {
			if c.time == nil {
				c.time, c.at = parquet.Timestamp(parquet.Millisecond), parquet.Int64Value(ms)
			}
			if c.took == nil {
				c.took, c.value, c.want = parquet.Leaf(parquet.Int32Type), parquet.Int32Value(1), 1e9
			}
			// Columns stand in the order of their names.
			schema := parquet.NewSchema("log", parquet.Group{"time": c.time, "took": c.took})
			var b bytes.Buffer
			w := parquet.NewWriter(&b, schema)
			_, err := w.WriteRows([]parquet.Row{{c.at.Level(0, 0, 0), c.value.Level(0, 0, 1)}})
			require.NoError(t, err)
			require.NoError(t, w.Close())
			s, err := ofText(b.Bytes(), Options{Fields: format.Fields{Duration: "took", DurationUnit: time.Second}})
			require.NoError(t, err)
			all := readAll(t, s, Span{})
			require.Equal(t, []int64{at(moment), c.want}, []int64{all[0].At, all[0].Duration})
		})
	}
}

// int96Of is a stamp as Spark writes it by default: the ns of the day, and the
// Julian day.
func int96Of(at int64) deprecated.Int96 {
	ns := uint64(at % int64(day))
	return deprecated.Int96{uint32(ns), uint32(ns >> 32), uint32(2440588 + at/int64(day))}
}

// Version 0.32.0 of the library makes garbage of LZ4 where a page shrinks by
// less than two thirds; random numbers do not shrink at all.
func TestPagesThatDoNotShrinkAreReadInEveryPacking(t *testing.T) {
	type row struct {
		Time   int64 `parquet:"time,timestamp(nanosecond)"`
		Bytes  int64 `parquet:"bytes"`
		Status int32 `parquet:"status,optional"`
	}
	draw := rand.New(rand.NewPCG(1, 2))
	rows := make([]row, 5_000)
	for i := range rows {
		rows[i] = row{int64(i) * 1e9, draw.Int64N(1e15), int32(100 + draw.IntN(500))}
	}
	for _, codec := range []parquet.WriterOption{parquet.Compression(&parquet.Lz4Raw), parquet.Compression(&parquet.Brotli), parquet.Compression(&parquet.Zstd)} {
		for version := 1; version <= 2; version++ {
			var b bytes.Buffer
			w := parquet.NewGenericWriter[row](&b, codec, parquet.DataPageVersion(version), parquet.MaxRowsPerRowGroup(2_000))
			_, err := w.Write(rows)
			require.NoError(t, err)
			require.NoError(t, w.Close())
			s, err := ofText(b.Bytes(), Options{})
			require.NoError(t, err)
			for i, r := range readAll(t, s, Span{}) {
				require.Equal(t, []int64{rows[i].Bytes, int64(rows[i].Status)}, []int64{int64(r.Bytes), int64(r.Status)}, "row %d", i)
			}
		}
	}
}

// Damage to a page in any packing is found before the library sees it.
func TestADamagedPageIsRefusedInEveryPacking(t *testing.T) {
	for _, file := range []string{"arrow-rs-delta", "arrow-rs-dictionary", "duckdb-lz4", "duckdb-interval", "duckdb-nan"} {
		whole, err := os.ReadFile("testdata/parquet/" + file + ".parquet")
		require.NoError(t, err)
		for at := 4; at < len(whole); at += 13 {
			b := bytes.Clone(whole)
			b[at] ^= 0x55
			before, start := allocatedSoFar(), time.Now()
			fuzzed(t, b, Options{Format: "parquet", SkipBad: 200, Fields: format.Fields{Duration: "took", DurationUnit: time.Second}})
			require.Less(t, allocatedSoFar()-before, uint64(64<<20), "%s: byte %d", file, at)
			require.Less(t, time.Since(start), plainLogs(1000), "%s: byte %d", file, at)
		}
	}
}
