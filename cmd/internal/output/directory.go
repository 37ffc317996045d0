package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"failsim/results"
	"failsim/results/stamp"
)

// Directory is a result directory in the making. It is claimed before the work
// and committed after it; in between nothing else can claim it.
type Directory struct {
	options Options
	place   place
	shown   string // the path as the user wrote it
	disk    disk
	lock    *lock
	made    []string // folders above the place that were not there
	staging string   // "" until the first file
	files   []results.Source
	ticket  *int
	open    bool
}

// Options says what a result is of, and what may be done for it.
type Options struct {
	Kind
	Force bool   // replace a result of another kind
	By    string // failsim's version, for files that have a place for that
	// Note is told what was found and done beside the work; it may be nil.
	Note func(line string)
}

// disk is what a Directory needs of a file system; tests fill it up, and kill
// the program between two steps.
type disk struct {
	write            func(path string, data []byte) error
	rename, exchange func(from, to string) error
	sync             func(folder string) error // names within it outlive a power cut
}

var realDisk = disk{write: writeFile, rename: os.Rename, exchange: exchange, sync: syncFolder}

// writeFile writes a new file down to the medium, so that a full disk is known
// before the file counts as written.
func writeFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// named puts the path on an error, in the user's words.
func (d *Directory) named(err error) error {
	var held *Held
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &held):
		return err
	case errors.As(err, &path):
		return fmt.Errorf("%s: %w", d.shown, path.Err)
	case errors.As(err, &link):
		return fmt.Errorf("%s: %w", d.shown, link.Err)
	}
	return fmt.Errorf("%s: %w", d.shown, err)
}

func (d *Directory) note(format string, args ...any) {
	if d.options.Note != nil {
		d.options.Note(d.shown + ": " + fmt.Sprintf(format, args...))
	}
}

// Write writes one file; its name may have folders, with slashes. After an
// error nothing is left of the directory.
func (d *Directory) Write(name string, data []byte) error {
	if !fs.ValidPath(name) || name == "manifest.json" || name == marker || strings.Contains(name, `\`) {
		return fmt.Errorf("%q is no name for a result file", name)
	}
	schema := ""
	if d.options.By != "" {
		schema = stamp.Schema(name, data)
		data = stamp.Into(name, data, schema+", failsim "+d.options.By)
	}
	if err := d.put(name, data); err != nil {
		return err
	}
	s := results.NewSource(name, data)
	s.Schema = schema
	d.files = append(d.files, s)
	return nil
}

func (d *Directory) put(name string, data []byte) error {
	unfinished.Lock()
	defer unfinished.Unlock()
	err := d.stage()
	path := filepath.Join(d.staging, filepath.FromSlash(name))
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o777)
	}
	if err == nil {
		err = d.disk.write(path, data)
	}
	if err != nil {
		d.remove()
		return fmt.Errorf("writing %s of %s: %w", name, d.shown, err)
	}
	return nil
}

// stage makes the staging directory. Under the lock, only this run has one.
func (d *Directory) stage() (err error) {
	if d.staging != "" {
		return nil
	}
	d.staging, err = fresh(d.place.parent, d.place.name, func(path string) error { return os.Mkdir(path, 0o777) })
	if err == nil {
		err = os.WriteFile(filepath.Join(d.staging, marker), nil, 0o666)
	}
	return err
}

// Discard lets go of the place and leaves nothing of what was written. It is
// harmless after Commit.
func (d *Directory) Discard() {
	unfinished.Lock()
	defer unfinished.Unlock()
	d.remove()
}

// remove is Discard while the mutex is held.
func (d *Directory) remove() {
	if !d.open {
		return
	}
	if d.staging != "" {
		_ = os.RemoveAll(d.staging)
	}
	d.letGo()
}

// letGo ends the claim; folders that were made for it and are empty go, too.
func (d *Directory) letGo() {
	d.open = false
	if d.lock != nil {
		_ = d.lock.release()
	}
	for _, folder := range d.made {
		_ = os.Remove(folder)
	}
	over(d.ticket)
}
