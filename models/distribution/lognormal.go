package distribution

import (
	"fmt"
	"math"
	"time"

	"failsim/models/file"
	"failsim/sim/portable"
)

// Lognormal is a duration whose logarithm is normal: the usual distribution of service
// times and of the phases of an incident. It is drawn for every request, so
// Quantile reads a table wherever it can, and the methods are the pointer's: as
// a Distribution, a value of this size would be copied for each draw.
type Lognormal struct {
	tabled    uint64 // bits of the least probability of a tail that the table has; beyond all if the distribution is too wide
	table     table
	logMedian float64 // of nanoseconds
	sigma     float64
	median    time.Duration
}

// NewLognormal returns the distribution with a median longer than 0 and a standard
// deviation of the logarithm in (0, 10].
func NewLognormal(median time.Duration, sigma float64) (*Lognormal, error) {
	if err := first(positive("median", median), number("sigma", sigma, 0, 10)); err != nil {
		return &Lognormal{}, err
	}
	l := &Lognormal{tabled: math.MaxUint64, logMedian: portable.Log(float64(median)), sigma: sigma, median: median}
	l.fill()
	return l, nil
}

// NewLognormalFromMean returns the distribution with a mean longer than 0 and a
// coefficient of variation, standard deviation over mean, in (0, 1000].
func NewLognormalFromMean(mean time.Duration, cv float64) (*Lognormal, error) {
	if err := first(positive("mean", mean), number("cv", cv, 0, 1000)); err != nil {
		return &Lognormal{}, err
	}
	variance := portable.Log1p(cv * cv)
	median := nanoseconds(float64(mean) * portable.Exp(-variance/2))
	return NewLognormal(max(median, 1), math.Sqrt(variance))
}

// fill makes the table, unless the distribution is so wide that the polynomials miss it
// or that no duration holds the quantiles.
func (l *Lognormal) fill() {
	if l.exact(leastTail, 0) >= math.MaxInt64/2 {
		return
	}
	for j := range uint64(2 * cells) {
		side, cell := j/cells, firstCell+j%cells
		low, high := math.Float64frombits(cell<<placeBits), math.Float64frombits((cell+1)<<placeBits)
		c := quintic(l.corner(side, low, high-low), l.corner(side, high, high-low))
		middle := (low + high) / 2
		got := evaluate(&c, math.Float64bits(middle))
		if math.Abs(got/l.exact(middle, side)-1) > tableError {
			return
		}
		c[0] += 0.5 // so that a whole number of nanoseconds is the nearest
		l.table[slot(side, cell)] = c
	}
	l.table[slot(0, firstCell+cells)] = [6]float64{l.exact(0.5, 0) + 0.5} // where no tail is the nearer
	l.tabled = firstCell << placeBits
}

// corner returns that of the quantile over r, for a cell of the given width.
func (l *Lognormal) corner(side uint64, r, width float64) corner {
	z, sign := portable.NormalQuantile(r), 1.0
	if side == 0 {
		z, sign = -z, -1
	}
	slope := sign * width * math.Sqrt(2*math.Pi) * portable.Exp(z*z/2) // of z
	x := l.exact(r, side)
	return corner{
		value:     x,
		slope:     x * l.sigma * slope,
		curvature: x * l.sigma * (l.sigma + z) * slope * slope,
	}
}

// Quantile implements Distribution. Its relative error is at most 1e-9 between the
// 1/1024 quantiles of both sides, and about 1e-14 beyond.
func (l *Lognormal) Quantile(u float64) time.Duration {
	side, bits := tail(u)
	if bits < l.tabled {
		return l.compute(u)
	}
	return time.Duration(evaluate(&l.table[slot(side, bits>>placeBits)], bits))
}

// quantiles is Quantile of many numbers: 20 instructions less for each.
func (l *Lognormal) quantiles(numbers []float64, to []time.Duration) {
	tabled, table := l.tabled, &l.table
	to = to[:len(numbers)]
	for i, u := range numbers {
		if side, bits := tail(u); bits >= tabled {
			to[i] = time.Duration(evaluate(&table[slot(side, bits>>placeBits)], bits))
		} else {
			to[i] = l.compute(u)
		}
	}
}

// tail returns on which side of the median a number's quantile lies, 0 above and 1
// below, and the bits of the probability of the tail there.
func tail(u float64) (side, bits uint64) {
	d := u - 0.5
	// The side is as good as a coin, which no branch would guess.
	return math.Float64bits(d) >> 63, math.Float64bits(0.5 - math.Abs(d))
}

// compute is Quantile without the table.
func (l *Lognormal) compute(u float64) time.Duration {
	return nanoseconds(portable.Exp(l.logMedian + float64(l.sigma*portable.NormalQuantile(u))))
}

// exact returns the quantile in nanoseconds where the upper tail, of side 0,
// or the lower one, of side 1, has probability r.
func (l *Lognormal) exact(r float64, side uint64) float64 {
	z := portable.NormalQuantile(r)
	if side == 0 {
		z = -z
	}
	return portable.Exp(l.logMedian + float64(l.sigma*z))
}

// Mean implements Distribution.
func (l *Lognormal) Mean() (time.Duration, bool) {
	return meanOf(portable.Exp(l.logMedian + float64(l.sigma*l.sigma/2)))
}

// String implements Distribution.
func (l *Lognormal) String() string {
	return fmt.Sprintf("{lognormal: {median: %s, sigma: %s}}", file.FormatDuration(l.median), formatNumber(l.sigma))
}
