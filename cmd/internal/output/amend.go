package output

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"failsim/results"
	"failsim/results/stamp"
)

// Amend puts one file into a result that is there, in place of an older one of
// its name, and amends the manifest. A reader sees the old file or the new one.
// Nothing is touched where both are the same.
func Amend(directory, name string, data []byte) error {
	path := filepath.Join(directory, filepath.FromSlash(name))
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	place, _, err := find(directory)
	if err != nil {
		return err
	}
	lock, err := take(lockOf(place), directory)
	if err != nil {
		return err
	}
	defer func() { _ = lock.release() }()
	if err := exchangeFile(path, data); err != nil {
		return err
	}
	m, err := manifestIn(directory)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	put := results.NewSource(name, data)
	put.Schema = stamp.Schema(name, data)
	for i := range m.Files {
		if m.Files[i].Name == name {
			put.Schema = m.Files[i].Schema // none in results of old
			m.Files[i], put = put, results.Source{}
			break
		}
	}
	if put.Name != "" {
		m.Files = append(m.Files, put)
	}
	text, err := m.JSON()
	if err != nil {
		return err
	}
	return exchangeFile(filepath.Join(directory, "manifest.json"), text)
}

// exchangeFile replaces a file by one rename.
func exchangeFile(path string, data []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".failsim-*")
	if err != nil {
		return err
	}
	_, err = temporary.Write(data)
	err = errors.Join(err, temporary.Chmod(0o644), temporary.Sync(), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temporary.Name())
		return err
	}
	return syncFolder(filepath.Dir(path))
}
