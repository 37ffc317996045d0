package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"failsim/results"
)

// Commit writes the manifest, with the hashes of all files, and gives the
// directory its final name. What people put into an older result is kept. On
// an error what was under the final name is still there; if only the last step
// failed, the whole result lies beside it, and the error says where.
func (d *Directory) Commit(m results.Manifest) error {
	m.Files = d.files
	data, err := m.JSON()
	if err != nil {
		d.Discard()
		return err
	}
	if err := d.put("manifest.json", data); err != nil {
		return err
	}
	unfinished.Lock()
	defer unfinished.Unlock()
	if err := d.complete(m.Files); err != nil {
		d.remove()
		return fmt.Errorf("%s: %w; no result was written", d.shown, err)
	}
	defer d.letGo()
	if err := checkTarget(d.place.path(), d.options.Kind, d.options.Force); err != nil {
		return fmt.Errorf("%w; the new result is whole and lies in %s", d.named(err), d.staging)
	}
	if err := d.replace(d.staging); err != nil {
		return fmt.Errorf("%w; the new result is whole and lies in %s", d.named(err), d.staging)
	}
	return nil
}

// complete looks whether every file is there and holds what was written, and
// has their names outlive a power cut.
func (d *Directory) complete(files []results.Source) error {
	if err := verify(d.staging, files); err != nil {
		return err
	}
	return filepath.WalkDir(d.staging, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() {
			err = d.disk.sync(path)
		}
		return err
	})
}

// verify holds the files of a directory against what its manifest says.
func verify(directory string, files []results.Source) error {
	for _, f := range files {
		if !fs.ValidPath(f.Name) {
			return fmt.Errorf("%q is no name for a result file", f.Name)
		}
		path := filepath.Join(directory, filepath.FromSlash(f.Name))
		if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
			return fmt.Errorf("%s has gone from %s", f.Name, directory)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !f.Is(data) {
			return fmt.Errorf("%s in %s is not what was written", f.Name, directory)
		}
	}
	return nil
}

// replace puts a whole staging directory in its place, where nothing is, or
// what may be replaced.
func (d *Directory) replace(staging string) error {
	old := ""
	path := d.place.path()
	if info, err := os.Lstat(path); err == nil {
		_ = os.Chmod(staging, info.Mode().Perm()) // as its owner wants it
		if old, err = d.swap(staging, path); err != nil {
			return err
		}
	} else if err := d.disk.rename(staging, path); err != nil {
		return err
	}
	// From here on the new result is in place: what fails is no failure of it.
	unfinished.committed = staging == d.staging
	err := errors.Join(os.Remove(filepath.Join(path, marker)), d.disk.sync(path), d.disk.sync(d.place.parent))
	for _, folder := range d.made { // folders that were made for it have names, too
		err = errors.Join(err, d.disk.sync(filepath.Dir(filepath.Clean(folder))))
	}
	if err != nil {
		d.note("%v", err)
	}
	if old != "" {
		d.clear(old)
	}
	return nil
}

// swap changes the places of a new and an older result, and says where the
// older one is.
func (d *Directory) swap(staging, path string) (old string, err error) {
	if d.disk.exchange(staging, path) == nil {
		return staging, nil
	}
	old, err = fresh(d.place.parent, d.place.name, func(aside string) error {
		if _, err := os.Lstat(aside); err == nil {
			return fs.ErrExist
		}
		return d.disk.rename(path, aside)
	})
	if err != nil {
		return "", err
	}
	if err := d.disk.rename(staging, path); err != nil {
		return "", errors.Join(err, os.Rename(old, path))
	}
	return old, nil
}
