package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"failsim/results"
)

// Manifest reads the manifest of a result.
func Manifest(directory string) (results.Manifest, error) {
	m, err := manifestIn(directory)
	var at *fs.PathError
	if errors.As(err, &at) {
		return m, fmt.Errorf("manifest.json: %w", at.Err)
	}
	return m, err
}

// Changed returns the names of the files of a result that are not as its manifest
// has them.
func Changed(directory string, files []results.Source) ([]string, error) {
	var names []string
	for _, f := range files {
		if !fs.ValidPath(f.Name) {
			return nil, fmt.Errorf("manifest.json: %q is no name for a result file", f.Name)
		}
		data, err := os.ReadFile(filepath.Join(directory, filepath.FromSlash(f.Name)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if err != nil || !f.Is(data) {
			names = append(names, f.Name)
		}
	}
	return names, nil
}
