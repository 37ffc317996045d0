package traces

import (
	"math"

	"failsim/traces/format"
)

// cell is one interval of a trace and what fell into it: requests known one by
// one (items), or only their number. Where stamps are finer than a second, an
// interval may come in several cells.
type cell struct {
	start, width int64 // ns
	requests     int64
	items        []format.Record // of a log: one each, in order; else nil
	fine         bool            // items know their nanosecond
	zoneSeconds  int32           // of a row of counts
}

// cells yields what a trace holds, interval by interval, in order of time.
type cells struct {
	reader  blockReader
	blocks  []storedBlock   // yet to be read
	records []format.Record // yet to be handed out, of the block at hand
	second  []format.Record // one that began in an earlier block
	width   int64
	counts  bool
	fine    bool
	failed  error
}

// cells reads what the trace says, but for what lies before a moment.
func (t *trace) cells(wanted columnSet, from int64) *cells {
	c := &cells{reader: blockReader{vault: t.store.vault, wanted: wanted}, width: int64(t.info.Interval), counts: t.info.Counts,
		fine: !t.info.Counts && t.info.Interval < second}
	width := max(c.width, second)
	c.blocks = t.store.blocks[t.store.seek(max(from, math.MinInt64+width)-width):]
	if n := t.store.largest(); len(c.blocks) > 0 {
		c.reader.records, c.reader.numbers = make([]format.Record, n), make([]uint64, n)
	}
	return c
}

// next fills out and reports true, or reports false at the end or on an error,
// which failed then is. What out holds is valid until the next call.
func (c *cells) next(out *cell) bool {
	if len(c.records) == 0 && !c.read() {
		return false
	}
	first := &c.records[0]
	if c.counts {
		*out = cell{start: first.At, width: c.width, zoneSeconds: first.ZoneSeconds}
		for len(c.records) > 0 && c.records[0].At == out.start {
			out.requests += c.records[0].Requests
			if c.records = c.records[1:]; len(c.records) == 0 {
				c.read() // several files may hold the interval
			}
		}
		return c.failed == nil
	}
	*out = cell{start: first.At - first.At%second, width: second, fine: c.fine}
	out.items = c.until(out.start + second)
	out.requests = int64(len(out.items))
	return c.failed == nil
}

// until hands out the records before a moment.
func (c *cells) until(end int64) []format.Record {
	n := 1
	for n < len(c.records) && c.records[n].At < end {
		n++
	}
	items := c.records[:n]
	c.records = c.records[n:]
	if c.fine || len(c.records) > 0 || len(c.blocks) == 0 || c.blocks[0].first >= end {
		return items
	}
	// The times of those of a second depend on how many they are.
	c.second = append(c.second[:0], items...)
	for c.read() && c.records[0].At < end {
		n = 0
		for n < len(c.records) && c.records[n].At < end {
			n++
		}
		c.second = append(c.second, c.records[:n]...)
		if c.records = c.records[n:]; len(c.records) > 0 {
			break
		}
	}
	return c.second
}

// read reads the next block, or reports false.
func (c *cells) read() bool {
	if len(c.blocks) == 0 || c.failed != nil {
		return false
	}
	c.records, c.failed = c.reader.read(&c.blocks[0])
	c.blocks = c.blocks[1:]
	return c.failed == nil
}
