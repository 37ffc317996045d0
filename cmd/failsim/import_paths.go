package main

import "path/filepath"

// seenFrom returns the path of a file as it is from a folder.
func seenFrom(folder, path string) string {
	from, err := filepath.Abs(folder)
	to, err2 := filepath.Abs(path)
	if err != nil || err2 != nil || path == "" || filepath.IsAbs(path) {
		return path
	}
	if seen, err := filepath.Rel(from, to); err == nil {
		return filepath.ToSlash(seen)
	}
	return to
}
