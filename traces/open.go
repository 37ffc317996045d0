package traces

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"failsim/traces/format"
)

// StandardInput is the path that stands for standard input.
const StandardInput = "-"

// Open opens files as one trace, and reads each once. A path is a file, a
// folder (then all files in it and below, and those that links in it lead to;
// Info.LeftOut names what is not read), a pattern of
// path/filepath.Match, or StandardInput. What several files hold is merged by
// time; they may overlap, each keeps its own ledger, and none may come twice.
//
// What is read is kept as columns, in memory if it is small, else in a temporary
// file that nothing else can open and that is gone when the program ends; so is
// a copy of standard input.
func Open(paths []string, o Options) (Source, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	var left []LeftOut
	files, err := expand(paths, &left)
	if err != nil {
		return nil, err
	}
	l, err := newLoader(o)
	if err != nil {
		return nil, err
	}
	seen := &twins{}
	var empty []LeftOut
	var nothing error
	for _, path := range files {
		err := l.openFile(path, seen)
		if errors.Is(err, format.ErrNoRequests) && len(files) > 1 { // as rotation leaves it
			empty = append(empty, leftOutFor(path, err))
			nothing = cmp.Or(nothing, err)
			continue
		}
		if err != nil {
			return nil, err
		}
	}
	left = append(left, empty...)
	if len(l.files) == 0 {
		return nil, nothing
	}
	t, err := l.trace()
	if err != nil {
		return nil, err
	}
	t.info.LeftOut = left
	return t, nil
}

func leftOutFor(path string, err error) LeftOut {
	var input *format.InputError
	errors.As(err, &input)
	return LeftOut{path, input.Reason}
}

// openFile reads a file, or standard input, if it did not come before.
func (l *loader) openFile(path string, seen *twins) error {
	name, open := path, func() (format.Content, error) { return openFile(path) }
	if path == StandardInput {
		name = "standard input"
		var err error
		if open, err = spool(l.options.Stdin); err != nil {
			return err
		}
	} else {
		stat, err := fileToRead(path)
		if err == nil {
			err = seen.file(path, stat)
		}
		if err != nil {
			return err
		}
	}
	if err := l.load(name, open); err != nil {
		return err
	}
	return l.twinOfLast()
}

// expand lists the files that paths stand for.
func expand(paths []string, left *[]LeftOut) ([]string, error) {
	var files []string
	for _, path := range paths {
		stat, err := os.Stat(path)
		switch {
		case path == StandardInput:
			if slices.Contains(files, path) {
				return nil, &format.InputError{Path: "standard input", Reason: "it is named twice"}
			}
			files = append(files, path)
		case err == nil && stat.IsDir():
			below, err := filesBelow(path, left)
			if err != nil {
				return nil, err
			}
			files = append(files, below...)
		case err != nil && strings.ContainsAny(path, "*?["):
			matches, err := filepath.Glob(path)
			if err != nil {
				return nil, &format.InputError{Path: path, Reason: "it is no pattern of files: " + err.Error(), Err: err}
			}
			if len(matches) == 0 {
				return nil, &format.InputError{Path: path, Reason: "no file fits the pattern", Err: fs.ErrNotExist}
			}
			below, err := expand(matches, left)
			if err != nil {
				return nil, err
			}
			files = append(files, below...)
		default:
			files = append(files, path)
		}
	}
	if len(files) == 0 {
		return nil, &format.InputError{Reason: "no trace file is named"}
	}
	return files, nil
}
