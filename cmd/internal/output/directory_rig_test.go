package output

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/results"
)

var tiny = Kind{"compare", "tiny"}

// written are the files of a result in these tests.
var written = []string{"summary.json", "timeline.csv", "plots/damage.svg"}

// fill writes a small result of a seed to a claimed place.
func fill(d *Directory, seed uint64) error {
	for _, name := range written {
		if err := d.Write(name, fmt.Appendf(nil, "%s of seed %d", name, seed)); err != nil {
			return err
		}
	}
	return d.Commit(results.Manifest{Tool: results.NewTool("test"), Command: []string{d.options.Verb, d.options.Scenario},
		Scenario: results.NewSource(d.options.Scenario, []byte("scenario: tiny")), Seed: seed})
}

// saved writes a result of a seed, as a run does, and returns what it noted.
func saved(path string, seed uint64, on disk) (notes []string, err error) {
	d, err := claim(path, Options{Kind: tiny, Note: func(line string) { notes = append(notes, line) }}, on)
	if err != nil {
		return notes, err
	}
	defer d.Discard()
	return notes, fill(d, seed)
}

func requireSaved(t *testing.T, path string, seed uint64) (notes []string) {
	t.Helper()
	notes, err := saved(path, seed, realDisk)
	require.NoError(t, err)
	return notes
}

// all returns every file below a folder with what it holds.
func all(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	require.NoError(t, filepath.WalkDir(folder, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(folder, path)
		found[filepath.ToSlash(name)] = string(data)
		return err
	}))
	return found
}

// requireWhole checks that a result holds what its manifest says, what else is
// expected, and nothing more; it returns the seed.
func requireWhole(t *testing.T, path string, else_ ...string) (seed uint64) {
	t.Helper()
	m, err := manifestIn(path)
	require.NoError(t, err)
	require.Len(t, m.Files, len(written))
	require.NoError(t, verify(path, m.Files))
	want := append([]string{"manifest.json"}, else_...)
	for _, f := range m.Files {
		want = append(want, f.Name)
	}
	var got []string
	for name := range all(t, path) {
		got = append(got, name)
	}
	require.ElementsMatch(t, want, got)
	return m.Seed
}

func listing(t *testing.T, path string) []string {
	t.Helper()
	entries, err := os.ReadDir(path)
	require.NoError(t, err)
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func put(t *testing.T, path, content string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
}
