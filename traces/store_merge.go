package traces

import (
	"cmp"
	"slices"

	"failsim/traces/format"
	"failsim/traces/heap"
)

// arrange puts blocks in order of time. Those that no other overlaps stay as
// they are; so of a log whose lines go back by seconds hardly any is touched,
// and one that begins with its latest lines is turned round by its blocks.
// Those that overlap are merged, and written anew.
func arrange(v *vault, blocks []storedBlock) ([]storedBlock, error) {
	slices.SortStableFunc(blocks, compareBlocks)
	var all []storedBlock
	for len(blocks) > 0 {
		n := overlapping(blocks)
		if n == 1 {
			all = append(all, blocks[0])
		} else {
			merged, err := mergeBlocks(v, blocks[:n])
			if err != nil {
				return nil, err
			}
			all = append(all, merged...)
		}
		blocks = blocks[n:]
	}
	return all, nil
}

// overlapping returns how many of the first blocks must be merged. A block that
// begins with the stamp that another ends with follows it if its run does.
func overlapping(blocks []storedBlock) int {
	last, run := blocks[0].last, blocks[0].run
	n := 1
	for ; n < len(blocks); n++ {
		b := &blocks[n]
		if b.first > last || b.first == last && b.run >= run {
			break
		}
		if b.last > last || b.last == last && b.run > run {
			last, run = b.last, b.run
		}
	}
	return n
}

// mergeBlocks merges blocks of several runs.
func mergeBlocks(v *vault, blocks []storedBlock) ([]storedBlock, error) {
	blocks = slices.Clone(blocks)
	slices.SortStableFunc(blocks, func(a, b storedBlock) int { return cmp.Compare(a.run, b.run) })
	var runs [][]storedBlock
	for i := range blocks {
		if i == 0 || blocks[i].run != blocks[i-1].run {
			runs = append(runs, nil)
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], blocks[i])
	}
	for {
		var merged [][]storedBlock
		for some := range slices.Chunk(runs, v.merged) {
			one, err := mergeRuns(v, some)
			if err != nil {
				return nil, err
			}
			merged = append(merged, one)
		}
		if len(merged) == 1 {
			return merged[0], nil
		}
		runs = merged
	}
}

// mergedRun is a run that is merged with others.
type mergedRun struct {
	reader  blockReader
	blocks  []storedBlock // yet to be read
	records []format.Record
	order   int
}

// step moves to the next record, or reports false at the end.
func (m *mergedRun) step() (bool, error) {
	if m.records = m.records[min(1, len(m.records)):]; len(m.records) > 0 {
		return true, nil
	}
	if len(m.blocks) == 0 {
		return false, nil
	}
	var err error
	m.records, err = m.reader.read(&m.blocks[0])
	m.blocks = m.blocks[1:]
	return true, err
}

// mergeRuns makes one run, with the number of the first, of several.
func mergeRuns(v *vault, runs [][]storedBlock) ([]storedBlock, error) {
	queue := heap.Heap[*mergedRun]{Less: func(a, b **mergedRun) bool {
		x, y := (*a).records[0].At, (*b).records[0].At
		return x < y || x == y && (*a).order < (*b).order
	}}
	for i := range runs {
		m := &mergedRun{reader: blockReader{vault: v, wanted: allColumns}, blocks: runs[i], order: i}
		if _, err := m.step(); err != nil {
			return nil, err
		}
		queue.Push(m)
	}
	var rows table
	var merged []storedBlock
	var packed []byte
	for len(queue.Items) > 0 {
		m := queue.Pop()
		rows.add(&m.records[0])
		more, err := m.step()
		if err != nil {
			return nil, err
		}
		if more {
			queue.Push(m)
		}
		if rows.len() == storeBlock || len(queue.Items) == 0 {
			if merged, packed, err = v.putRows(merged, packed, &rows, runs[0][0].run); err != nil {
				return nil, err
			}
			rows.clear()
		}
	}
	return merged, nil
}
