package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"failsim/results"
)

// clear moves what people put into an older result to the one that is in its
// place now, and removes the older one. What cannot be moved stays, and is
// named: nothing is removed that an older run has not written.
func (d *Directory) clear(old string) {
	m, err := manifestIn(old)
	if errors.Is(err, fs.ErrNotExist) { // an empty directory, or one that is nearly gone
		_ = os.Remove(old)
		return
	}
	k := keeper{from: old, to: d.place.path(), ours: map[string]results.Source{}, folders: map[string]bool{}}
	for _, f := range m.Files {
		k.ours[f.Name] = f
		for above := path.Dir(f.Name); above != "."; above = path.Dir(above) {
			k.folders[above] = true
		}
	}
	err = errors.Join(err, k.keep("."))
	for _, renamed := range k.renamed {
		d.note("%s", renamed)
	}
	if err == nil {
		err = k.remove(m.Files)
	}
	if err != nil {
		d.note("the new result is in place, but the older one could not be cleared away: it lies in %s: %s", old, brief(err))
	}
}

// brief is the first of many errors, and says how many more there are.
func brief(err error) string {
	lines := strings.Split(err.Error(), "\n")
	if len(lines) == 1 {
		return lines[0]
	}
	return fmt.Sprintf("%s, and %d more", lines[0], len(lines)-1)
}

// keeper moves files from an older result to a newer one.
type keeper struct {
	from, to string
	ours     map[string]results.Source // files that the older run wrote
	folders  map[string]bool           // that hold any of them
	renamed  []string
}

// keep moves what is not ours in a folder.
func (k *keeper) keep(folder string) error {
	entries, err := os.ReadDir(filepath.Join(k.from, folder))
	for _, e := range entries {
		name := path.Join(folder, e.Name())
		switch {
		case name == "manifest.json" || name == marker:
		case e.IsDir() && (k.folders[name] || isFolder(filepath.Join(k.to, name))):
			k.folders[name] = true
			err = errors.Join(err, os.MkdirAll(filepath.Join(k.to, name), 0o777), k.keep(name))
		case !k.wrote(name):
			err = errors.Join(err, k.move(name))
		}
	}
	return err
}

func isFolder(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.IsDir()
}

// wrote reports whether a file is as the older run wrote it. One that somebody
// has changed since is theirs.
func (k *keeper) wrote(name string) bool {
	f, listed := k.ours[name]
	info, err := os.Lstat(filepath.Join(k.from, name))
	if !listed || err != nil || !info.Mode().IsRegular() {
		return false
	}
	data, err := os.ReadFile(filepath.Join(k.from, name))
	return err == nil && f.Name == name && f.Is(data)
}

// move moves a file or a whole folder; where the new result has one of that
// name, under another name beside it.
func (k *keeper) move(name string) error {
	to := name
	for n := 1; ; n++ {
		if _, err := os.Lstat(filepath.Join(k.to, to)); err != nil {
			break
		}
		if to = name + ".kept"; n > 1 {
			to = fmt.Sprintf("%s.kept-%d", name, n)
		}
	}
	if to != name {
		k.renamed = append(k.renamed, fmt.Sprintf("%s was not as failsim wrote it: it is kept as %s", name, to))
	}
	return os.Rename(filepath.Join(k.from, name), filepath.Join(k.to, to))
}

// remove removes what the older run wrote, the manifest last, and the folders
// that are empty then.
func (k *keeper) remove(files []results.Source) error {
	var err error
	rm := func(name string) {
		if e := os.Remove(filepath.Join(k.from, name)); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	for _, f := range files {
		if fs.ValidPath(f.Name) {
			rm(f.Name)
		}
	}
	for folder := range k.folders {
		for ; folder != "." && err == nil; folder = path.Dir(folder) {
			_ = os.Remove(filepath.Join(k.from, folder)) // if it is empty
		}
	}
	if err == nil {
		rm(marker)
		rm("manifest.json")
		rm(".")
	}
	return err
}
