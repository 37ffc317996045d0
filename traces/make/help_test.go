package maker

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/traces"
	"failsim/traces/format"
)

// ofText opens a trace that holds a text.
func ofText(text []byte, o traces.Options) (traces.Source, error) {
	o.Stdin = bytes.NewReader(text)
	return traces.Open([]string{traces.StandardInput}, o)
}

func office(t testing.TB) traces.Source {
	t.Helper()
	s, err := traces.File("../testdata/office.log", traces.Options{Key: 1})
	require.NoError(t, err)
	return s
}

// real returns the path of a real trace, which stands beside the repository
// (or in the folder that FAILSIM_TRACES names), and skips the test without it.
func real(t testing.TB, name string) string {
	t.Helper()
	folder := os.Getenv("FAILSIM_TRACES")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "traces")
	}
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the real trace %s is not here; set FAILSIM_TRACES to the folder that holds it", name)
	}
	return path
}

// compact writes records as a compact trace.
func compact(t testing.TB, s format.CompactShape, all []format.Record) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := format.NewWriter(&b, s)
	require.NoError(t, err)
	for i := range all {
		require.NoError(t, w.Write(&all[i]))
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func readAll(t testing.TB, s traces.Source, span traces.Span) []format.Record {
	t.Helper()
	r, err := s.Records(span)
	require.NoError(t, err)
	return drained(t, r)
}

func drained(t testing.TB, s traces.Stream) []format.Record {
	t.Helper()
	var all []format.Record
	var r format.Record
	for s.Next(&r) {
		all = append(all, r)
	}
	require.NoError(t, s.Err())
	require.NoError(t, s.Close())
	return all
}

// listed is a stream of what is in a list.
type listed struct {
	all   []format.Record
	names []string
}

func (l *listed) Next(r *format.Record) bool {
	if len(l.all) == 0 {
		return false
	}
	*r, l.all = l.all[0], l.all[1:]
	return true
}

func (l *listed) Class(c format.Class) string {
	if int(c) < len(l.names) {
		return l.names[c]
	}
	return fmt.Sprint(c)
}
func (l *listed) Err() error   { return nil }
func (l *listed) Close() error { return nil }
