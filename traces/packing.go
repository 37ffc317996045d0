package traces

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// packing is one way to compress a file, told by its first bytes.
type packing struct {
	name  string
	magic string
	open  func(io.Reader) (io.Reader, func(), error) // nil: known, but not read
}

var packings = []packing{
	{"zstd", "\x28\xb5\x2f\xfd", openZstd},
	{"gzip", "\x1f\x8b", openGzip},
	{"bzip2", "BZh", openBzip2},
	{"xz", "\xfd7zXZ\x00", nil},
	{"zip", "PK\x03\x04", nil},
	{"lz4", "\x04\x22\x4d\x18", nil},
}

// unpacked is a stream after decompression. close releases the decompressor,
// not the file.
type unpacked struct {
	io.Reader
	packing string
	close   func()
}

// unpack detects how a stream is packed and returns what is inside.
func unpack(file io.Reader) (unpacked, error) {
	buffered := bufio.NewReaderSize(file, 64<<10)
	head, err := buffered.Peek(8)
	if err != nil && err != io.EOF {
		return unpacked{}, err
	}
	for _, p := range packings {
		if !bytes.HasPrefix(head, []byte(p.magic)) {
			continue
		}
		if p.open == nil {
			return unpacked{}, &InputError{Reason: "the file is packed with " + p.name + ", which is not read; unpack it, or pack it with zstd or gzip"}
		}
		r, closing, err := p.open(buffered)
		if err != nil {
			return unpacked{}, &packingError{p.name, err}
		}
		return unpacked{&namedReader{r, p.name}, p.name, closing}, nil
	}
	return unpacked{buffered, "none", func() {}}, nil
}

// maxZstdWindow bounds the memory of a decoder: the zstd program's own limit.
const maxZstdWindow = 128 << 20

func openZstd(r io.Reader) (io.Reader, func(), error) {
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxZstdWindow))
	if err != nil {
		return nil, nil, err
	}
	return d, d.Close, nil
}

func openGzip(r io.Reader) (io.Reader, func(), error) {
	d, err := gzip.NewReader(r)
	return d, func() {}, err
}

func openBzip2(r io.Reader) (io.Reader, func(), error) {
	return bzip2.NewReader(r), func() {}, nil
}

// packingError is a file that is cut short or damaged inside its packing.
type packingError struct {
	packing string
	err     error
}

func (e *packingError) Error() string {
	if e.err == io.ErrUnexpectedEOF {
		return "the " + e.packing + " data end too early: the file is cut short"
	}
	return "the " + e.packing + " data are damaged: " + e.err.Error()
}

func (e *packingError) Unwrap() error { return e.err }

// namedReader marks errors of a decompressor as such.
type namedReader struct {
	io.Reader
	packing string
}

func (r *namedReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = &packingError{r.packing, err}
	}
	return n, err
}
