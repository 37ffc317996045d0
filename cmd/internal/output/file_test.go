//go:build unix

package output

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wrote writes a file as a verb does.
func wrote(path, content string, force bool) error {
	if err := CheckFile(path, force); err != nil {
		return err
	}
	f, err := NewFile(path, force, nil)
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := f.WriteString(content); err != nil {
		return err
	}
	return f.Commit()
}

func TestForceReplacesAFileAndNothingElse(t *testing.T) {
	parent := t.TempDir()
	at := func(name string) string { return filepath.Join(parent, name) }
	put(t, at("file"), "mine")
	require.NoError(t, os.Chmod(at("file"), 0o640))
	require.NoError(t, os.Mkdir(at("folder"), 0o755))
	require.NoError(t, syscall.Mkfifo(at("pipe"), 0o644))
	require.NoError(t, os.Symlink("/dev/null", at("null")))
	require.NoError(t, os.Symlink("file", at("link")))
	require.NoError(t, os.Symlink("nowhere", at("lost")))
	for name, message := range map[string]string{
		"folder": "it is a folder", "pipe": "it is a named pipe, which no file replaces", "null": "it is a device, which no file replaces",
		"lost": "it is a link that leads nowhere", "no/file": "there is no folder",
	} {
		for _, force := range []bool{false, true} {
			err := wrote(at(name), "ours", force)
			require.ErrorContains(t, err, message, name)
			assert.NotContains(t, err.Error(), "--force", "it is not advised")
		}
	}
	assert.ErrorContains(t, wrote(at("file"), "ours", false), "--force replaces it")
	require.NoError(t, wrote(at("link"), "ours", true))
	info, err := os.Lstat(at("link"))
	require.NoError(t, err)
	assert.NotZero(t, info.Mode()&os.ModeSymlink, "the link stays, and leads to the new file")
	info, err = os.Stat(at("file"))
	require.NoError(t, err)
	assert.EqualValues(t, 0o640, info.Mode().Perm(), "as its owner wanted it")
	data, err := os.ReadFile(at("file"))
	require.NoError(t, err)
	assert.Equal(t, "ours", string(data))
	require.NoError(t, wrote(at("new"), "ours", false))
	assert.Len(t, listing(t, parent), 7, "nothing is left beside")
}

func TestWhatComesDuringTheWorkIsNotReplaced(t *testing.T) {
	for _, force := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "out.csv")
		f, err := NewFile(path, force, nil)
		require.NoError(t, err)
		if force {
			require.NoError(t, syscall.Mkfifo(path, 0o644))
		} else {
			put(t, path, "theirs")
		}
		assert.ErrorContains(t, f.Commit(), "something of that name has come there during the work; it is not replaced")
		assert.Equal(t, []string{"out.csv"}, listing(t, filepath.Dir(path)))
	}
}

func TestWhatComesIntoAnEmptyFolderDuringTheWorkIsNotReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "parts")
	folder, err := NewFolder(path, nil)
	require.NoError(t, err)
	put(t, filepath.Join(path, "theirs"), "x")
	assert.EqualError(t, folder.Commit(), path+": something has come there during the work; it is not replaced")
	assert.Equal(t, []string{"parts"}, listing(t, filepath.Dir(path)))
	assert.Equal(t, []string{"theirs"}, listing(t, path))
}

// A lock that the system has let go of is that of a run that is gone.
func TestFilesAndFoldersOfKilledRunsAreRemovedAndThoseOfOthersStay(t *testing.T) {
	parent := t.TempDir()
	path := filepath.Join(parent, "out.csv")
	dead, err := NewFile(path, false, nil)
	require.NoError(t, err)
	require.NoError(t, dead.File.Close())
	deadFolder, err := NewFolder(path, nil)
	require.NoError(t, err)
	put(t, filepath.Join(deadFolder.Path, "a.fst"), "half")
	require.NoError(t, deadFolder.lock.Close())
	alive, err := NewFile(filepath.Join(parent, "other.csv"), false, nil)
	require.NoError(t, err)
	defer alive.Discard()

	var notes []string
	f, err := NewFile(path, false, func(line string) { notes = append(notes, line) })
	require.NoError(t, err)
	second, err := NewFile(path, false, nil)
	require.NoError(t, err, "two may write: who is first has the name")
	assert.Len(t, notes, 1, "the file of the folder's run was removed as that began")
	require.NoError(t, f.Commit())
	assert.Error(t, second.Commit())
	assert.Len(t, listing(t, parent), 2)
}

// umask is of the whole process: no test here runs beside another.
func TestUmaskHoldsForFilesAndFolders(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o077))
	parent := t.TempDir()
	require.NoError(t, wrote(filepath.Join(parent, "file"), "", false))
	folder, err := NewFolder(filepath.Join(parent, "folder"), nil)
	require.NoError(t, err)
	require.NoError(t, wrote(filepath.Join(folder.Path, "a"), "", false))
	require.NoError(t, folder.Commit())
	requireSaved(t, filepath.Join(parent, "result"), 1)
	require.NoError(t, filepath.WalkDir(parent, func(path string, e os.DirEntry, err error) error {
		require.NoError(t, err)
		info, err := e.Info()
		require.NoError(t, err)
		assert.Zero(t, info.Mode().Perm()&0o077, path)
		return nil
	}))
}

func TestAbandonLeavesNothing(t *testing.T) {
	parent := t.TempDir()
	d, err := Claim(filepath.Join(parent, "made", "result"), Options{Kind: tiny})
	require.NoError(t, err)
	require.NoError(t, d.Write("summary.json", nil))
	f, err := NewFile(filepath.Join(parent, "file"), false, nil)
	require.NoError(t, err)
	folder, err := NewFolder(filepath.Join(parent, "folder"), nil)
	require.NoError(t, err)
	put(t, filepath.Join(folder.Path, "a"), "")
	Abandon()
	defer unfinished.Unlock() // a program would end here
	assert.Empty(t, listing(t, parent))
	_ = f
}
