package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the goldens anew")

// asProgram makes a test binary be failsim, for tests that need a process.
const asProgram = "FAILSIM_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	if os.Getenv("GOGC") == "" { // else instructions are counted, without a collector
		debug.SetGCPercent(400) // there is memory enough: the collector took a quarter of the time
	}
	dotsPerInch = 24 // tests of results/plots look at pictures; here they would take a third of all time
	os.Exit(m.Run())
}

// tiny is a scenario of two incidents, two designs and half an hour.
const tiny = "testdata/tiny.yaml"

// outcome is what failsim did.
type outcome struct {
	status         int
	stdout, stderr string
}

func failsim(args ...string) outcome {
	var stdout, stderr bytes.Buffer
	status := run(context.Background(), args, &stdout, &stderr)
	return outcome{status, stdout.String(), stderr.String()}
}

// quickly runs one replication of one design against one incident, or what more
// says of it.
func quickly(out string, more ...string) outcome {
	args := []string{"compare", tiny, "--out", out, "--replications", "1", "--designs", "single", "--incident", "state-loss"}
	return failsim(append(args, more...)...)
}

// requireDone stops a test whose failsim did not do what it was asked to.
func (o outcome) requireDone(t *testing.T) outcome {
	t.Helper()
	require.Equal(t, statusDone, o.status, o.stderr)
	return o
}

// assertRefused checks that failsim refused its input in one message, and wrote
// nothing at all. A message that ends in "…" may go on. An excerpt of the
// input, indented, may follow it.
func (o outcome) assertRefused(t *testing.T, message, out string) {
	t.Helper()
	assert.Equal(t, statusBadInput, o.status)
	assert.Empty(t, o.stdout)
	first, excerpt, _ := strings.Cut(strings.TrimSuffix(o.stderr, "\n"), "\n")
	if start, open := strings.CutSuffix(message, "…"); open && strings.HasPrefix(first, start) {
		message = first
	}
	assert.Equal(t, message, first)
	if excerpt != "" {
		for line := range strings.SplitSeq(excerpt, "\n") {
			assert.True(t, strings.HasPrefix(line, "    "), "a second message: %s", line)
		}
	}
	assertNothing(t, filepath.Dir(out))
}

// assertNothing checks that a directory has nothing in it, hidden or not.
func assertNothing(t *testing.T, directory string) {
	t.Helper()
	entries, err := os.ReadDir(directory)
	require.NoError(t, err)
	assert.Empty(t, entries, "nothing is left of a result")
}

// outIn returns where a result would go, in a directory with nothing else in it.
func outIn(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "out")
}

// tempFile writes a file to a directory of its own and returns its path.
func tempFile(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// edited returns tiny.yaml with a piece of its text replaced, as a file.
func edited(t *testing.T, from, to string) string {
	t.Helper()
	text := content(t, tiny)
	require.Equal(t, 1, strings.Count(text, from), "%q must stand once in %s", from, tiny)
	return tempFile(t, "edited.yaml", strings.Replace(text, from, to, 1))
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(b)
}

// files returns every file below a directory, by name.
func files(t *testing.T, directory string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	require.NoError(t, filepath.WalkDir(directory, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(directory, path)
		all[filepath.ToSlash(name)] = content(t, path)
		return err
	}))
	return all
}

func requireGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	require.Equal(t, content(t, path), got, "go test ./cmd/failsim -update writes the goldens anew")
}

// sink is a writer to a string.
type sink struct{ to *string }

func (s *sink) Write(p []byte) (int, error) {
	*s.to += string(p)
	return len(p), nil
}

// full is a standard output on a full disk.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }
