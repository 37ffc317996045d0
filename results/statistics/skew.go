package statistics

import (
	"math"

	"failsim/sim/portable"
)

// Losses are skewed: most runs lose little, some lose much, and Student's interval
// then lies too low, the more often the fewer runs there are. Hall (On the removal
// of skewness by transformation, J. R. Stat. Soc. B 54, 1992) turns Student's ratio
// by a cubic in the skewness of the mean, which can be inverted exactly. Where
// values are not skewed but spread, as differences are, Hall's ends lie too near,
// since the skewness that a sample shows is then chance. So each end is the outer
// one of the two. Unlike a bootstrap this draws nothing: a reader with the values
// can make the interval again.
const (
	// skewFactor: few values show less skewness than their distribution has,
	// so what they show is taken for more. With 1, intervals of 20 lognormal
	// values of sigma 1.5 hold the mean in 90 % of samples, with 1.5 in 94 %.
	skewFactor = 1.5
	// SkewLevel is asked of both, since the outer ends of two intervals of 95 %
	// hold an exponential mean in 97.3 %.
	SkewLevel = 0.943
	// FewestSkewed is from how many values on all distributions of the bench
	// (`failsim validate`) get 93 %. With fewer, nothing holds the mean of a
	// heavy tail, so nothing is printed.
	FewestSkewed = 16
	// FewestOfStratum is how many values of a stratum have a third moment.
	FewestOfStratum = 3
)

// SkewInterval returns the outer ends of Student's and Hall's intervals.
func (m *Stratified) SkewInterval() (low, high float64) {
	u, se, t := skewFactor*m.Skewness(), math.Sqrt(m.Variance), studentQuantile(m.Freedom, (1+SkewLevel)/2)
	return m.Mean - float64(se*max(t, unbent(t, u))), m.Mean - float64(se*min(-t, unbent(-t, u)))
}

// unbent returns what Student's ratio is where its transform is t: the inverse
// of x + u x²/3 + u² x³/27 + u/6.
func unbent(t, u float64) float64 {
	if math.Abs(u) < 1e-9 {
		return t
	}
	return 3 / u * (portable.Cbrt(1+float64(u*(t-float64(u/6)))) - 1)
}
