package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"syscall"
)

// A staging name is .NAME.failsim-PID-N, beside NAME.
var stagingName = regexp.MustCompile(`^\.(.+)\.failsim-\d+-\d+$`)

// fresh makes something under a staging name that nothing has yet.
func fresh(folder, name string, create func(path string) error) (path string, err error) {
	for n := 0; ; n++ {
		path = filepath.Join(folder, fmt.Sprintf(".%s.failsim-%d-%d", name, os.Getpid(), n))
		if err := create(path); !errors.Is(err, fs.ErrExist) {
			return path, err
		}
	}
}

// stagings lists what has a staging name of NAME in a folder.
func stagings(folder, name string) ([]fs.DirEntry, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var list []fs.DirEntry
	for _, e := range entries {
		if m := stagingName.FindStringSubmatch(e.Name()); m != nil && m[1] == name {
			list = append(list, e)
		}
	}
	return list, nil
}

// SyncFolders has the names in a folder, and its own, outlive a power cut.
func SyncFolders(path string) error {
	return errors.Join(syncFolder(path), syncFolder(filepath.Dir(filepath.Clean(path))))
}

// syncFolder has the names in a folder outlive a power cut, where the file
// system can.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) || errors.Is(err, fs.ErrPermission) {
		err = nil // a file system without it
	}
	return errors.Join(err, f.Close())
}
