package results

import "math"

// histogram counts latencies in log-linear buckets of integer nanoseconds, as
// HdrHistogram does: 128 sub-buckets for each power of two, so that any value
// is known to 1 part in 128, and nothing depends on the order of additions.
type histogram struct {
	counts [histogramBuckets]uint32
}

const (
	subBits          = 7
	subBuckets       = 1 << subBits
	histogramOctaves = 38 // the last ends at 2^44 ns, 4.9 h; longer ones count as that
	histogramBuckets = histogramOctaves * subBuckets
)

// add counts a latency. Of nearly all one comparison says that their float64
// tells the bucket.
func (h *histogram) add(ns int64) {
	if i := logLinear(ns); i >= subBuckets && i < histogramBuckets {
		h.counts[i]++
		return
	}
	h.counts[bucket(ns)]++
}

// total returns how many latencies were counted.
func (h *histogram) total() uint64 {
	sum := uint64(0)
	for _, n := range h.counts[:] {
		sum += uint64(n)
	}
	return sum
}

// bucket returns the number of the bucket of a latency; those below 128 ns have
// one each.
func bucket(ns int64) uint {
	if ns < subBuckets {
		return uint(max(ns, 0))
	}
	return min(logLinear(ns), histogramBuckets-1)
}

// logLinear returns the bucket of a latency of 128 ns or more. It is what the
// exponent and the first bits of the fraction of a float64 say, which no
// logarithm need be computed for. What it returns for others is no bucket of
// those.
func logLinear(ns int64) uint {
	const first = (1023 + subBits - 1) << subBits // 1023 is the exponent of 1
	return uint(math.Float64bits(float64(ns))>>(52-subBits)) - first
}

// middle returns the middle of a bucket in nanoseconds.
func middle(i int) float64 {
	if i < 2*subBuckets {
		return float64(i) // these buckets are 1 ns wide
	}
	shift := i>>subBits - 1
	low := int64(i-shift<<subBits) << shift
	return float64(low) + float64(int64(1)<<shift-1)/2
}

func (h *histogram) merge(g *histogram) {
	for i, n := range g.counts[:] {
		h.counts[i] += n
	}
}

// quantile returns the q-quantile in seconds, NaN if nothing was counted.
func (h *histogram) quantile(q float64) float64 {
	total := h.total()
	if total == 0 {
		return nan
	}
	want := uint64(q*float64(total-1)) + 1
	seen := uint64(0)
	for i, n := range h.counts[:] {
		if seen += uint64(n); seen >= want {
			return middle(i) / 1e9
		}
	}
	return nan
}
