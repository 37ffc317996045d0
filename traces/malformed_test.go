package traces

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// damage is something that happens to files.
type damage struct {
	what string
	do   func(t testing.TB, b []byte) []byte
}

// lastLine edits the last line of a text.
func lastLine(edit func(line string) string) func(testing.TB, []byte) []byte {
	return func(_ testing.TB, b []byte) []byte {
		text := strings.TrimRight(string(b), "\r\n")
		at := strings.LastIndexByte(text, '\n') + 1
		return []byte(text[:at] + edit(text[at:]) + "\n")
	}
}

// fieldsOf cuts a line at what divides it most.
func fieldsOf(line string) (fields []string, divider string) {
	divider = " "
	for _, d := range []string{",", "\t", ";"} {
		if strings.Count(line, d) > strings.Count(line, divider) {
			divider = d
		}
	}
	return strings.Split(line, divider), divider
}

func flip(b []byte, at int) []byte {
	c := bytes.Clone(b)
	c[at] ^= 0x11
	return c
}

func gz(t testing.TB, b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(b)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Bytes()
}

func zst(t testing.TB, b []byte) []byte {
	w, err := zstd.NewWriter(nil)
	require.NoError(t, err)
	return w.EncodeAll(b, nil)
}

// damages of any file.
var damages = []damage{
	{"nothing", func(_ testing.TB, b []byte) []byte { return b }},
	{"cut in the middle", func(_ testing.TB, b []byte) []byte { return b[:len(b)/2] }},
	{"followed by garbage", func(_ testing.TB, b []byte) []byte { return append(bytes.Clone(b), "\x01\xfe garbage\n"...) }},
	{"zeros behind", func(_ testing.TB, b []byte) []byte { return append(bytes.Clone(b), make([]byte, 4096)...) }},
	{"twice", func(_ testing.TB, b []byte) []byte { return append(bytes.Clone(b), b...) }},
	{"gzip", func(t testing.TB, b []byte) []byte { return gz(t, b) }},
	{"gzip cut short", func(t testing.TB, b []byte) []byte { c := gz(t, b); return c[:len(c)*3/4] }},
	{"gzip without its checksum", func(t testing.TB, b []byte) []byte { c := gz(t, b); return c[:len(c)-8] }},
	{"gzip with a bad checksum", func(t testing.TB, b []byte) []byte { c := gz(t, b); return flip(c, len(c)-6) }},
	{"zstd cut short", func(t testing.TB, b []byte) []byte { c := zst(t, b); return c[:len(c)*3/4] }},
	{"zstd with a bad checksum", func(t testing.TB, b []byte) []byte { c := zst(t, b); return flip(c, len(c)-2) }},
}

// textDamages are those of files of lines.
var textDamages = []damage{
	{"CRLF", func(_ testing.TB, b []byte) []byte {
		return bytes.ReplaceAll(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
	}},
	{"a byte order mark", func(_ testing.TB, b []byte) []byte { return append([]byte("\ufeff"), b...) }},
	{"a byte order mark of UTF-16", func(_ testing.TB, b []byte) []byte {
		c := []byte{0xff, 0xfe}
		for _, x := range b {
			c = append(c, x, 0)
		}
		return c
	}},
	{"no final line end", func(_ testing.TB, b []byte) []byte { return bytes.TrimRight(b, "\r\n") }},
	{"an empty line", lastLine(func(l string) string { return "\n" + l })},
	{"a line of prose", lastLine(func(l string) string { return "Once upon a time\n" + l })},
	{"the first line again", func(_ testing.TB, b []byte) []byte {
		first, _, _ := bytes.Cut(b, []byte("\n"))
		return append(append(bytes.Clone(b), first...), '\n')
	}},
	{"a NUL byte", lastLine(func(l string) string { return l[:len(l)/2] + "\x00" + l[len(l)/2:] })},
	{"bad UTF-8", lastLine(func(l string) string { return l[:len(l)/2] + "\xff\xc0" + l[len(l)/2:] })},
	{"the last line cut in half", lastLine(func(l string) string { return l[:len(l)/2] })},
	{"a field missing", lastLine(func(l string) string {
		fields, divider := fieldsOf(l)
		return strings.Join(fields[:len(fields)-1], divider)
	})},
	{"the first field missing", lastLine(func(l string) string {
		fields, divider := fieldsOf(l)
		return strings.Join(fields[1:], divider)
	})},
	{"a field too many", lastLine(func(l string) string {
		_, divider := fieldsOf(l)
		return l + divider + "more"
	})},
	{"a line of 10 MiB", lastLine(func(l string) string { return l + strings.Repeat("x", 10<<20) })},
}

// verdict says in a line what becomes of a file.
func verdict(content []byte, o Options) string {
	s, err := ofText(content, o)
	if err == nil {
		l := s.Info().Ledger
		return fmt.Sprintf("accepted: %d lines of %d, %d requests", l.Accepted, l.Read, s.Info().Requests)
	}
	return "refused: " + err.Error()
}

func TestTheVerdictOnEachMalformedFile(t *testing.T) {
	var reported strings.Builder
	cases := 0
	judge := func(c *sample, what string, content []byte) {
		o := c.options(t)
		o.Format = c.format
		limit := plainLogs(300)
		before := allocatedSoFar()
		start := time.Now()
		v := verdict(content, o)
		require.Less(t, time.Since(start), limit, "%s, %s", c.file, what)
		if len(content) < 1<<20 {
			require.Less(t, allocatedSoFar()-before, uint64(64<<20), "%s, %s: bytes allocated in all, freed or not", c.file, what)
		}
		require.NotContains(t, v, "192.0.2", "no address")
		fmt.Fprintf(&reported, "%s, %s\n\t%s\n", c.file, what, v)
		cases++
	}
	for k := range samples {
		c := &samples[k]
		content := c.content(t)
		for _, d := range damages {
			judge(c, d.what, d.do(t, content))
		}
		if described(c.format).Lines {
			for _, d := range textDamages {
				judge(c, d.what, d.do(t, content))
			}
		}
		for _, e := range editsOf(t, c.file) {
			require.Contains(t, string(content), e[0], "%s: what is to be edited", c.file)
			judge(c, fmt.Sprintf("%q instead of %q", e[1], e[0]), bytes.Replace(content, []byte(e[0]), []byte(e[1]), 1))
		}
	}
	require.Greater(t, cases, 200)
	const path = "testdata/malformed/verdicts.golden"
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(reported.String()), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), reported.String(), "go test ./traces -update writes the goldens anew")
}

