package format

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"crypto/sha256"
	"encoding/hex"
	"hash"
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

// Content is an open file: read from its start, or anywhere.
type Content interface {
	io.ReadCloser
	io.ReaderAt
	Size() int64
}

// input is an open file as its format reads it: the stream after
// decompression, and the file itself.
type Input struct {
	io.Reader
	packing string // "none", or one of packings
	stored  *counted
	file    io.ReaderAt
	size    int64
	free    func() // releases the decompressor
	done    func() error
}

// Packing is how the file is packed: "none", or the name of one way, or of several
// from without.
func (in *Input) Packing() string { return in.packing }

// Sum returns the SHA-256 of the file as it is stored: of what was read, and of
// what is left.
func (in *Input) Sum() (string, error) {
	if _, err := io.Copy(io.Discard, in.stored); err != nil {
		return "", err
	}
	return hex.EncodeToString(in.stored.hash.Sum(nil)), nil
}

// Close releases the file.
func (in *Input) Close() error {
	in.free()
	return in.done()
}

// Unpack detects how a file is packed and returns what is inside.
func Unpack(c Content) (*Input, error) {
	in := &Input{packing: "none", file: c, size: c.Size(), free: func() {}, done: c.Close}
	stored := &counted{Reader: c, hash: sha256.New()}
	in.stored = stored
	buffered := bufio.NewReaderSize(stored, int(min(64<<10, max(c.Size(), sniffBytes)))) // small files come by the thousand
	head, err := buffered.Peek(8)
	if err != nil && err != io.EOF {
		return nil, err
	}
	in.Reader = buffered
	for _, p := range packings {
		if !bytes.HasPrefix(head, []byte(p.magic)) {
			continue
		}
		if p.open == nil {
			return nil, &InputError{Reason: "the file is packed with " + p.name + ", which is not read; unpack it, or pack it with zstd or gzip"}
		}
		r, free, err := p.open(buffered)
		if err != nil {
			return nil, &packingError{p.name, err}
		}
		buffered = bufio.NewReaderSize(&unpacking{Reader: r, packing: p.name, stored: stored}, 64<<10)
		in.Reader, in.packing, in.free = buffered, p.name, free
		break
	}
	in.unwrap(buffered)
	return in, nil
}

// unwrap makes UTF-8 of UTF-16, and lines of a JSON array. What cannot be read
// is told by who reads on.
func (in *Input) unwrap(buffered *bufio.Reader) {
	head, _ := buffered.Peek(sniffBytes)
	if name, how, is := utf16Of(head); is {
		buffered = bufio.NewReaderSize(openUTF16(buffered, how), 64<<10)
		in.Reader, in.packing = buffered, within(in.packing, name)
		head, _ = buffered.Peek(sniffBytes)
	}
	if isJSONArray(head) {
		if bytes.HasPrefix(head, byteOrderMark) {
			_, _ = buffered.Discard(len(byteOrderMark))
		}
		in.Reader, in.packing = newArrayReader(buffered), within(in.packing, "JSON array")
	}
}

// within adds what was found within a packing to its name.
func within(packing, name string) string {
	if packing == "none" {
		return name
	}
	return packing + ", " + name
}

// counted counts what is read through it, and sums it up.
type counted struct {
	io.Reader
	n    int64
	hash hash.Hash
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	c.hash.Write(p[:n])
	return n, err
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

const (
	// maxRatio is how much larger than its packed self a trace may be.
	// Assumption: logs pack 5 to 50 times smaller, counts of an idle night
	// perhaps 100; what unpacks to more is a bomb or says nothing.
	maxRatio = 200
	// freely is how much may be unpacked before the ratio counts.
	freely = 64 << 20
)

// unpacking marks errors of a decompressor as such, and stops one that makes
// too much of too little.
type unpacking struct {
	io.Reader
	packing string
	stored  *counted
	n       int64
}

func (r *unpacking) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.n += int64(n)
	if r.n > freely && r.n/maxRatio > r.stored.n {
		return 0, &InputError{Reason: "the " + r.packing + " data unpack to more than 200 times their size, as no trace does; unpack the file first if it is one"}
	}
	if err != nil && err != io.EOF {
		err = &packingError{r.packing, err}
	}
	return n, err
}
