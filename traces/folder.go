package traces

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"failsim/traces/format"
)

// filesBelow lists the files in a folder and below, by name, and those that
// links in it lead to. What it leaves out it names.
func filesBelow(folder string, left *[]LeftOut) ([]string, error) {
	var files, links []string
	leave := func(path, reason string) { *left = append(*left, LeftOut{path, reason}) }
	// With a separator behind it a link to a folder is that folder.
	root := strings.TrimRight(folder, string(filepath.Separator)) + string(filepath.Separator)
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return place(path, Ledger{}, fileError(err))
		case path == root:
		case strings.HasPrefix(e.Name(), "."):
			leave(path, "it is hidden")
			if e.IsDir() {
				return fs.SkipDir
			}
		case e.Type()&fs.ModeSymlink != 0:
			links = append(links, path)
		case e.Type().IsRegular():
			files = append(files, path)
		case !e.IsDir():
			leave(path, "it is neither a file nor a folder")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, link := range links {
		if reason := uselessLink(link, files); reason != "" {
			leave(link, reason)
		} else {
			files = append(files, link)
		}
	}
	slices.Sort(files)
	if len(files) == 0 {
		err = &format.InputError{Path: folder, Reason: "the folder holds no file"}
	}
	return files, err
}

// uselessLink says why a link in a folder adds no file to it.
func uselessLink(link string, files []string) string {
	target, err := os.Stat(link)
	switch {
	case err != nil:
		return "it is a link that leads nowhere"
	case target.IsDir():
		return "it is a link to a folder; name the folder itself"
	case !target.Mode().IsRegular():
		return "it is a link to what is no file"
	}
	for _, file := range files {
		if other, err := os.Stat(file); err == nil && os.SameFile(target, other) {
			return "it is a link to " + file + ", which is read"
		}
	}
	return ""
}
