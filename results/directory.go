package results

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Directory is a result directory in the making. Files go to a directory
// beside it, .NAME.partial, and appear under the final name all at once. A
// directory that is there already is replaced only if its manifest is ours.
type Directory struct {
	path  string
	disk  disk
	files []Source
}

// disk is what a Directory needs of a file system; tests fill it up.
type disk struct {
	write  func(path string, data []byte) error
	rename func(from, to string) error
}

var realDisk = disk{write: writeFile, rename: os.Rename}

// writeFile writes a new file down to the medium, so that a full disk is known
// before the file counts as written.
func writeFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// PartialPath returns where the files of a result directory lie until it is
// whole.
func PartialPath(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".partial")
}

// CheckTarget reports whether a result may be put at path: nothing is there,
// or an empty directory, or an earlier result. Worth asking before hours of
// work.
func CheckTarget(path string) error {
	if base := filepath.Base(filepath.Clean(path)); base == "." || base == ".." || base == string(filepath.Separator) {
		return fmt.Errorf("%s: a result directory needs a name of its own", path)
	}
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s: is there and is no directory", path)
	}
	entries, err := os.ReadDir(path)
	if err != nil || len(entries) == 0 {
		return err
	}
	data, err := os.ReadFile(filepath.Join(path, "manifest.json"))
	if err != nil {
		return fmt.Errorf("%s: is there and holds no manifest.json of failsim; it is not replaced", path)
	}
	if _, err := ReadManifest(data); err != nil {
		return fmt.Errorf("%s: is there and not a result of failsim (%w); it is not replaced", path, err)
	}
	return nil
}

// NewDirectory begins a result directory. What a killed run left behind in its
// partial directory is removed; whoever wants to read it does so before.
func NewDirectory(path string) (*Directory, error) { return newDirectory(path, realDisk) }

func newDirectory(path string, d disk) (*Directory, error) {
	path = filepath.Clean(path)
	if err := CheckTarget(path); err != nil {
		return nil, err
	}
	partial := PartialPath(path)
	if err := os.RemoveAll(partial); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(partial, 0o755); err != nil {
		return nil, err
	}
	return &Directory{path: path, disk: d}, nil
}

// Write writes one file; its name may have folders, with slashes. After an
// error nothing is left of the directory.
func (d *Directory) Write(name string, data []byte) error {
	if !fs.ValidPath(name) || name == "manifest.json" || strings.Contains(name, `\`) {
		return fmt.Errorf("%q is no name for a result file", name)
	}
	if err := d.put(name, data); err != nil {
		return err
	}
	d.files = append(d.files, NewSource(name, data))
	return nil
}

func (d *Directory) put(name string, data []byte) error {
	path := filepath.Join(PartialPath(d.path), filepath.FromSlash(name))
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if err == nil {
		err = d.disk.write(path, data)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("writing %s of %s: %w", name, d.path, err), d.Discard())
	}
	return nil
}

// Discard removes what was written.
func (d *Directory) Discard() error { return os.RemoveAll(PartialPath(d.path)) }

// Commit writes the manifest, with the hashes of all files, and gives the
// directory its final name. On an error the partial directory is removed and
// what was under the final name is still there.
func (d *Directory) Commit(m Manifest) error {
	m.Files = d.files
	data, err := m.json()
	if err != nil {
		return errors.Join(err, d.Discard())
	}
	if err := d.put("manifest.json", data); err != nil {
		return err
	}
	if err := d.replace(); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", d.path, err), d.Discard())
	}
	return nil
}

// replace puts the partial directory in the place of an older result.
func (d *Directory) replace() error {
	if err := CheckTarget(d.path); err != nil {
		return err
	}
	partial := PartialPath(d.path)
	if _, err := os.Lstat(d.path); errors.Is(err, fs.ErrNotExist) {
		return d.disk.rename(partial, d.path)
	}
	old := filepath.Join(filepath.Dir(d.path), "."+filepath.Base(d.path)+".old")
	if err := os.RemoveAll(old); err != nil {
		return err
	}
	if err := d.disk.rename(d.path, old); err != nil {
		return err
	}
	if err := d.disk.rename(partial, d.path); err != nil {
		return errors.Join(err, os.Rename(old, d.path))
	}
	return os.RemoveAll(old)
}
