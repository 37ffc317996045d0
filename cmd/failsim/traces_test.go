package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results"
)

// accessLog is a day of an access log, a request every half minute, with the
// faults of real ones: lines without a byte count, and lines out of order.
// They are at known places; the rest is well-formed.
func accessLog() string {
	start := time.Date(1995, 8, 29, 23, 53, 25, 0, time.FixedZone("", -4*3600))
	var b strings.Builder
	for i := range 2880 {
		at, size := start.Add(time.Duration(i)*30*time.Second), fmt.Sprintf(" %d", 1000+i)
		if i%192 == 100 { // 15 of them
			at = at.Add(-38 * time.Second)
		}
		if i%144 == 8 { // 20 of them
			size = ""
		}
		fmt.Fprintf(&b, "host%d.example.org - - [%s] \"GET /%d.html HTTP/1.0\" 200%s\n", i%7, at.Format("02/Jan/2006:15:04:05 -0700"), i, size)
	}
	return b.String()
}

// counts is a day of requests per minute, 3 in each.
func counts() string {
	var b strings.Builder
	b.WriteString("epoch,requests\n")
	for i := range 1440 {
		fmt.Fprintf(&b, "%d,3\n", 894_000_000+60*i)
	}
	return b.String()
}

func zstandard(t *testing.T, text string) string {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	require.NoError(t, err)
	return string(w.EncodeAll([]byte(text), nil))
}

func TestATraceThatCannotBePlayedIsRefused(t *testing.T) {
	whole := zstandard(t, accessLog())
	for _, c := range []struct{ what, path, message string }{
		{"an empty file", tempFile(t, "FILE", ""), "FILE: the file is empty"},
		{"a zstd file cut short", tempFile(t, "FILE", whole[:len(whole)/2]), "FILE: the zstd data end too early: the file is cut short"},
		{"a directory", t.TempDir(), "FILE: the folder holds no file"},
		{"a missing file", filepath.Join(t.TempDir(), "FILE"), "FILE: no such file"},
		{"a missing folder", filepath.Join(t.TempDir(), "x", "FILE"), "FILE: no such file"},
		{"prose", tempFile(t, "FILE", "Once upon a time\n"), "FILE:1:1: none of the first 1 lines is of a known trace format; …"},
		{"a program", tempFile(t, "FILE", "\x7fELF\x02\x00\x00\n"), "FILE: the file holds binary data, not a trace"},
		{"a header and nothing else", tempFile(t, "FILE", "epoch,requests\n"), "FILE: the trace holds no requests"},
		{"a malformed line", tempFile(t, "FILE", "epoch,requests\n60,1\n120,many\n180,2\n"),
			"FILE:3:5: the number of requests is not a whole number from 0 to 10^15 (1 malformed line in the file; --skip-bad 1 leaves it out and counts it)"},
	} {
		t.Run(c.what, func(t *testing.T) {
			out := outIn(t)
			for _, args := range [][]string{
				{"compare", tiny, "--trace", c.path, "--out", out},
				{"run", tiny, "--design", "single", "--trace", c.path},
				{"trace", "info", c.path},
				{"trace", "info", "--json", c.path},
			} {
				o := failsim(args...)
				o.stderr = strings.ReplaceAll(o.stderr, c.path, "FILE")
				o.stderr, _, _ = strings.Cut(o.stderr, "lines: ") // the ledger, where there is one
				o.assertRefused(t, "failsim: "+c.message, out)
			}
		})
	}
}

func TestATraceOfAScenarioIsFoundBesideTheScenario(t *testing.T) {
	path := edited(t, "name: nasa-1995-07-13, rate: 2/s", "file: counts.csv")
	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(path), "counts.csv"), []byte(counts()), 0o600))
	o := failsim("run", path, "--design", "single").requireDone(t)
	assert.Contains(t, o.stdout, "counts.csv (epoch-counts): 1440 lines read = 1440 accepted + 0 skipped + 0 refused\n")

	out := outIn(t)
	path = edited(t, "name: nasa-1995-07-13, rate: 2/s", "file: absent.csv")
	failsim("compare", path, "--out", out).assertRefused(t, "failsim: "+path+":10:19: trace: "+filepath.Join(filepath.Dir(path), "absent.csv")+": no such file", out)
}

func TestMalformedLinesAreRefusedUnlessTolerated(t *testing.T) {
	path := tempFile(t, "site.log.zst", zstandard(t, accessLog()))
	for _, c := range []struct {
		skipBad        int
		message, lines string
	}{
		{0, path + ":9:78: the byte count behind the status is missing (20 malformed lines in the file; --skip-bad 20 leaves them out and counts them)",
			"lines: 2880 read = 2860 accepted + 0 skipped + 20 refused"},
		{19, path + ":2745:81: the byte count behind the status is missing (malformed line 20 of 20, more than the 19 that --skip-bad allows)",
			"lines: 2880 read = 2860 accepted + 19 skipped + 1 refused"},
	} {
		out := outIn(t)
		o := quickly(out, "--trace", path, "--skip-bad", fmt.Sprint(c.skipBad))
		assert.Equal(t, statusBadInput, o.status)
		assert.Empty(t, o.stdout)
		shown := strings.Split(strings.TrimSpace(o.stderr), "\n")
		require.Len(t, shown, 2+20+1, "the error, the ledger, each malformed line, all by reason")
		assert.Equal(t, []string{"failsim: " + c.message, c.lines}, shown[:2])
		assert.Equal(t, "  "+path+":153:80: the byte count behind the status is missing", shown[3])
		assert.Equal(t, "  20 times: the byte count behind the status is missing", shown[22])
		assertNothing(t, filepath.Dir(out))
	}
}

