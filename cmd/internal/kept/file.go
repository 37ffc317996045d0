package kept

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/klauspost/compress/s2"

	"failsim/cmd/internal/study"
)

const format = "failsim runs/2\n"

// File is a file of runs that grows.
type File struct {
	path     string
	identity Identity
	file     *os.File
	guard    sync.Mutex // of runs and end, for those who ask while others add
	runs     map[study.RunID]place
	end      int64 // of the last record that can be read
	finished int64 // one more than the runs that there were when all were there; 0 if that never was
	damage   error // of some record, which is left out
}

// place is where a run's bytes lie in a file. They stay there until they are asked for,
// for those of 100,000 runs are some GB.
type place struct{ at, length int64 }

// append adds a record, and says where its bytes lie.
func (f *File) append(name, data []byte) (place, error) {
	r := record(name, data)
	if _, err := f.file.WriteAt(r, f.end); err != nil {
		return place{}, fmt.Errorf("keeping a run in %s: %w", f.path, err)
	}
	f.end += int64(len(r))
	return place{f.end - int64(len(data)), int64(len(data))}, nil
}

// Get returns a run; nil if it is not there, or no longer what was written.
func (f *File) Get(id study.RunID) []byte {
	f.guard.Lock()
	p, ok := f.runs[id]
	f.guard.Unlock()
	if !ok {
		return nil
	}
	packed := make([]byte, p.length)
	if _, err := f.file.ReadAt(packed, p.at); err != nil {
		return nil
	}
	data, err := s2.Decode(nil, packed)
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
	packed := s2.EncodeBetter(nil, run)
	f.guard.Lock()
	defer f.guard.Unlock()
	p, err := f.append(name, packed)
	if err == nil {
		f.runs[id] = p
	}
	return err
}

// Runs returns how many runs the file has.
func (f *File) Runs() int { return len(f.runs) }

// Damage says what of the file could not be read, if anything.
func (f *File) Damage() error { return f.damage }

// Identity says whose runs they are.
func (f *File) Identity() Identity { return f.identity }

// Complete reports whether all runs of a shard are there.
func (f *File) Complete() bool { return f.finished == int64(len(f.runs))+1 }

// Finish says that all are, and writes the file down to the medium.
func (f *File) Finish() error {
	var err error
	if !f.Complete() {
		_, err = f.append(nil, binary.LittleEndian.AppendUint64(nil, uint64(len(f.runs)+1)))
	}
	return errors.Join(err, f.file.Sync(), f.file.Close())
}

// Close lets go of the file.
func (f *File) Close() error { return f.file.Close() }

// Remove removes it, when what it was kept for is there.
func (f *File) Remove() error { return errors.Join(f.file.Close(), os.Remove(f.path)) }
