package results

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// saved writes a small result to a directory on a disk.
func saved(path string, d disk) error {
	dir, err := newDirectory(path, d)
	if err != nil {
		return err
	}
	for _, name := range []string{"summary.json", "timeline.csv", "plots/damage.svg"} {
		if err := dir.Write(name, []byte("content of "+name)); err != nil {
			return err
		}
	}
	return dir.Commit(Manifest{Tool: NewTool("test"), Scenario: NewSource("tiny", []byte("scenario: tiny")), Seed: 7})
}

func listing(t *testing.T, path string) []string {
	entries, err := os.ReadDir(path)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestAResultAppearsWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out", "tiny")
	require.NoError(t, saved(path, realDisk))
	assert.Equal(t, []string{"manifest.json", "plots", "summary.json", "timeline.csv"}, listing(t, path))
	assert.Equal(t, []string{"tiny"}, listing(t, filepath.Dir(path)))

	data, err := os.ReadFile(filepath.Join(path, "manifest.json"))
	require.NoError(t, err)
	m, err := ReadManifest(data)
	require.NoError(t, err)
	assert.Equal(t, RNGScheme, m.RNG)
	assert.Equal(t, NewSource("plots/damage.svg", []byte("content of plots/damage.svg")), m.Files[2])
	assert.Equal(t, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", NewSource("", []byte("abc")).SHA256, "FIPS 180-2")

	require.NoError(t, saved(path, realDisk), "our own result is replaced")
	again, err := os.ReadFile(filepath.Join(path, "manifest.json"))
	require.NoError(t, err)
	assert.Equal(t, string(data), string(again), "byte for byte")
	assert.Equal(t, []string{"tiny"}, listing(t, filepath.Dir(path)), "and nothing else is left")
}

func TestWhatIsNotOursIsNotReplaced(t *testing.T) {
	cases := map[string]struct {
		make func(t *testing.T, path string)
		want string
	}{
		"a directory with other files": {func(t *testing.T, path string) {
			require.NoError(t, os.Mkdir(path, 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(path, "thesis.tex"), nil, 0o644))
		}, "holds no manifest.json"},
		"a directory with another's manifest": {func(t *testing.T, path string) {
			require.NoError(t, os.Mkdir(path, 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(path, "manifest.json"), []byte(`{"schema":"npm"}`), 0o644))
		}, `schema "npm" is not "failsim/manifest/1"`},
		"a directory with a manifest that is no JSON": {func(t *testing.T, path string) {
			require.NoError(t, os.Mkdir(path, 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(path, "manifest.json"), []byte(`schema`), 0o644))
		}, "not a result of failsim"},
		"a file": {func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path, nil, 0o644))
		}, "is no directory"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "out")
			c.make(t, path)
			assert.ErrorContains(t, saved(path, realDisk), c.want)
			assert.ErrorContains(t, CheckTarget(path), path)
			assert.Equal(t, []string{"out"}, listing(t, filepath.Dir(path)))
		})
	}
	for _, path := range []string{".", "..", "/", "a/.."} {
		assert.Error(t, CheckTarget(path), path)
	}
	empty := t.TempDir()
	assert.NoError(t, saved(empty, realDisk), "an empty directory may be filled")
}

// A disk that fails at its n-th write or rename leaves what was there before,
// and nothing else.
func TestAFullDiskLeavesNothing(t *testing.T) {
	full := errors.New("no space left on device")
	for _, before := range []bool{false, true} {
		for n := 1; ; n++ {
			parent := t.TempDir()
			path := filepath.Join(parent, "tiny")
			if before {
				require.NoError(t, saved(path, realDisk))
			}
			left, failed := n, ""
			step := func(what string) error {
				if left--; left == 0 {
					failed = what
					return full
				}
				return nil
			}
			err := saved(path, disk{
				write: func(p string, data []byte) error {
					if err := step(filepath.Base(p)); err != nil {
						require.NoError(t, os.WriteFile(p, data[:len(data)/2], 0o644)) // half of it got there
						return err
					}
					return writeFile(p, data)
				},
				rename: func(from, to string) error {
					if err := step("tiny"); err != nil {
						return err
					}
					return os.Rename(from, to)
				},
			})
			if failed == "" {
				require.NoError(t, err)
				assert.GreaterOrEqual(t, n, 6, "four writes and a rename can fail")
				break
			}
			require.ErrorIs(t, err, full)
			assert.ErrorContains(t, err, failed, "the error names the file")
			if before {
				assert.Equal(t, []string{"tiny"}, listing(t, parent))
				assert.NoError(t, CheckTarget(path), "the earlier result is whole")
				assert.Equal(t, []string{"manifest.json", "plots", "summary.json", "timeline.csv"}, listing(t, path))
			} else {
				assert.Empty(t, listing(t, parent))
			}
		}
	}
}

func TestWhatAKilledRunLeftIsRemoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tiny")
	require.NoError(t, os.Mkdir(PartialPath(path), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(PartialPath(path), "half"), nil, 0o644))
	require.NoError(t, saved(path, realDisk))
	assert.NotContains(t, listing(t, path), "half")
	assert.True(t, strings.HasSuffix(PartialPath("a/b"), filepath.Join("a", ".b.partial")))
}

func TestFilesStayInTheDirectory(t *testing.T) {
	dir, err := NewDirectory(filepath.Join(t.TempDir(), "tiny"))
	require.NoError(t, err)
	for _, name := range []string{"../escape", "/etc/passwd", "manifest.json", "", `a\b`} {
		assert.Error(t, dir.Write(name, nil), name)
	}
	require.NoError(t, dir.Discard())
}
