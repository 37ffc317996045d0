package figures

import (
	"math"
	"math/bits"
	"time"
)

// Histogram counts durations in cells of equal width within each power of two:
// a quantile read from it is right to a few parts in 100,000 where the distribution is
// smooth, as it runs evenly through its cell.
type Histogram struct {
	zeros  uint64
	Total  uint64 // of durations
	counts [cellsInAll]uint32
}

const (
	cellBits    = 7
	perOctave   = 1 << cellBits
	octaves     = 57 // the last ends at 2^63 ns
	cellsInAll  = octaves * perOctave
	firstOctave = cellBits // shorter durations have a cell a nanosecond
)

// cellOf returns the cell of a positive duration.
func cellOf(d time.Duration) int {
	x := uint64(d)
	if x < perOctave {
		return int(x)
	}
	octave := bits.Len64(x) - 1 - firstOctave
	return (octave+1)*perOctave + int(x>>octave) - perOctave
}

// bounds returns where a cell begins and how wide it is, in nanoseconds.
func bounds(cell int) (low, width float64) {
	if cell < perOctave {
		return float64(cell), 1
	}
	octave := cell/perOctave - 1
	return math.Ldexp(float64(cell%perOctave+perOctave), octave), math.Ldexp(1, octave)
}

// Add counts a duration.
func (h *Histogram) Add(d time.Duration) {
	h.Total++
	if d == 0 {
		h.zeros++
		return
	}
	h.counts[cellOf(d)]++
}

// Merge adds what another histogram counted.
func (h *Histogram) Merge(g *Histogram) {
	h.zeros += g.zeros
	h.Total += g.Total
	for i, n := range g.counts {
		h.counts[i] += n
	}
}

// Quantile returns the nanoseconds that a share q of all do not exceed; NaN if
// there are none.
func (h *Histogram) Quantile(q float64) float64 {
	return h.without(&nothing, q)
}

var nothing Histogram

// without returns the quantile of what is not in g, which is a part of h.
func (h *Histogram) without(g *Histogram, q float64) float64 {
	if h.Total == g.Total {
		return math.NaN()
	}
	need := q * float64(h.Total-g.Total)
	sum := float64(h.zeros - g.zeros)
	if sum >= need {
		return 0
	}
	for i := range h.counts {
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
	sum := float64(h.zeros)
	if x <= 0 {
		return sum
	}
	cell := cellOf(time.Duration(x))
	for _, n := range h.counts[:cell] {
		sum += float64(n)
	}
	low, width := bounds(cell)
	return sum + float64(h.counts[cell])*min(1, (x-low)/width)
}
