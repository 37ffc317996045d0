package traces

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// content is an open file: read from its start, or anywhere.
type content struct {
	*io.SectionReader
	file io.ReaderAt
	size int64
	done func() error
}

func newContent(file io.ReaderAt, size int64, done func() error) *content {
	return &content{io.NewSectionReader(file, 0, size), file, size, done}
}

// Close releases the file.
func (c *content) Close() error {
	if c.done == nil {
		return nil
	}
	return c.done()
}

// File opens a trace file and reads it once, for the ledger, the span and the
// peak. It returns an *InputError if the file cannot be read, is in no known
// format, holds no request, or has more malformed lines than o allows.
//
// The file is opened again for each replay, and must not change meanwhile.
func File(path string, o Options) (Source, error) {
	if err := o.check(); err != nil {
		return nil, place(path, Ledger{}, err)
	}
	stat, err := os.Stat(path)
	if err != nil {
		return nil, place(path, Ledger{}, fileError(err))
	}
	if stat.IsDir() {
		return nil, &InputError{Path: path, Reason: "it is a directory, not a trace file"}
	}
	if !stat.Mode().IsRegular() {
		return nil, &InputError{Path: path, Reason: "it is not a regular file; a trace is read more than once"}
	}
	t, err := newTrace(path, func() (*content, error) { return openUnchanged(path, stat) }, o)
	if err != nil {
		return nil, err
	}
	return t, nil
}

// openUnchanged opens a file if it is still the one that was scanned.
func openUnchanged(path string, scanned fs.FileInfo) (*content, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fileError(err)
	}
	stat, err := file.Stat()
	if err == nil && (stat.Size() != scanned.Size() || !stat.ModTime().Equal(scanned.ModTime())) {
		err = errChanged
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return newContent(file, stat.Size(), file.Close), nil
}

var errChanged = errors.New("the file has changed since it was scanned")

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
	return &InputError{Reason: reason, Err: err}
}
