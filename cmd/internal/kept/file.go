package kept

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"

	"github.com/klauspost/compress/s2"

	"failsim/cmd/internal/study"
)

const format = "failsim runs/1\n"

// mostRecord bounds what a record may take, so that a damaged length asks for no
// memory: a run of a year takes some MB.
const mostRecord = 1 << 28

// File is a file of runs that grows.
type File struct {
	path     string
	identity Identity
	file     *os.File
	runs     map[study.RunID][]byte // compressed
	complete bool
}

// Open opens a file of runs, or begins one. A file of other runs is refused.
func Open(path string, id Identity) (*File, error) {
	f, err := Read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return begin(path, id)
	}
	if err != nil {
		return nil, err
	}
	what := id.Differs(&f.identity)
	if id.Of > 0 || f.identity.Of > 0 {
		if what = id.DiffersAsShard(&f.identity); what == "" && id.Shard != f.identity.Shard {
			what = fmt.Sprintf("of shard %d, not %d", f.identity.Shard, id.Shard)
		}
	}
	if what != "" {
		return nil, fmt.Errorf("%s holds runs %s: remove it, or give another place", path, what)
	}
	if f.file, err = os.OpenFile(path, os.O_RDWR, 0); err != nil {
		return nil, err
	}
	end, err := f.length()
	if err == nil {
		err = f.file.Truncate(end) // what was being written when it was killed
	}
	if err == nil {
		_, err = f.file.Seek(end, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, f.file.Close())
	}
	return f, nil
}

func begin(path string, id Identity) (*File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	f := &File{path: path, identity: id, file: file, runs: map[study.RunID][]byte{}}
	if _, err := file.Write(append([]byte(format), id.line()...)); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return f, nil
}

// Read reads a file of runs.
func Read(path string) (*File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	in := bufio.NewReader(file)
	head := make([]byte, len(format))
	if _, err := io.ReadFull(in, head); err != nil || string(head) != format {
		return nil, fmt.Errorf("%s is no file of runs of failsim", path)
	}
	line, err := in.ReadBytes('\n')
	f := &File{path: path, runs: map[study.RunID][]byte{}}
	if err == nil {
		err = json.Unmarshal(line, &f.identity)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: its head is damaged: %w", path, err)
	}
	for {
		id, data, done, err := readRecord(in)
		switch {
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			return f, nil // whole, or cut off in the last record
		case err != nil:
			return nil, fmt.Errorf("%s: %w", path, err)
		case done:
			f.complete = true
		default:
			f.runs[id] = data
		}
	}
}

// length returns where the last whole record ends.
func (f *File) length() (int64, error) {
	if _, err := f.file.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	in := bufio.NewReader(f.file)
	if _, err := io.ReadFull(in, make([]byte, len(format))); err != nil {
		return 0, err
	}
	line, err := in.ReadBytes('\n')
	at := int64(len(format) + len(line))
	for err == nil {
		var n int
		if n, err = skipRecord(in); err == nil {
			at += int64(n)
		}
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return at, err
}

// A record is two lengths (of the id as JSON, of the data), a checksum of both,
// and both. One without an id says that all runs of a shard are there.
const recordHead = 12

func readHead(in io.Reader) (id, data int, sum uint32, err error) {
	var head [recordHead]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return 0, 0, 0, err
	}
	id, data = int(binary.LittleEndian.Uint32(head[:])), int(binary.LittleEndian.Uint32(head[4:]))
	if id > mostRecord || data > mostRecord {
		return 0, 0, 0, errors.New("a record's length is damaged")
	}
	return id, data, binary.LittleEndian.Uint32(head[8:]), nil
}

func skipRecord(in *bufio.Reader) (int, error) {
	id, data, _, err := readHead(in)
	if err != nil {
		return 0, err
	}
	if _, err := io.CopyN(io.Discard, in, int64(id+data)); err != nil {
		return 0, err
	}
	return recordHead + id + data, nil
}

func readRecord(in io.Reader) (id study.RunID, data []byte, done bool, err error) {
	nameLength, dataLength, sum, err := readHead(in)
	if err != nil {
		return id, nil, false, err
	}
	both := make([]byte, nameLength+dataLength)
	if _, err := io.ReadFull(in, both); err != nil {
		return id, nil, false, io.ErrUnexpectedEOF
	}
	if crc32.ChecksumIEEE(both) != sum {
		return id, nil, false, errors.New("a record is damaged: its checksum is another")
	}
	if nameLength == 0 {
		return id, nil, true, nil
	}
	err = json.Unmarshal(both[:nameLength], &id)
	return id, both[nameLength:], false, err
}

func (f *File) append(name, data []byte) error {
	record := make([]byte, 0, recordHead+len(name)+len(data))
	record = binary.LittleEndian.AppendUint32(record, uint32(len(name)))
	record = binary.LittleEndian.AppendUint32(record, uint32(len(data)))
	both := append(append([]byte{}, name...), data...)
	record = binary.LittleEndian.AppendUint32(record, crc32.ChecksumIEEE(both))
	if _, err := f.file.Write(append(record, both...)); err != nil {
		return fmt.Errorf("keeping a run in %s: %w", f.path, err)
	}
	return nil
}

// Get returns a run; nil if it is not there.
func (f *File) Get(id study.RunID) []byte {
	data, err := s2.Decode(nil, f.runs[id])
	if err != nil || len(data) == 0 {
		return nil
	}
	return data
}

// Put adds a run to the file. A kill afterwards does not lose it; a power cut may.
func (f *File) Put(id study.RunID, run []byte) error {
	name, err := json.Marshal(id)
	if err != nil {
		return err
	}
	return f.append(name, s2.EncodeBetter(nil, run))
}

// Runs returns how many runs the file had when it was opened.
func (f *File) Runs() int { return len(f.runs) }

// Identity says whose runs they are.
func (f *File) Identity() Identity { return f.identity }

// Complete tells whether all runs of a shard are there.
func (f *File) Complete() bool { return f.complete }

// Finish says that all are, and writes the file down to the medium.
func (f *File) Finish() error {
	var err error
	if !f.complete {
		err = f.append(nil, nil)
	}
	return errors.Join(err, f.file.Sync(), f.file.Close())
}

// Close lets go of the file.
func (f *File) Close() error { return f.file.Close() }

// Remove removes it, when what it was kept for is there.
func (f *File) Remove() error { return errors.Join(f.file.Close(), os.Remove(f.path)) }
