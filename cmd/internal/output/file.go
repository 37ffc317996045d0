package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// CheckFile tells before the work whether a file can be put at path. force
// allows to replace a file, and nothing else that may be there.
func CheckFile(path string, force bool) error {
	there, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(path); err == nil {
			return fmt.Errorf("%s: it is a link that leads nowhere", path)
		}
		if folder, err := os.Stat(filepath.Dir(path)); err != nil || !folder.IsDir() {
			return fmt.Errorf("%s: there is no folder %s", path, filepath.Dir(path))
		}
		return nil
	}
	var system *fs.PathError
	switch {
	case errors.As(err, &system):
		return fmt.Errorf("%s: %w", path, system.Err)
	case err != nil:
		return err
	case there.IsDir():
		return fmt.Errorf("%s: it is a folder", path)
	case !there.Mode().IsRegular():
		return fmt.Errorf("%s: it is %s, which no file replaces; -o - writes to standard output, which can go there", path, special(there.Mode()))
	case !force:
		return fmt.Errorf("%s: it is there already; --force replaces it", path)
	}
	return nil
}

// special names what is neither a file nor a folder.
func special(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "no regular file"
}

// File is a file that is yet to be at its place: it is there whole, or not at
// all. It lies beside its place under a staging name, locked, so that the next
// run knows one of a killed run.
type File struct {
	*os.File
	path   string
	force  bool
	ticket *int
	open   bool
}

// NewFile starts a file; note, which may be nil, is told what was tidied up.
func NewFile(path string, force bool, note func(line string)) (*File, error) {
	real := path
	if target, err := filepath.EvalSymlinks(path); err == nil {
		real = target // the file that a link leads to, not the link
	}
	folder, name := filepath.Split(real)
	if folder == "" {
		folder = "."
	}
	removeStale(folder, name, note)
	f := &File{path: real, force: force, open: true}
	_, err := fresh(folder, name, func(staging string) (err error) {
		f.File, err = os.OpenFile(staging, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if err == nil && !ours(f.File) {
			f.File.Close()
			return fs.ErrExist // another process took it for stale: another name
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	f.ticket = begun(f.remove)
	return f, nil
}

// ours locks something new, unless another process was faster.
func ours(f *os.File) bool {
	held, can := flock(f)
	return (held || !can) && names(f.Name(), f)
}

// removeStale removes what killed runs left of the same file or folder: its
// lock is none's.
func removeStale(folder, name string, note func(line string)) {
	list, _ := stagings(folder, name)
	for _, e := range list {
		path := filepath.Join(folder, e.Name())
		if !e.IsDir() && !e.Type().IsRegular() {
			continue
		}
		f, err := os.Open(path)
		if err != nil {
			continue
		}
		if held, _ := flock(f); held && names(path, f) && os.RemoveAll(path) == nil && note != nil {
			note(fmt.Sprintf("removed %s, which a killed run left", path))
		}
		f.Close()
	}
}

// Commit puts the file at its place.
func (f *File) Commit() error {
	err := f.File.Sync()
	if errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	unfinished.Lock()
	defer unfinished.Unlock()
	if err == nil && runtime.GOOS == "windows" { // no open file is renamed there
		err = f.File.Close()
	}
	if err == nil {
		err = f.settle()
	}
	if err != nil {
		f.remove()
		return err
	}
	f.open, unfinished.committed = false, true
	over(f.ticket)
	f.File.Close()
	return syncFolder(filepath.Dir(f.path))
}

// settle gives the file its name, which may have been taken meanwhile.
func (f *File) settle() error {
	there, err := os.Lstat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.Link(f.Name(), f.path); err == nil {
			return os.Remove(f.Name())
		} else if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("%s: something of that name has come there during the work; it is not replaced", f.path)
		}
	case err != nil:
		return err
	case !there.Mode().IsRegular() || !f.force:
		return fmt.Errorf("%s: something of that name has come there during the work; it is not replaced", f.path)
	default:
		_ = os.Chmod(f.Name(), there.Mode().Perm()) // as its owner wants it
	}
	return os.Rename(f.Name(), f.path)
}

// Discard leaves nothing of the file. It is harmless after Commit.
func (f *File) Discard() {
	unfinished.Lock()
	defer unfinished.Unlock()
	f.remove()
}

func (f *File) remove() {
	if f.open {
		f.open = false
		_ = os.Remove(f.Name())
		f.File.Close()
		over(f.ticket)
	}
}