func TestAUsersLogIsReplayedAndAccountedForLineByLine(t *testing.T) {
	path := tempFile(t, "site.log.zst", zstandard(t, accessLog()))
	out := outIn(t)
	o := quickly(out, "--trace", path, "--skip-bad", "20").requireDone(t)
	assert.Contains(t, o.stdout, "site.log.zst (clf): 2880 lines read = 2860 accepted + 20 skipped + 0 refused\n")
	assert.Contains(t, o.stdout, "site.log.zst is replayed request by request at its own rate: ")
	assert.Empty(t, o.stderr)

	sum := summary(t, out)
	require.Len(t, sum.Inputs, 1)
	l := sum.Inputs[0]
	assert.Equal(t, []int64{2880, 2860, 20, 0}, []int64{l.Read, l.Accepted, l.Skipped, l.Refused})
	assert.Equal(t, l.Read, l.Accepted+l.Skipped+l.Refused)
	assert.Equal(t, sum.Inputs, manifest(t, out).Inputs, "the manifest has the same ledger")
	assert.Equal(t, int64(59), sum.Designs[0].Requests.Arrived, "half an hour of a request every half minute, one of them malformed")
}

func TestACountsFileIsReplayedRequestByRequest(t *testing.T) {
	path := tempFile(t, "counts.csv.zst", zstandard(t, counts()))
	out := outIn(t)
	quickly(out, "--trace", path).requireDone(t)
	assert.Equal(t, int64(90), summary(t, out).Designs[0].Requests.Arrived, "half an hour of 3 a minute")
}

func TestTraceInfoTellsWhatATraceHolds(t *testing.T) {
	path := tempFile(t, "site.log.zst", zstandard(t, accessLog()))
	o := failsim("trace", "info", path, "--skip-bad", "20").requireDone(t)
	for _, want := range []string{"clf, packing zstd\n", "requests      2860\n", "1995-08-29T23:53:25-04:00, 1995-08-30T23:52:55-04:00",
		"lines         2880 read = 2860 accepted + 20 skipped + 0 refused\n", "out of order  15 lines, by up to 8s"} {
		assert.Contains(t, o.stdout, want)
	}
	var info struct {
		Schema   string
		Requests int64
		Ledger   struct{ Read, Accepted, Skipped, Refused int64 }
	}
	require.NoError(t, json.Unmarshal([]byte(failsim("trace", "info", path, "--skip-bad", "20", "--json").requireDone(t).stdout), &info))
	assert.Equal(t, "failsim/trace/1", info.Schema)
	assert.Equal(t, []int64{2860, 2880, 2860, 20, 0}, []int64{info.Requests, info.Ledger.Read, info.Ledger.Accepted, info.Ledger.Skipped, info.Ledger.Refused})
}

func summary(t *testing.T, out string) *results.Summary {
	t.Helper()
	var sum results.Summary
	require.NoError(t, json.Unmarshal([]byte(content(t, filepath.Join(out, "summary.json"))), &sum))
	return &sum
}

func manifest(t *testing.T, out string) results.Manifest {
	t.Helper()
	m, err := results.ReadManifest([]byte(content(t, filepath.Join(out, "manifest.json"))))
	require.NoError(t, err)
	return m
}

// A trace of the small hours holds no request while the incident of the
// afternoon lasts: that incident's plots are left out, and all else is there.
func TestATraceThatMissesAnIncidentIsPlayedAllTheSame(t *testing.T) {
	var log strings.Builder
	for i := range 600 {
		fmt.Fprintf(&log, `{"time":"%s","took":"150ms"}`+"\n", time.Date(2024, 1, 2, 23, i/60, i%60, 0, time.UTC).Format(time.RFC3339))
	}
	path := filepath.Join(t.TempDir(), "log.jsonl")
	require.NoError(t, os.WriteFile(path, []byte(log.String()), 0o600))
	out := filepath.Join(t.TempDir(), "out")
	r := failsim("compare", "--trace", path, "--durations-as-work", "--replications", "2", "--designs", "single-provider", "--out", out).requireDone(t)
	assert.Contains(t, r.stdout, "150ms on average (600 of 600 requests say so)")
	assert.EqualValues(t, 2*600, summary(t, out).Incidents[0].Designs[0].Requests.Arrived)
	assert.NoFileExists(t, filepath.Join(out, "plots", "gcp-region-loss-availability.svg"))
	assert.FileExists(t, filepath.Join(out, "plots", "elb-state-loss-availability.svg"))
}

func TestCutOfCountsStaysCounts(t *testing.T) {
	// Intervals of five minutes that begin half a minute past; one has none.
	const rows = "30,5\n330,7\n630,0\n930,4\n"
	path := tempFile(t, "counts.csv", "epoch,requests\n"+rows+"1230,9\n")
	out := inFolder(t, "cut.csv")
	failsim("trace", "cut", path, "--to", "1970-01-01T00:20:00Z", "-o", out).requireDone(t)
	assert.Equal(t, "epoch,requests\n"+rows, content(t, out))
	again := failsim("trace", "info", out).requireDone(t)
	assert.Contains(t, again.stdout, "requests      16\n")
	assert.Contains(t, again.stdout, "(stamps of 5m0s)")

	requests := failsim("trace", "cut", path, "--to", "1970-01-01T00:20:00Z", "--as", "csv").requireDone(t)
	assert.Equal(t, 1+16, strings.Count(requests.stdout, "\n"), "requests one by one when they are asked for")
	assert.Contains(t, requests.stderr, "they are spread within it")
}
