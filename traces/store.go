package traces

import (
	"cmp"
	"os"
	"sort"

	"failsim/traces/format"
)

// store holds what a trace says, record by record in order of time. Files are
// parsed once into it, and every replay, count and copy of the trace reads it,
// several at a time.
//
// Records lie in blocks of columns, each as narrow as what it holds: some 10 to
// 20 bytes a request of a log. The first blocks are in memory, those beyond
// mostInMemory in a temporary file, so that memory does not grow with a trace
// but for 80 bytes a block.
type store struct {
	blocks []storedBlock // in order of time
	vault  *vault
}

// storedBlock is where some records are.
type storedBlock struct {
	spot
	first, last int64 // stamps
	records     int32
	run         int32 // of blocks in order, before all are; the lesser goes first at a tie
}

const (
	// storeBlock is how many records a block holds: a reader unpacks one at a
	// time.
	storeBlock = 1 << 12
	// mostInMemory is how many bytes of blocks are kept in memory: those of
	// some 5 million requests. Assumption: any machine can spare them.
	mostInMemory = 64 << 20
)

// mostMerged is how many runs are merged at a time: each holds a block of
// records in memory, some 300 kB.
const mostMerged = 64

// mostSorted is how many rows of a file are sorted at a time, in memory: some 10
// MB of them. What lies further out of order is merged.
const mostSorted = 1 << 17

// seek returns the index of the first block that holds anything at or after a
// moment.
func (s *store) seek(at int64) int {
	return sort.Search(len(s.blocks), func(i int) bool { return s.blocks[i].last >= at })
}

// largest is how many records the largest block holds.
func (s *store) largest() int {
	most := int32(0)
	for i := range s.blocks {
		most = max(most, s.blocks[i].records)
	}
	return int(most)
}

// each calls use with every record, in order of time.
func (s *store) each(wanted columnSet, use func(*format.Record) error) error {
	r := blockReader{vault: s.vault, wanted: wanted}
	for i := range s.blocks {
		records, err := r.read(&s.blocks[i])
		if err != nil {
			return err
		}
		for k := range records {
			if err := use(&records[k]); err != nil {
				return err
			}
		}
	}
	return nil
}

// spot is where the bytes of a block are: in memory, or from an offset of the
// file on.
type spot struct {
	held   []byte
	offset int64
	size   int32
}

// vault keeps bytes: those that come first in memory, others in a temporary
// file, which only this user can open and which loses its name at once, so that
// it is gone when the program ends, however it ends. Where a system does not
// let go of the name of an open file, it stays in the folder for temporary ones.
type vault struct {
	limits
	held int64
	file *os.File
	end  int64
}

// limits bound the memory that a store takes.
type limits struct {
	memory int64 // bytes of blocks that are held
	sorted int   // rows of a file that are sorted at a time
	merged int   // runs that are merged at a time
}

func newVault() *vault { return &vault{limits: limits{mostInMemory, mostSorted, mostMerged}} }

// put keeps a copy of b.
func (v *vault) put(b []byte) (spot, error) {
	size := int64(len(b))
	if v.held+size <= v.memory {
		v.held += size
		return spot{held: append(make([]byte, 0, size), b...)}, nil
	}
	if v.file == nil {
		file, err := os.CreateTemp("", "failsim-trace-*")
		if err != nil {
			return spot{}, &format.MachineError{Err: err}
		}
		_ = os.Remove(file.Name())
		v.file = file
	}
	if _, err := v.file.WriteAt(b, v.end); err != nil {
		return spot{}, &format.MachineError{Err: err}
	}
	at := v.end
	v.end += size
	return spot{offset: at, size: int32(size)}, nil
}

// get returns what was put, in buffer if it was not held.
func (v *vault) get(p *spot, buffer []byte) ([]byte, error) {
	if p.held != nil {
		return p.held, nil
	}
	if cap(buffer) < int(p.size) {
		buffer = make([]byte, p.size)
	}
	buffer = buffer[:p.size]
	if _, err := v.file.ReadAt(buffer, p.offset); err != nil {
		return nil, &format.MachineError{Err: err}
	}
	return buffer, nil
}

// blockReader unpacks blocks, one after the other.
type blockReader struct {
	vault   *vault
	wanted  columnSet
	buffer  []byte
	numbers []uint64
	records []format.Record
}

// read returns the records of a block, with the columns that are wanted, until
// the next call.
func (r *blockReader) read(b *storedBlock) ([]format.Record, error) {
	packed, err := r.vault.get(&b.spot, r.buffer)
	if err != nil {
		return nil, err
	}
	if b.held == nil {
		r.buffer = packed
	}
	n := int(b.records)
	if cap(r.records) < n {
		r.records, r.numbers = make([]format.Record, n), make([]uint64, n)
	}
	r.records = r.records[:n]
	unpackColumns(packed, r.records, r.numbers[:n], r.wanted)
	return r.records, nil
}

// compareBlocks orders blocks by their first record.
func compareBlocks(a, b storedBlock) int {
	return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.run, b.run))
}

// putRows cuts rows, which are in order, into blocks.
func (v *vault) putRows(blocks []storedBlock, packed []byte, t *table, run int32) ([]storedBlock, []byte, error) {
	for from := 0; from < t.len(); from += storeBlock {
		to := min(from+storeBlock, t.len())
		packed = packColumns(packed[:0], t, from, to)
		at, err := v.put(packed)
		if err != nil {
			return blocks, packed, err
		}
		blocks = append(blocks, storedBlock{at, int64(t[inAt][from]), int64(t[inAt][to-1]), int32(to - from), run})
	}
	return blocks, packed, nil
}
