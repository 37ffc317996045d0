package traces

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"

	"failsim/results/words"
	"failsim/traces/format"
)

const goodLine = noon + `"GET / HTTP/1.0" 200 7` + "\n"

func packed(t *testing.T, text string) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	require.NoError(t, err)
	return w.EncodeAll([]byte(text), nil)
}

func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestAFileThatCannotBeATraceGivesOneClearError(t *testing.T) {
	long := strings.Repeat(goodLine, 20_000)
	whole := packed(t, long)
	flipped := bytes.Clone(whole)
	flipped[len(flipped)-1] ^= 1 // the checksum of the content
	zipped := gzipped(t, long)
	for _, c := range []struct {
		name    string
		content []byte
		options Options
		message string
	}{
		{"empty", nil, Options{}, "FILE: the file is empty"},
		{"only a header", []byte("epoch,requests\n"), Options{}, "FILE: the trace holds no requests"},
		{"only empty intervals", []byte("epoch,requests\n1,0\n"), Options{}, "FILE: the trace holds no requests (1 line read, 1 accepted)"},
		{"prose", []byte("Once upon a time\nthere was a file.\n"), Options{}, "FILE:1:1: none of the first 2 lines is of a known trace format; --pattern says by names of groups what the parts of a line are, --log-format takes the server's own; failsim list formats describes each"},
		{"binary", []byte("\x7fELF\x00\x01\x02\n\x00\x00"), Options{}, "FILE: the file holds binary data, not a trace"},
		{"zeros", make([]byte, 4096), Options{}, "FILE: the file holds binary data, not a trace"},
		{"of an unknown format", []byte(goodLine), Options{Format: "cfl"}, `FILE: unknown trace format "cfl"; did you mean "clf"? (known: ` + words.WordList(format.Names()) + `)`},
		{"of another format than stated", []byte("epoch,requests\n1,2\n"), Options{Format: "clf"}, "FILE:1:1: the line does not begin with a host and a blank (2 malformed lines in the file; --skip-bad 2 leaves them out and counts them)"},
		{"zstd cut short", whole[:len(whole)/2], Options{}, "the zstd data end too early: the file is cut short"},
		{"zstd cut in its header", whole[:5], Options{}, "FILE: the zstd data end too early: the file is cut short"},
		{"zstd without its checksum", whole[:len(whole)-4], Options{}, "the zstd data end too early: the file is cut short"},
		{"zstd with a wrong checksum", flipped, Options{}, "the zstd data are damaged: "},
		{"an empty zstd frame", packed(t, ""), Options{}, "FILE: the file is empty"},
		{"gzip cut short", zipped[:len(zipped)/2], Options{}, "the gzip data end too early: the file is cut short"},
		{"packed with xz", []byte("\xfd7zXZ\x00\x00\x04"), Options{}, "FILE: the file is packed with xz, which is not read; unpack it, or pack it with zstd or gzip"},
		{"read with a negative limit", []byte(goodLine), Options{SkipBad: -1}, "FILE: the number of malformed lines to skip is negative"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "FILE")
			require.NoError(t, os.WriteFile(path, c.content, 0o600))
			_, err := File(path, c.options)
			var input *format.InputError
			require.ErrorAs(t, err, &input)
			require.Equal(t, path, input.Path)
			requireIdentity(t, ledgerOf(err))
			message := strings.Replace(err.Error(), path, "FILE", 1)
			if strings.HasPrefix(c.message, "FILE") {
				require.Equal(t, c.message, message)
				return
			}
			require.Regexp(t, `^FILE(:\d+)?: `, message)
			require.Contains(t, message, c.message)
		})
	}
}

func TestAPathThatCannotBeReadGivesOneClearError(t *testing.T) {
	folder := t.TempDir()
	_, err := File(folder, Options{})
	require.EqualError(t, err, folder+": it is a directory, not a trace file")

	missing := filepath.Join(folder, "missing.log")
	_, err = File(missing, Options{})
	require.EqualError(t, err, missing+": no such file")
	require.ErrorIs(t, err, fs.ErrNotExist)

	_, err = File(os.DevNull, Options{})
	require.EqualError(t, err, os.DevNull+": it is not a regular file; - reads standard input")

	locked := filepath.Join(folder, "locked.log")
	require.NoError(t, os.WriteFile(locked, []byte(goodLine), 0o000))
	if _, err := os.ReadFile(locked); errors.Is(err, fs.ErrPermission) { // not so for root
		_, err = File(locked, Options{})
		require.EqualError(t, err, locked+": no permission to read it")
	}
}

