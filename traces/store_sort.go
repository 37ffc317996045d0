package traces

import (
	"math"

	"failsim/traces/format"
)

// storeWriter takes in the records of one file, in any order, and makes blocks
// of them: runs, each of which is in order.
type storeWriter struct {
	vault  *vault
	rows   table
	last   int64
	behind int64 // rows that lie before the one ahead of them
	beyond int64 // rows that lie behind it
	sorted bool  // rows are
	packed []byte
	blocks []storedBlock
	runs   int32
	// newestFirst reports that the file begins with its latest records. Of two
	// of the same stamp the one that stands first is then the later.
	newestFirst bool
}

func newStoreWriter(v *vault) *storeWriter { return &storeWriter{vault: v, sorted: true} }

func (w *storeWriter) add(r *format.Record) error {
	if n := w.rows.len(); n == w.vault.sorted {
		if err := w.flush(); err != nil {
			return err
		}
	} else if n > 0 && r.At < w.last {
		w.sorted = false
		w.behind++
	} else if n > 0 && r.At > w.last {
		w.beyond++
	}
	w.last = r.At
	w.rows.add(r)
	return nil
}

// finish returns the blocks of the file, in order of time, as one run.
func (w *storeWriter) finish(run int32) ([]storedBlock, error) {
	if err := w.flush(); err != nil {
		return nil, err
	}
	blocks, err := arrange(w.vault, w.blocks)
	for i := range blocks {
		blocks[i].run = run
	}
	return blocks, err
}

// flush makes a run of the rows.
func (w *storeWriter) flush() error {
	n := w.rows.len()
	if n == 0 {
		return nil
	}
	if w.runs == 0 {
		w.newestFirst = w.behind > 3*w.beyond
	}
	run := w.runs
	w.runs++
	if w.newestFirst {
		run = math.MaxInt32 - run
	}
	if !w.sorted {
		w.rows.sort(w.newestFirst)
	}
	var err error
	w.blocks, w.packed, err = w.vault.putRows(w.blocks, w.packed, &w.rows, run)
	w.rows.clear()
	w.sorted = true
	return err
}

// sort puts rows in order of time. Of those with the same stamp it keeps the
// order, or turns it round.
func (t *table) sort(turned bool) {
	order := make([]uint32, t.len())
	for i := range order {
		order[i] = uint32(i)
		if turned {
			order[i] = uint32(len(order) - 1 - i)
		}
	}
	order = radixSort(order, t[inAt])
	moved := make([]uint64, len(order))
	for c := range t {
		for i, from := range order {
			moved[i] = t[c][from]
		}
		copy(t[c], moved)
	}
}

// radixSort orders indices by their keys, and keeps the order of equal ones.
func radixSort(order []uint32, keys []uint64) []uint32 {
	const bits, buckets = 11, 1 << 11
	least, most := keys[0], keys[0]
	for _, k := range keys {
		least, most = min(least, k), max(most, k)
	}
	other := make([]uint32, len(order))
	for shift := 0; shift < 64 && (most-least)>>shift != 0; shift += bits {
		var ends [buckets + 1]int
		for _, k := range keys {
			ends[(k-least)>>shift%buckets+1]++
		}
		for i := range buckets {
			ends[i+1] += ends[i]
		}
		for _, i := range order {
			b := (keys[i] - least) >> shift % buckets
			other[ends[b]] = i
			ends[b]++
		}
		order, other = other, order
	}
	return order
}
