package figures

import (
	"math"
	"time"
)

// Histogram counts durations in log-linear cells, as HdrHistogram does: 128 of
// equal width within each power of two, so that any value is known to 1 part in
// 128, and nothing depends on the order of additions. A quantile read from it is
// right to a few parts in 100,000 where the distribution is smooth, as it runs
// evenly through its cell.
type Histogram struct {
	counts [cellsInAll]uint32
}

const (
	cellBits   = 7
	perOctave  = 1 << cellBits
	octaves    = 57 // the last ends at 2^63 ns
	cellsInAll = octaves * perOctave
)

// logLinear returns the cell of a duration of 128 ns or more; shorter ones have a
// cell a nanosecond. It is what the exponent and the first bits of the fraction of
// a float64 say, which no logarithm need be computed for. What it returns for
// others is no cell of those.
func logLinear(d time.Duration) uint {
	const first = (1023 + cellBits - 1) << cellBits // 1023 is the exponent of 1
	return uint(math.Float64bits(float64(d))>>(52-cellBits)) - first
}

// cellOf returns the cell of a duration.
func cellOf(d time.Duration) uint {
	if d < perOctave {
		return uint(max(d, 0))
	}
	return min(logLinear(d), cellsInAll-1)
}

// bounds returns where a cell begins and how wide it is, in nanoseconds. The
// first holds nothing but zeros.
func bounds(cell int) (low, width float64) {
	if cell < perOctave {
		return float64(cell), float64(min(cell, 1))
	}
	octave := cell/perOctave - 1
	return math.Ldexp(float64(cell%perOctave+perOctave), octave), math.Ldexp(1, octave)
}

// Add counts a duration. It stands on the path of every request: of nearly all
// one comparison says that their float64 shows the cell.
func (h *Histogram) Add(d time.Duration) {
	if i := logLinear(d); i >= perOctave && i < cellsInAll {
		h.counts[i]++
		return
	}
	h.counts[cellOf(d)]++
}

// Merge adds what another histogram counted.
func (h *Histogram) Merge(g *Histogram) {
	for i, n := range g.counts[:] {
		h.counts[i] += n
	}
}

// Total returns how many durations were counted.
func (h *Histogram) Total() uint64 {
	sum := uint64(0)
	for _, n := range h.counts[:] {
		sum += uint64(n)
	}
	return sum
}

// Middle returns the middle, in nanoseconds, of the whole numbers in the cell of
// the q-quantile: of n values the one at q(n-1) in their order, rounded down. NaN
// if there are none.
func (h *Histogram) Middle(q float64) float64 {
	total := h.Total()
	if total == 0 {
		return math.NaN()
	}
	want, seen := uint64(q*float64(total-1))+1, uint64(0)
	for i, n := range h.counts[:] {
		if seen += uint64(n); seen >= want {
			low, width := bounds(i)
			return low + float64(max(width-1, 0)/2)
		}
	}
	return math.NaN()
}

// Quantile returns the nanoseconds that a share q of all do not exceed; NaN if
// there are none.
func (h *Histogram) Quantile(q float64) float64 {
	return h.without(&nothing, q)
}

var nothing Histogram

// without returns the quantile of what is not in g, which is a part of h.
func (h *Histogram) without(g *Histogram, q float64) float64 {
	total := h.Total() - g.Total()
	if total == 0 {
		return math.NaN()
	}
	need := float64(q * float64(total))
	sum := float64(h.counts[0] - g.counts[0])
	if sum >= need {
		return 0
	}
	for i := 1; i < cellsInAll; i++ {
		n := float64(h.counts[i] - g.counts[i])
		if next := sum + n; n > 0 && next >= need {
			low, width := bounds(i)
			return low + width*(need-sum)/n
		}
		sum += n
	}
	return math.NaN()
}

// below returns how many do not exceed a number of nanoseconds.
func (h *Histogram) below(x float64) float64 {
	if x < 1 {
		return float64(h.counts[0])
	}
	sum, cell := 0.0, int(cellOf(time.Duration(x)))
	for _, n := range h.counts[:cell] {
		sum += float64(n)
	}
	low, width := bounds(cell)
	return sum + float64(float64(h.counts[cell])*min(1, (x-low)/width))
}
