package main

import (
	"bufio"
	"errors"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// newFile is a file that is yet to be at its place: it is there whole, or not at
// all.
type newFile struct {
	io.Writer
	file     *os.File
	buffered *bufio.Writer
	finish   func() error
}

// createFile starts a file in a folder, packed as the ending of name says.
func createFile(folder, name string) (*newFile, error) {
	file, err := os.CreateTemp(folder, ".failsim-")
	if err != nil {
		return nil, err
	}
	n := &newFile{file: file, buffered: bufio.NewWriterSize(file, 1<<16), finish: func() error { return nil }}
	n.Writer = n.buffered
	switch packing(name) {
	case ".zst":
		z, err := zstd.NewWriter(n.buffered, zstd.WithEncoderConcurrency(1))
		if err != nil {
			n.discard()
			return nil, err
		}
		n.Writer, n.finish = z, z.Close
	case ".gz":
		z := gzip.NewWriter(n.buffered)
		n.Writer, n.finish = z, z.Close
	}
	return n, nil
}

// commit puts the file at its place.
func (n *newFile) commit(path string) error {
	err := errors.Join(n.finish(), n.buffered.Flush(), n.file.Chmod(0o644), n.file.Close())
	if err == nil {
		err = os.Rename(n.file.Name(), path)
	}
	if err != nil {
		os.Remove(n.file.Name())
	}
	return err
}

// discard leaves nothing of the file.
func (n *newFile) discard() {
	n.file.Close()
	os.Remove(n.file.Name())
}
