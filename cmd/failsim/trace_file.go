package main

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"failsim/cmd/internal/output"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// packedFile is a file that is yet to be at its place, packed as its name says.
type packedFile struct {
	io.Writer
	file     *output.File
	buffered *bufio.Writer
	finish   func() error
}

// createFile starts a file, packed as the ending of its name says; force allows
// to replace one.
func createFile(path string, force bool, note func(string)) (*packedFile, error) {
	file, err := output.NewFile(path, force, note)
	if err != nil {
		return nil, err
	}
	n := &packedFile{file: file, buffered: bufio.NewWriterSize(file, 1<<16), finish: func() error { return nil }}
	n.Writer = n.buffered
	switch packing(path) {
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
func (n *packedFile) commit() error {
	if err := errors.Join(n.finish(), n.buffered.Flush()); err != nil {
		n.discard()
		return err
	}
	return n.file.Commit()
}

// discard leaves nothing of the file. It is harmless after commit.
func (n *packedFile) discard() { n.file.Discard() }

// packings are the endings of packed files.
var packings = []string{".zst", ".gz"}

func packing(path string) string {
	for _, p := range packings {
		if strings.HasSuffix(path, p) {
			return p
		}
	}
	return ""
}
