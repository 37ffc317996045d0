package traces

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"failsim/traces/format"
)

// content is an open file: read from its start, or anywhere.
type content struct {
	*io.SectionReader
	done func() error
}

func newContent(file io.ReaderAt, size int64, done func() error) *content {
	return &content{io.NewSectionReader(file, 0, size), done}
}

// Close releases the file.
func (c *content) Close() error {
	if c.done == nil {
		return nil
	}
	return c.done()
}

// File opens a trace file and reads it once. It returns an *InputError if the
// file cannot be read, is in no known format, holds no request, or has more
// malformed lines than o allows.
func File(path string, o Options) (Source, error) {
	if _, err := fileToRead(path); err != nil {
		return nil, err
	}
	t, err := newTrace(path, func() (format.Content, error) { return openFile(path) }, o)
	if err != nil {
		return nil, err
	}
	return t, nil
}

// fileToRead says what is wrong with a path.
func fileToRead(path string) (fs.FileInfo, error) {
	stat, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, place(path, Ledger{}, fileError(err))
	case stat.IsDir():
		return nil, &format.InputError{Path: path, Reason: "it is a directory, not a trace file"}
	case !stat.Mode().IsRegular():
		return nil, &format.InputError{Path: path, Reason: "it is not a regular file; - reads standard input"}
	}
	return stat, nil
}

// openFile opens a file as far as it goes now: what is written behind it
// meanwhile is not read.
func openFile(path string) (format.Content, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fileError(err)
	}
	stat, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, err
	}
	return newContent(file, stat.Size(), file.Close), nil
}

// fileError says in a word what the operating system said.
func fileError(err error) error {
	reason := err.Error()
	var path *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		reason = "no such file"
	case errors.Is(err, fs.ErrPermission):
		reason = "no permission to read it"
	case errors.As(err, &path):
		reason = path.Err.Error()
	}
	return &format.InputError{Reason: reason, Err: err}
}
