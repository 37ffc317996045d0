package kept

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"failsim/cmd/internal/study"
)

// Read reads a file of runs, which stays open. What is damaged is left out and named.
func Read(path string) (*File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	f := &File{path: path, file: file, runs: map[study.RunID]place{}}
	if err := f.scan(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return f, nil
}

// scan finds out what a file holds.
func (f *File) scan() error {
	in := bufio.NewReaderSize(f.file, 1<<16)
	head := make([]byte, len(format))
	if _, err := io.ReadFull(in, head); err != nil || string(head[:len(format)-2]) != format[:len(format)-2] {
		return fmt.Errorf("%s is no file of runs of failsim", f.path)
	}
	if string(head) != format {
		return fmt.Errorf("%s is of a failsim that keeps runs in another form: remove it, or go on with that version", f.path)
	}
	line, err := in.ReadBytes('\n')
	if err == nil {
		f.identity, err = readIdentity(line)
	}
	if err != nil {
		return fmt.Errorf("%s: its head is damaged, so that the study that it belongs to is unknown: remove it (%w)", f.path, err)
	}
	for f.end = int64(len(format) + len(line)); ; {
		name, data, err := readRecord(in)
		switch {
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			return nil // whole, or cut off in the last record
		case errors.Is(err, errLength):
			f.damage = err // and what comes after it is nothing that can be read
			return nil
		case err != nil && !errors.Is(err, errChecksum):
			return fmt.Errorf("%s: %w", f.path, err)
		}
		at := f.end + recordHead + int64(len(name))
		f.end = at + int64(len(data))
		if err == nil {
			err = f.note(name, place{at, int64(len(data))}, data)
		}
		if err != nil {
			f.damage = err
		}
	}
}

// note files a record by what it is of.
func (f *File) note(name []byte, p place, data []byte) error {
	if len(name) == 0 {
		if len(data) != 8 {
			return errChecksum
		}
		f.finished = int64(binary.LittleEndian.Uint64(data))
		return nil
	}
	var id study.RunID
	if err := json.Unmarshal(name, &id); err != nil {
		return fmt.Errorf("a record is damaged: %w", err)
	}
	f.runs[id] = p
	return nil
}
