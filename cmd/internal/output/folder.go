package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Folder is a new folder of files that is yet to be at its place: it is there
// whole, or not at all.
type Folder struct {
	Path   string // where its files go meanwhile
	place  string
	lock   *os.File
	ticket *int
	open   bool
}

// CheckFolder tells before the work whether a new folder can be put at path:
// nothing is there, or an empty folder.
func CheckFolder(path string) error {
	entries, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(path); err == nil {
			return fmt.Errorf("%s: it is a link that leads nowhere", path)
		}
		return nil
	case err == nil && len(entries) == 0:
		return nil
	case err == nil:
		return fmt.Errorf("%s: the folder is not empty", path)
	case errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%s: it is a file, not a folder", path)
	}
	return fmt.Errorf("%s: %w", path, err)
}

// NewFolder starts a folder; note, which may be nil, is told what was tidied up.
func NewFolder(path string, note func(line string)) (*Folder, error) {
	above, name := split(path)
	if target, err := filepath.EvalSymlinks(path); err == nil {
		above, name = split(target)
	}
	removeStale(above, name, note)
	f := &Folder{place: filepath.Join(above, name), open: true}
	var err error
	f.Path, err = fresh(above, name, func(staging string) error {
		if err := os.Mkdir(staging, 0o777); err != nil {
			return err
		}
		if f.lock, err = os.Open(staging); err == nil && !ours(f.lock) {
			f.lock.Close()
			return fs.ErrExist
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	f.ticket = begun(f.remove)
	return f, nil
}

// Commit puts the folder at its place.
func (f *Folder) Commit() error {
	err := syncFolder(f.Path)
	unfinished.Lock()
	defer unfinished.Unlock()
	if e := os.Remove(f.place); err == nil && e != nil && !errors.Is(e, fs.ErrNotExist) {
		err = fmt.Errorf("%s: something has come there during the work; it is not replaced", f.place)
	}
	if err == nil {
		err = os.Rename(f.Path, f.place)
	}
	if err != nil {
		f.remove()
		return err
	}
	f.open, unfinished.committed = false, true
	over(f.ticket)
	f.lock.Close()
	return syncFolder(filepath.Dir(f.place))
}

// Discard leaves nothing of the folder. It is harmless after Commit.
func (f *Folder) Discard() {
	unfinished.Lock()
	defer unfinished.Unlock()
	f.remove()
}

func (f *Folder) remove() {
	if f.open {
		f.open = false
		_ = os.RemoveAll(f.Path)
		f.lock.Close()
		over(f.ticket)
	}
}
