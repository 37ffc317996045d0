package traces

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
)

// trace is a Source: somewhere to read from, and what the scan found.
type trace struct {
	name    string
	open    func() (io.ReadCloser, error)
	options Options
	format  *format
	info    Info
}

// File opens a trace file and reads it once, for the ledger, the span and the
// peak. It returns an *InputError if the file cannot be read, is in no known
// format, holds no request, or has more malformed lines than o.SkipBad.
//
// The file is opened again for each replay, and must not change meanwhile.
func File(path string, o Options) (Source, error) {
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
	open := func() (io.ReadCloser, error) { return openUnchanged(path, stat) }
	return newTrace(path, open, o)
}

// openUnchanged opens a file if it is still the one that was scanned.
func openUnchanged(path string, scanned fs.FileInfo) (io.ReadCloser, error) {
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
	return file, nil
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

// newTrace detects the format of a trace and scans it.
func newTrace(name string, open func() (io.ReadCloser, error), o Options) (*trace, error) {
	t := &trace{name: name, open: open, options: o}
	if o.SkipBad < 0 {
		return nil, &InputError{Path: name, Reason: "the number of malformed lines to skip is negative"}
	}
	if err := t.detect(); err != nil {
		return nil, place(name, Ledger{}, err)
	}
	if err := t.scan(); err != nil {
		return nil, place(name, t.info.Ledger, err)
	}
	return t, nil
}

func (t *trace) detect() error {
	file, err := t.open()
	if err != nil {
		return err
	}
	defer file.Close()
	u, err := unpack(file)
	if err != nil {
		return err
	}
	defer u.close()
	t.format, err = detect(newLines(u), t.options)
	return err
}

func (t *trace) scan() error {
	file, err := t.open()
	if err != nil {
		return err
	}
	defer file.Close()
	hash := sha256.New()
	stored := io.TeeReader(file, hash)
	u, err := unpack(stored)
	if err != nil {
		return err
	}
	defer u.close()
	s := scanner{rows: newRows(u, t.format, t.options), skipBad: int64(t.options.SkipBad)}
	err = s.scan()
	t.info = s.info
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, stored); err != nil {
		return err
	}
	t.info.Name, t.info.Format, t.info.Packing = t.name, t.format.name, u.packing
	t.info.SHA256 = hex.EncodeToString(hash.Sum(nil))
	return nil
}

// Info tells what the scan found.
func (t *trace) Info() Info { return t.info }

// cells opens the trace as a sequence of cells, in order of time.
func (t *trace) cells() (*cellReader, error) {
	file, err := t.open()
	if err != nil {
		return nil, place(t.name, Ledger{}, err)
	}
	u, err := unpack(file)
	if err != nil {
		file.Close()
		return nil, place(t.name, Ledger{}, err)
	}
	c := &cellReader{file: file, unpacked: u, rows: newRows(u, t.format, t.options), width: int64(t.info.Interval), name: t.name}
	if !t.format.counts {
		c.order = newReorder(t.info.FurthestBack, t.format.fine)
	}
	return c, nil
}
