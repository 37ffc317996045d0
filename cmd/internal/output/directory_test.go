package output

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results"
)

func TestAResultAppearsWhole(t *testing.T) {
	parent := t.TempDir()
	path := filepath.Join(parent, "out", "tiny")
	require.Empty(t, requireSaved(t, path, 7))
	requireWhole(t, path)
	before := all(t, path)
	require.Empty(t, requireSaved(t, path, 7), "our own result is replaced")
	assert.Equal(t, before, all(t, path), "byte for byte")
	require.Empty(t, requireSaved(t, path, 8))
	assert.EqualValues(t, 8, requireWhole(t, path))
	assert.Equal(t, []string{"tiny"}, listing(t, filepath.Dir(path)), "and nothing else is left")
}

func TestAPlaceThatIsLetGoIsAsItWas(t *testing.T) {
	parent := t.TempDir()
	d, err := Claim(filepath.Join(parent, "a", "b", "tiny"), Options{Kind: tiny})
	require.NoError(t, err)
	require.NoError(t, d.Write("summary.json", nil))
	d.Discard()
	d.Discard()
	assert.Empty(t, listing(t, parent), "not even the folders above it")
}

func TestWhatIsNotToBeReplacedIsRefusedBeforeTheWork(t *testing.T) {
	for _, c := range []struct{ what, file, content, want string }{
		{"a directory with other files", "out/thesis.tex", "", "out: is there and holds no manifest.json of failsim; it is not replaced"},
		{"a directory with another's manifest", "out/manifest.json", `{"schema":"npm"}`, `schema "npm" is not "failsim/manifest/1"`},
		{"a directory with a manifest that is no JSON", "out/manifest.json", "schema", "not a result of failsim"},
		{"a manifest that says nothing more", "out/manifest.json", `{"schema":"failsim/manifest/1"}`, "holds the result of a scenario without a name, not of compare tiny"},
		{"another scenario's result", "out/manifest.json", `{"schema":"failsim/manifest/1","command":["compare"],"scenario":{"name":"prod"}}`, "holds the result of compare prod, not of compare tiny; --force"},
		{"another verb's", "out/manifest.json", `{"schema":"failsim/manifest/1","command":["year"],"scenario":{"name":"tiny"}}`, "holds the result of year tiny"},
		{"a file", "out", "", "is there and is no directory"},
		{"a place below a file", "file", "", "file/out: not a directory"},
	} {
		t.Run(c.what, func(t *testing.T) {
			parent := t.TempDir()
			put(t, filepath.Join(parent, c.file), c.content)
			path := filepath.Join(parent, "out")
			if c.file == "file" {
				path = filepath.Join(parent, "file", "out")
			}
			before := all(t, parent)
			_, err := saved(path, 1, realDisk)
			require.ErrorContains(t, err, c.want)
			assert.Equal(t, before, all(t, parent))
		})
	}
	for _, path := range []string{".", "..", "/", "a/..", "", " ", "a/ "} {
		_, err := Claim(path, Options{})
		assert.ErrorContains(t, err, "a result directory needs a name of its own", path)
	}
	requireSaved(t, t.TempDir(), 1) // an empty directory may be filled
}

func TestForceReplacesTheResultOfAnotherScenarioAndNothingElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out")
	requireSaved(t, path, 1)
	put(t, filepath.Join(path, "REVIEW.md"), "mine")
	d, err := Claim(path, Options{Kind: Kind{"compare", "prod"}, Force: true})
	require.NoError(t, err)
	require.NoError(t, fill(d, 2))
	assert.EqualValues(t, 2, requireWhole(t, path, "REVIEW.md"))
	require.NoError(t, os.Remove(filepath.Join(path, "manifest.json")))
	_, err = Claim(path, Options{Kind: tiny, Force: true})
	assert.ErrorContains(t, err, "holds no manifest.json of failsim; it is not replaced")
}

func TestWhatPeoplePutIntoAResultIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out")
	requireSaved(t, path, 1)
	put(t, filepath.Join(path, "REVIEW.md"), "looks right")
	put(t, filepath.Join(path, "notebooks", "deep", "a.ipynb"), "{}")
	put(t, filepath.Join(path, "plots", "mine.png"), "png")
	put(t, filepath.Join(path, "timeline.csv"), "corrected by hand")
	require.NoError(t, os.Symlink("REVIEW.md", filepath.Join(path, "link")))
	for seed := range uint64(3) {
		notes := requireSaved(t, path, 10+seed)
		if seed == 0 {
			assert.Equal(t, []string{path + ": timeline.csv was not as failsim wrote it: it is kept as timeline.csv.kept"}, notes)
		} else {
			assert.Empty(t, notes)
		}
	}
	assert.EqualValues(t, 12, requireWhole(t, path, "REVIEW.md", "notebooks/deep/a.ipynb", "plots/mine.png", "timeline.csv.kept", "link"))
	assert.Equal(t, "corrected by hand", all(t, path)["timeline.csv.kept"])
	assert.Equal(t, []string{"out"}, listing(t, filepath.Dir(path)))
}

func TestFoldersThatOnlyLookLikeOursAreLeftAlone(t *testing.T) {
	parent := t.TempDir()
	path := filepath.Join(parent, "out")
	for _, name := range []string{".out.partial", ".out.old", ".out.failsim-1-2", ".out.failsim-x", ".other.failsim-1-2"} {
		put(t, filepath.Join(parent, name, "precious"), name)
	}
	before := all(t, parent)
	requireSaved(t, path, 1)
	requireSaved(t, path, 2)
	require.NoError(t, os.RemoveAll(path))
	assert.Equal(t, before, all(t, parent))
}

func TestAPathMeansWhatTheSystemMeansByIt(t *testing.T) {
	parent := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(parent, "target", "below"), 0o755))
	require.NoError(t, os.Symlink("target/below", filepath.Join(parent, "link")))
	requireSaved(t, parent+"/link/../via", 1)
	requireWhole(t, filepath.Join(parent, "target", "via"))
	require.NoError(t, os.Symlink("target/via", filepath.Join(parent, "there")))
	requireSaved(t, filepath.Join(parent, "there"), 2)
	assert.EqualValues(t, 2, requireWhole(t, filepath.Join(parent, "target", "via")))
	require.NoError(t, os.Symlink("nowhere", filepath.Join(parent, "lost")))
	_, err := saved(filepath.Join(parent, "lost"), 1, realDisk)
	assert.ErrorContains(t, err, "is a link that leads nowhere")
}

// An empty folder that a relative link in the working directory leads to is no
// different: no folder stands before the target's name.
func TestALinkBesideItsTargetIsFollowed(t *testing.T) {
	parent := t.TempDir()
	t.Chdir(parent)
	require.NoError(t, os.Mkdir("target", 0o755))
	require.NoError(t, os.Symlink("target", "link"))
	for _, path := range []string{"link", "./link", "link/"} {
		requireSaved(t, path, 3)
		assert.EqualValues(t, 3, requireWhole(t, filepath.Join(parent, "target")))
		assert.Equal(t, []string{"link", "target"}, listing(t, parent))
	}
}

func TestFilesStayInTheDirectory(t *testing.T) {
	d, err := Claim(filepath.Join(t.TempDir(), "tiny"), Options{Kind: tiny})
	require.NoError(t, err)
	defer d.Discard()
	for _, name := range []string{"../escape", "/etc/passwd", "manifest.json", marker, "", `a\b`} {
		assert.Error(t, d.Write(name, nil), name)
	}
}

