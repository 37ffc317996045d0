package traces

import (
	"bytes"
	"encoding/gob"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample is a small file of a format, in format/testdata. What is made of it
// stands beside it, in a file of the same name and ".golden".
type sample struct {
	file, format string
	fields, zone string
}

var samples = []sample{
	{"aws-elb-application.log", "aws-elb", "", ""},
	{"aws-elb-classic.log", "aws-elb", "", ""},
	{"aws-nlb.log", "aws-nlb", "", ""},
	{"azure-llm.csv", "azure-llm", "", ""},
	{"browser.har", "har", "", ""},
	{"clf-apache-vhost.log", "clf", "class=path", ""},
	{"clf-daylight-saving.log", "clf", "", ""},
	{"clf-milliseconds.log", "clf", "", ""},
	{"clf-nginx-times.log", "clf", "class=path:2", ""},
	{"csv-named.csv", "csv", "time=ts,client=ip,class=route,bytes=size,duration=took:ms,status=code", "Europe/Berlin"},
	{"csv-nasa.tsv", "csv", "client=host", "America/New_York"},
	{"csv-semicolon.csv", "csv", "", ""},
	{"epa.log", "epa", "", ""},
	{"epoch-counts.csv", "epoch-counts", "", "America/New_York"},
	{"failsim.trace", "failsim", "", ""},
	{"jsonl-mooncake.jsonl", "jsonl", "time=timestamp:ms,bytes=output_length", ""},
	{"k6-csv.csv", "k6-csv", "", ""},
	{"k6.json", "k6", "", ""},
	{"parquet", "parquet", "duration=took:ms", ""},
	{"period-counts.csv", "period-counts", "", ""},
	{"words.log", "words", "time=2,client=3,class=4,status=5,duration=last-1:us", "Europe/Berlin"},
	{"vegeta-csv.csv", "vegeta-csv", "", ""},
	{"vegeta.gob", "vegeta-gob", "", ""},
	{"vegeta.json", "vegeta", "", ""},
	{"cloudfront.log", "cloudfront", "", ""},
	{"w3c-iis.log", "w3c", "", ""},
}

// allSamples are those, and the files whose names say which format they are of:
// FORMAT.ending, or FORMAT-variant.ending.
func allSamples(t testing.TB) []sample {
	all := slices.Clone(samples)
	files, err := os.ReadDir(filepath.Join("format", "testdata"))
	require.NoError(t, err)
	for _, f := range files {
		name := f.Name()
		if f.IsDir() || strings.HasSuffix(name, ".golden") || slices.ContainsFunc(all, func(s sample) bool { return s.file == name }) {
			continue
		}
		of := ""
		for _, known := range format.Names() {
			if rest, ok := strings.CutPrefix(name, known); ok && (rest[0] == '.' || rest[0] == '-') && len(known) > len(of) {
				of = known
			}
		}
		require.NotEmpty(t, of, "the name of the sample %s begins with no format", name)
		all = append(all, sample{file: name, format: of})
	}
	return all
}

func TestWhatIsMadeOfASampleOfEachFormat(t *testing.T) {
	covered := map[string]bool{"pattern": true, "log-format": true} // TestLinesOfOnesOwnFormat
	for _, c := range allSamples(t) {
		covered[c.format] = true
		t.Run(c.file, func(t *testing.T) {
			s, err := ofText(c.content(t), c.options(t))
			require.NoError(t, err)
			require.Equal(t, c.format, s.Info().Format, "found by content, or as it is named")
			got := recordedOf(t, s)
			path := filepath.Join("format", "testdata", c.file+".golden")
			if *update {
				require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, string(want), got, "go test ./traces -update writes the goldens anew")
			require.NotContains(t, got, "192.0.2", "no address")
		})
	}
	for _, name := range format.Names() {
		require.True(t, covered[name], "the format %s has no sample", name)
	}
}

func (c *sample) options(t testing.TB) Options {
	t.Helper()
	o := Options{Key: 1}
	if described(c.format).ByName {
		o.Format = c.format
	}
	var err error
	o.Fields, err = format.ParseFields(c.fields)
	require.NoError(t, err)
	if c.zone != "" {
		o.Zone, err = time.LoadLocation(c.zone)
		require.NoError(t, err)
	}
	return o
}

// content returns a sample; those that are not text are made here.
func (c *sample) content(t testing.TB) []byte {
	t.Helper()
	switch c.file {
	case "failsim.trace":
		return compact(t, format.CompactShape{Interval: time.Second}, []format.Record{
			{At: 5 * second, Requests: 1, Client: 7, HasClient: true, Duration: format.NoDuration, Class: 1, Status: 200},
			{At: 6 * second, Requests: 1, Duration: 1500, Bytes: 77, Class: 2, ZoneSeconds: 3600},
		})
	case "parquet":
		return parquetOf(t)
	case "vegeta.gob":
		return gobOf(t)
	}
	content, err := os.ReadFile(filepath.Join("format", "testdata", c.file))
	require.NoError(t, err)
	return content
}

// toldOf writes down what a trace says.
func recordedOf(t testing.TB, s Source) string {
	t.Helper()
	var b strings.Builder
	i := s.Info()
	fmt.Fprintf(&b, "%s: %d requests from %s to %s, stamps of %s\n", i.Format, i.Requests,
		i.First.Format(time.RFC3339Nano), i.Last.Format(time.RFC3339Nano), i.Interval)
	fmt.Fprintf(&b, "%d lines without data, %d read = %d accepted + %d skipped + %d set aside + %d refused, %d out of order by up to %s\n",
		i.Ledger.Header, i.Ledger.Read, i.Ledger.Accepted, i.Ledger.Skipped, i.Ledger.SetAside, i.Ledger.Refused, i.OutOfOrder, i.FurthestBack)
	fmt.Fprintf(&b, "stamps %s\n", i.Stamp)
	for _, k := range i.Known {
		fmt.Fprintf(&b, "%s known for %d of %d, from %q %s\n", k.Meaning, k.Requests, k.Of, k.Field, k.Unit)
	}
	r, err := s.Records(Span{})
	require.NoError(t, err)
	defer r.Close()
	clients := map[uint64]int{}
	var one format.Record
	for r.Next(&one) {
		client := "-"
		if one.HasClient {
			if _, ok := clients[one.Client]; !ok {
				clients[one.Client] = len(clients) + 1
			}
			client = fmt.Sprintf("client %d", clients[one.Client])
		}
		took := "-"
		if one.Duration != format.NoDuration {
			took = time.Duration(one.Duration).String()
		}
		size, status := fmt.Sprint(one.Bytes), fmt.Sprint(one.Status)
		if !one.HasBytes {
			size = "-"
		}
		switch one.Status {
		case 0:
			status = "-"
		case format.StatusNoAnswer:
			status = "no answer"
		}
		fmt.Fprintf(&b, "%s  %d  %s  class %q  %s bytes  took %s  status %s\n",
			one.Time().Format("2006-01-02T15:04:05.000000000Z07:00"), one.Requests, client, r.Class(one.Class), size, took, status)
	}
	require.NoError(t, r.Err())
	return b.String()
}

func gobOf(t testing.TB) []byte {
	t.Helper()
	type Result struct { // as vegeta declares it
		Attack    string
		Seq       uint64
		Code      uint16
		Timestamp time.Time
		Latency   time.Duration
		BytesOut  uint64
		BytesIn   uint64
		Error     string
		Body      []byte
		Method    string
		URL       string
		Headers   map[string][]string
	}
	var b bytes.Buffer
	e := gob.NewEncoder(&b)
	at := time.Date(2020, 4, 16, 11, 20, 59, 165114000, time.FixedZone("", 7200))
	for _, r := range []Result{
		{Code: 200, Timestamp: at, Latency: 2130000, BytesIn: 14, Body: []byte("Hello"), Method: "GET", URL: "http://192.0.2.1/", Headers: map[string][]string{"A": {"b"}}},
		{Seq: 1, Timestamp: at.Add(time.Second), Latency: 30 * time.Second, Error: "timeout", Method: "POST"},
	} {
		require.NoError(t, e.Encode(r))
	}
	return b.Bytes()
}

type parquetRow struct {
	Timestamp time.Time `parquet:"timestamp,timestamp(microsecond)"`
	Request   struct {
		Method   string  `parquet:"method,dict"`
		RemoteIP *string `parquet:"remote_ip,optional"`
	} `parquet:"request"`
	Size   int64    `parquet:"size"`
	Took   *float64 `parquet:"took,optional"`
	Status int32    `parquet:"status"`
	Tags   []string `parquet:"tags,list"`
}

func parquetOf(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[parquetRow](&b, parquet.Compression(&parquet.Zstd))
	at := time.Date(2024, 5, 6, 7, 8, 9, 123456000, time.UTC)
	ip, took := "192.0.2.1", 12.25
	rows := make([]parquetRow, 4)
	for i := range rows {
		rows[i] = parquetRow{Timestamp: at.Add(time.Duration(i) * time.Second), Size: int64(100 * i), Status: int32(200 + 100*i), Tags: []string{"a", "b"}}
		rows[i].Request.Method = []string{"GET", "POST"}[i%2]
		if i != 2 {
			rows[i].Request.RemoteIP, rows[i].Took = &ip, &took
		}
	}
	for i := range rows { // a row group each pair
		_, err := w.Write(rows[i : i+1])
		require.NoError(t, err)
		if i%2 == 1 {
			require.NoError(t, w.Flush())
		}
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}
