package traces

// busiest finds the interval of a fixed width with the most requests, the
// earliest of equals, from records that may lie back in time by less than
// slots-1 intervals. Widths are in nanoseconds.
type busiest struct {
	width int64
	open  [slots]tally
	best  tally
}

// slots is how many intervals are open at a time: enough for ReorderWindow in
// intervals of a second.
const slots = 64

type tally struct{ index, requests int64 }

// add counts requests at a time at or after the origin of the intervals.
func (b *busiest) add(at, requests int64) {
	index := at / b.width
	t := &b.open[index%slots]
	if t.index != index {
		b.close(*t)
		*t = tally{index: index}
	}
	t.requests += requests
}

func (b *busiest) close(t tally) {
	if t.requests > b.best.requests || t.requests == b.best.requests && t.index < b.best.index {
		b.best = t
	}
}

// most closes every interval and returns the start and the requests of the
// busiest.
func (b *busiest) most() (start, requests int64) {
	for _, t := range b.open {
		b.close(t)
	}
	return b.best.index * b.width, b.best.requests
}