func TestUmaskDecidesWhoMayRead(t *testing.T) {
	parent := t.TempDir()
	path := filepath.Join(parent, "out")
	requireSaved(t, path, 1)
	mode := func(path string) os.FileMode {
		info, err := os.Stat(path)
		require.NoError(t, err)
		return info.Mode().Perm()
	}
	probe := filepath.Join(parent, "probe")
	require.NoError(t, os.Mkdir(probe, 0o777))
	assert.Equal(t, mode(probe), mode(path))
	require.NoError(t, os.Chmod(path, 0o700))
	requireSaved(t, path, 2)
	assert.EqualValues(t, 0o700, mode(path), "as its owner wanted it")
}

// A file that goes missing while a run writes is seen before the older result
// is touched.
func TestAResultThatLacksAFileIsNotPutInPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out")
	requireSaved(t, path, 1)
	for _, harm := range []func(staging string) error{
		func(s string) error { return os.Remove(filepath.Join(s, "summary.json")) },
		func(s string) error { return os.WriteFile(filepath.Join(s, "plots/damage.svg"), nil, 0o644) },
	} {
		d, err := Claim(path, Options{Kind: tiny})
		require.NoError(t, err)
		for _, name := range written {
			require.NoError(t, d.Write(name, []byte(name)))
		}
		require.NoError(t, harm(d.staging))
		assert.ErrorContains(t, d.Commit(results.Manifest{}), "no result was written")
		assert.EqualValues(t, 1, requireWhole(t, path))
		assert.Equal(t, []string{"out"}, listing(t, filepath.Dir(path)))
	}
}

// A disk that fails at its n-th write leaves what was there before, and nothing
// else. One that fails to rename leaves the whole new result besides, which the
// next run puts in place.
func TestAFullDiskLosesNothing(t *testing.T) {
	full := &os.PathError{Op: "write", Err: syscall.ENOSPC}
	for _, before := range []bool{false, true} {
		for n := 1; ; n++ {
			parent := t.TempDir()
			path := filepath.Join(parent, "tiny")
			if before {
				requireSaved(t, path, 1)
			}
			left, failed, renaming := n, "", false
			step := func(what string) error {
				if left--; left == 0 {
					failed = what
					return full
				}
				return nil
			}
			_, err := saved(path, 2, disk{
				write: func(p string, data []byte) error {
					if err := step(filepath.Base(p)); err != nil {
						require.NoError(t, os.WriteFile(p, data[:len(data)/2], 0o644)) // half of it got there
						return err
					}
					return writeFile(p, data)
				},
				rename: func(from, to string) error {
					if err := step("tiny"); err != nil {
						renaming = true
						return err
					}
					return os.Rename(from, to)
				},
				exchange: func(string, string) error { return errors.ErrUnsupported },
				sync:     syncFolder,
			})
			if failed == "" {
				require.NoError(t, err)
				assert.GreaterOrEqual(t, n, 6, "four writes and a rename can fail")
				break
			}
			require.ErrorIs(t, err, syscall.ENOSPC)
			assert.ErrorContains(t, err, failed, "the error names the file")
			if before {
				assert.EqualValues(t, 1, requireWhole(t, path), "the earlier result is whole")
			}
			if !renaming {
				assert.Len(t, listing(t, parent), map[bool]int{true: 1}[before])
				continue
			}
			assert.ErrorContains(t, err, "the new result is whole and lies in "+parent)
			d, err := Claim(path, Options{Kind: tiny})
			require.NoError(t, err)
			d.Discard()
			assert.EqualValues(t, 2, requireWhole(t, path))
			assert.Equal(t, []string{"tiny"}, listing(t, parent))
		}
	}
}

func TestWhatCannotBeClearedAwayIsNoFailure(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("nothing is forbidden to root")
	}
	parent := t.TempDir()
	path := filepath.Join(parent, "out")
	requireSaved(t, path, 1)
	require.NoError(t, os.Chmod(filepath.Join(path, "plots"), 0o555))
	notes := requireSaved(t, path, 2)
	assert.EqualValues(t, 2, requireWhole(t, path))
	require.Len(t, notes, 1)
	assert.True(t, strings.HasPrefix(notes[0], path+": the new result is in place, but the older one could not be cleared away: it lies in "), notes[0])
}