func TestAFileIsReadOnceSoWhatBecomesOfItLaterDoesNotMatter(t *testing.T) {
	for what, then := range map[string]func(path string) error{
		"it grows":    func(path string) error { return os.WriteFile(path, []byte(goodLine+goodLine), 0o600) },
		"it vanishes": os.Remove,
	} {
		path := filepath.Join(t.TempDir(), "living.log")
		require.NoError(t, os.WriteFile(path, []byte(goodLine), 0o600))
		s, err := File(path, Options{})
		require.NoError(t, err)
		require.NoError(t, then(path))
		require.Len(t, play(t, s, Window{Whole: true}), 1, what)
	}
}

func TestPackingIsToldByContent(t *testing.T) {
	plain, err := os.ReadFile("testdata/office.log")
	require.NoError(t, err)
	bzipped, err := os.ReadFile("testdata/office.log.bz2")
	require.NoError(t, err)
	want := play(t, office(t), Window{})
	for packing, content := range map[string][]byte{
		"none": plain, "bzip2": bzipped, "gzip": gzipped(t, string(plain)), "zstd": packed(t, string(plain)),
	} {
		path := filepath.Join(t.TempDir(), "misnamed.txt")
		require.NoError(t, os.WriteFile(path, content, 0o600))
		s, err := File(path, Options{Key: 1})
		require.NoError(t, err)
		require.Equal(t, packing, s.Info().Packing)
		require.Len(t, s.Info().SHA256, 64)
		require.Equal(t, want, play(t, s, Window{}), "however it is packed, it is the same trace")
	}
}

func TestMalformedLinesAreSkippedUpToALimit(t *testing.T) {
	const path = "testdata/office-bad.log"
	for _, c := range []struct {
		skipBad int
		message string
	}{
		{0, path + ":4:72: the byte count behind the status is missing (2 malformed lines in the file; --skip-bad 2 leaves them out and counts them)"},
		{1, path + ":10:16: the time is not of the form 02/Jan/2006:15:04:05 -0700, years 1970 to 2199 (malformed line 2 of 2, more than the 1 that --skip-bad allows)"},
		{2, ""},
	} {
		s, err := File(path, Options{SkipBad: c.skipBad})
		if c.message != "" {
			require.EqualError(t, err, c.message)
			var input *format.InputError
			require.ErrorAs(t, err, &input)
			require.Equal(t, int64(c.skipBad), ledgerOf(err).Skipped)
			require.Equal(t, int64(2-c.skipBad), ledgerOf(err).Refused)
			requireIdentity(t, ledgerOf(err))
			continue
		}
		require.NoError(t, err)
		l := s.Info().Ledger
		requireIdentity(t, l)
		require.Equal(t, []int64{18, 16, 2, 0}, []int64{l.Read, l.Accepted, l.Skipped, l.Refused})
		require.Equal(t, []int64{4}, l.Reasons[0].Lines)
		require.Len(t, play(t, s, Window{}), 16)
	}
}

func TestALineOfManyMebibytesIsSkippedInBoundedMemory(t *testing.T) {
	long := noon + `"GET /` + strings.Repeat("x", 5<<20) + ` HTTP/1.0" 200 7` + "\n"
	text := goodLine + long + goodLine
	_, err := ofText([]byte(text), Options{})
	require.EqualError(t, err, "trace:2:1048577: the line is longer than 1 MiB (1 malformed line in the file; --skip-bad 1 leaves it out and counts it)")
	s, err := ofText([]byte(text), Options{SkipBad: 1})
	require.NoError(t, err)
	require.Equal(t, int64(2), s.Info().Requests)
}

func TestALineOfAMebibyteIsRead(t *testing.T) {
	line := noon + `"GET /` + strings.Repeat("x", 1<<20-len(goodLine)-4) + ` HTTP/1.0" 200 7`
	for _, ending := range []string{"", "\n", "\r\n"} {
		s, err := ofText([]byte(line+ending), Options{})
		require.NoError(t, err)
		require.Equal(t, int64(1), s.Info().Requests)
	}
}
