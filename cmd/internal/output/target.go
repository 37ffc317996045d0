package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"failsim/results"
)

// marker is in a staging directory until it is in place.
const marker = ".failsim-staging"

// Kind says what a result is of; one of another kind is not replaced unasked.
type Kind struct{ Verb, Scenario string }

func kindOf(m *results.Manifest) Kind {
	k := Kind{Scenario: m.Scenario.Name}
	if len(m.Command) > 0 {
		k.Verb = m.Command[0]
	}
	return k
}

func (k Kind) String() string {
	if k.Scenario == "" {
		return "a scenario without a name"
	}
	return strings.TrimSpace(k.Verb + " " + k.Scenario)
}

// manifestIn reads the manifest of a directory; there is none where err is
// fs.ErrNotExist.
func manifestIn(path string) (results.Manifest, error) {
	data, err := os.ReadFile(filepath.Join(path, "manifest.json"))
	if err != nil {
		return results.Manifest{}, err
	}
	return results.ReadManifest(data)
}

// checkTarget reports whether a result may be put at path: nothing is there,
// or an empty directory, or an earlier result of the same kind; force allows
// one of another kind.
func checkTarget(path string, k Kind, force bool) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return errors.New("is there and is no directory")
	}
	entries, err := os.ReadDir(path)
	if err != nil || len(entries) == 0 {
		return err
	}
	m, err := manifestIn(path)
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("is there and holds no manifest.json of failsim; it is not replaced")
	}
	if err != nil {
		return fmt.Errorf("is there and not a result of failsim (%w); it is not replaced", err)
	}
	if there := kindOf(&m); there != k && !force {
		return fmt.Errorf("holds the result of %s, not of %s; --force replaces it, and keeps what is not failsim's", there, k)
	}
	return nil
}

// place is where a result directory goes: its parent as the system has it,
// without links, and its name there.
type place struct{ parent, name string }

func (p place) path() string { return filepath.Join(p.parent, p.name) }

// find finds the place that a user's path means, and makes the folders above
// it; made are those that were not there, the lowest first. A path is not
// shortened by its text: in link/../x, what .. leads to is up to the link.
func find(path string) (p place, made []string, err error) {
	above, name := split(path)
	if strings.TrimSpace(name) == "" || name == "." || name == ".." {
		return p, nil, errors.New("a result directory needs a name of its own")
	}
	for at := above; ; at, _ = split(at) {
		if _, err := os.Stat(at); err == nil {
			break
		} else if !errors.Is(err, fs.ErrNotExist) {
			return p, made, err
		}
		made = append(made, at)
	}
	if err := os.MkdirAll(above, 0o777); err != nil {
		return p, made, err
	}
	p.name = name
	if p.parent, err = filepath.EvalSymlinks(above); err != nil {
		return p, made, err
	}
	if info, err := os.Lstat(p.path()); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		target, err := filepath.EvalSymlinks(p.path())
		if err != nil {
			return p, made, errors.New("is a link that leads nowhere")
		}
		p.parent, p.name = split(target)
	}
	return p, made, nil
}

// split divides a path before its last name.
func split(path string) (above, name string) {
	path = strings.TrimRight(path, string(filepath.Separator))
	above, name = filepath.Split(path)
	if above == "" {
		return ".", name
	}
	return above, name
}