func described(name string) format.Description { return format.All()[indexOfFormat(name)] }

func indexOfFormat(name string) int { return slices.Index(format.Names(), name) }

// plainLogs returns how long reading so many plain logs of 8 MiB takes here: a
// limit of time that holds on a busy machine, and with the race detector. One
// takes 15 to 30 ms on a quiet core.
func plainLogs(n int) time.Duration { return time.Duration(n) * onePlainLog() }

var onePlainLog = sync.OnceValue(func() time.Duration {
	log := bytes.Repeat([]byte(goodLine), (8<<20)/len(goodLine))
	start := time.Now()
	if _, err := ofText(log, Options{}); err != nil {
		panic(err)
	}
	return time.Since(start)
})

func allocatedSoFar() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// editsOf reads which values of a sample are replaced by bad ones.
func editsOf(t testing.TB, file string) (edits [][2]string) {
	t.Helper()
	text, err := os.ReadFile("testdata/malformed/edits.txt")
	require.NoError(t, err)
	mine := false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		switch old, bad, ok := strings.Cut(line, " => "); {
		case strings.HasPrefix(line, "# "):
			mine = line == "# "+file
		case ok && mine:
			edits = append(edits, [2]string{old, bad})
		}
	}
	return edits
}

// bomb packs a text many times over, as packers let one join files.
func bomb(pack func(testing.TB, []byte) []byte, t testing.TB, text []byte, times int) []byte {
	return bytes.Repeat(pack(t, text), times)
}

func TestABombIsRefusedInLittleTimeAndMemory(t *testing.T) {
	line := []byte(goodLine)
	log := bytes.Repeat(line, (8<<20)/len(line))
	zeros := make([]byte, 8<<20)
	entry := []byte(`{"log":{"entries":[{"startedDateTime":"` + strings.Repeat("x", 8<<20))
	for _, c := range []struct {
		name, format, message string
		content               []byte
	}{
		{"of log lines, gzip", "clf", "the gzip data unpack to more than 200 times their size", bomb(gz, t, log, 16)},
		{"of log lines, zstd", "clf", "the zstd data unpack to more than 200 times their size", bomb(zst, t, log, 100)},
		{"of zeros, zstd", "clf", "the zstd data unpack to more than 200 times their size", bomb(zst, t, zeros, 1000)},
		{"of zeros, of no stated format", "", "the file holds binary data, not a trace", bomb(zst, t, zeros, 100)},
		{"of one line, JSON", "jsonl", "the zstd data unpack to more than 200 times their size", bomb(zst, t, bytes.Repeat([]byte{'['}, 8<<20), 100)},
		{"of nested JSON", "jsonl", "the JSON lies too deep", bytes.Repeat([]byte(`{"a":[`), 100_000)},
		{"of a HAR of one entry", "har", "an entry of the HTTP Archive takes more than 8 MiB", zst(t, append(bytes.Clone(entry), bytes.Repeat([]byte{'x'}, 60<<20)...))},
		{"of blanks in a HAR", "har", "the HTTP Archive holds more than 64 KiB of nothing but blanks", zst(t, append([]byte(`{"log":{"entries":[`), bytes.Repeat([]byte{'\n'}, 60<<20)...))},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Less(t, len(c.content), 1<<20)
			limit := plainLogs(300)
			before, start := allocatedSoFar(), time.Now()
			_, err := ofText(c.content, Options{Format: c.format})
			took, allocated := time.Since(start), allocatedSoFar()-before
			require.ErrorContains(t, err, c.message)
			require.Less(t, took, limit)
			require.Less(t, allocated, uint64(64<<20), "bytes allocated in all, freed or not")
			t.Log(took, allocated>>20, "MiB")
		})
	}
}
