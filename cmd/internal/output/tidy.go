package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// tidy finds what killed runs left of this place, and finishes or removes it. The
// lock is held, so no process works on any of it. What only looks like it, and has
// neither our marker nor our manifest, is left alone.
func (d *Directory) tidy() error {
	list, err := stagings(d.place.parent, d.place.name)
	if err != nil {
		return err
	}
	var aside []string
	for _, e := range list {
		path := filepath.Join(d.place.parent, e.Name())
		switch {
		case !e.IsDir() || os.Remove(path) == nil: // an empty one is gone
		case exists(filepath.Join(path, marker)):
			d.finish(path)
		case isResult(path):
			aside = append(aside, path)
		}
	}
	for _, old := range aside {
		if exists(d.place.path()) {
			d.clear(old)
			continue
		}
		if err := os.Rename(old, d.place.path()); err != nil {
			return err
		}
		d.note("a killed run had moved the result aside: it is back")
	}
	if at := filepath.Join(d.place.path(), marker); exists(at) && isResult(d.place.path()) {
		return os.Remove(at) // killed just after the last step
	}
	return nil
}

// finish puts the result of a killed run in place, if it is whole and may be
// there; if not, it is removed or named.
func (d *Directory) finish(staging string) {
	m, err := manifestIn(staging)
	if err == nil {
		err = verify(staging, m.Files)
	}
	if err != nil {
		if err := os.RemoveAll(staging); err != nil {
			d.note("%s, which a killed run left, cannot be removed: %v", staging, err)
		} else {
			d.note("removed %s, which a killed run left unfinished", staging)
		}
		return
	}
	if err := checkTarget(d.place.path(), kindOf(&m), false); err != nil {
		d.note("%s is the whole result of a killed run (%s): move it where it belongs, or remove it", staging, kindOf(&m))
		return
	}
	if err := d.replace(staging); err != nil {
		d.note("%s is the whole result of a killed run; it cannot be put in place: %v", staging, err)
		return
	}
	d.note("a run was killed before its result was in place: it is now")
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

func isResult(path string) bool {
	_, err := manifestIn(path)
	return err == nil
}
