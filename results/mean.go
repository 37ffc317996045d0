package results

import (
	"math"
	"sync"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"failsim/sim"
)

// Estimate is a mean over replications with its 95 % interval.
type Estimate struct {
	Mean    Number    `json:"mean"`
	CI95    *Interval `json:"ci95"`
	N       int       `json:"n"`
	Method  Method    `json:"interval,omitempty"`
	Warning Warning   `json:"warning,omitempty"`
}

// EstimateMean estimates the mean of a figure from one value a replication;
// NaN stands for a replication that has none. The interval is Student's t, or
// a bootstrap where the values are too skewed for that, or a few make up most
// of their sum, which the warning then says: such an interval covers less than
// 95 %.
func EstimateMean(values []float64, r Range, key sim.Key) Estimate {
	x := known(values)
	e := Estimate{Mean: Number(nan), N: len(x)}
	if len(x) == 0 {
		return e
	}
	mean, _, half := StudentInterval(x, 0.95)
	e.Mean = Number(mean)
	if len(x) == 1 {
		e.Warning = OneSample
		return e
	}
	if bound, why := r.neverLeft(x); bound != nil {
		e.CI95, e.Method, e.Warning = bound, Exact, why
		return e
	}
	e.CI95, e.Method = r.clip(mean-half, mean+half), StudentT
	heavy := heavyTailed(r.losses(x))
	if skewed(x) || heavy {
		e.Warning = Skewed
		if heavy {
			e.Warning = HeavyTailed
		}
		if len(x) >= fewestForBootstrap {
			low, high := BootstrapBCa(x, average, 0.95, key)
			e.CI95, e.Method = r.clip(low, high), Bootstrap
		}
	}
	return e
}

func average(x []float64) float64 { return stat.Mean(x, nil) }

func known(values []float64) []float64 {
	x := make([]float64, 0, len(values))
	for _, v := range values {
		if !math.IsNaN(v) {
			x = append(x, v)
		}
	}
	return x
}

// StudentInterval returns the mean, the standard deviation and half the length
// of Student's interval (1908) at a level of confidence. Of one value only the
// mean is a number.
func StudentInterval(x []float64, level float64) (mean, sd, half float64) {
	mean, sd = stat.MeanStdDev(x, nil)
	if len(x) < 2 {
		return mean, nan, nan
	}
	return mean, sd, studentQuantile(len(x)-1, (1+level)/2) * sd / math.Sqrt(float64(len(x)))
}

// skewed tells whether the values are skewed beyond chance (twice the standard
// error of skewness in samples of a normal law) and too skewed for their number
// by Cochran's rule (Sampling Techniques, 3rd ed., 1977, p. 42): a normal
// interval for a mean needs more than 25 times the squared skewness in samples.
func skewed(x []float64) bool {
	n := float64(len(x))
	if n < 3 || stat.Variance(x, nil) == 0 {
		return false
	}
	g := stat.Skew(x, nil)
	chance := math.Sqrt(6 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3)))
	return math.Abs(g) > 2*chance && n <= 25*g*g
}

// heavyLevel is how seldom values of an exponential law may be taken for those
// of a heavier tail (assumption).
const heavyLevel = 0.01

// heavyTailed tells whether the largest of some values, none of which is
// negative, makes up more of their sum than the largest of as many exponential
// ones would with probability heavyLevel. The exponential is where light tails
// end; the probability that the largest of n is more than a share g of their
// sum is Fisher's (Proc. R. Soc. A 125, 1929), of whose series the first term
// is above the whole and at this level within 1 % of it.
func heavyTailed(x []float64) bool {
	sum, largest := 0.0, 0.0
	for _, v := range x {
		sum += v
		largest = math.Max(largest, v)
	}
	n := float64(len(x))
	return n > 2 && sum > 0 && n*math.Pow(1-largest/sum, n-1) < heavyLevel
}

type studentKey struct {
	freedom int
	p       float64
}

var students struct {
	sync.Mutex
	quantile map[studentKey]float64
}

// studentQuantile returns a quantile of Student's t. gonum takes 16 µs for one,
// so they are kept.
func studentQuantile(freedom int, p float64) float64 {
	students.Lock()
	defer students.Unlock()
	key := studentKey{freedom, p}
	q, ok := students.quantile[key]
	if !ok {
		q = distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(freedom)}.Quantile(p)
		if students.quantile == nil {
			students.quantile = map[studentKey]float64{}
		}
		students.quantile[key] = q
	}
	return q
}
