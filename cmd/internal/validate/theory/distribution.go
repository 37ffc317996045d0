package theory

import (
	"fmt"
	"math"

	"failsim/sim/portable"
)

// Distribution is a distribution of spans that are never negative.
type Distribution struct {
	Mean, Second float64 // first and second moment; Second may be +Inf
	// Excess returns the distribution function of the residual of a span that
	// is looked at at random: the integral of P(S>u) from 0 to x, over the mean.
	Excess func(x float64) float64
	// Transform returns E[e^-sS]; nil if it has no convenient form.
	Transform func(s float64) float64
}

// CV2 returns the squared coefficient of variation.
func (l Distribution) CV2() float64 { return l.Second/(l.Mean*l.Mean) - 1 }

// Variance returns the variance.
func (l Distribution) Variance() float64 { return l.Second - float64(l.Mean*l.Mean) }

// Constant is always d.
func Constant(d float64) Distribution {
	return Distribution{d, d * d,
		func(x float64) float64 { return min(x, d) / d },
		func(s float64) float64 { return portable.Exp(-s * d) }}
}

// Exponential has a mean.
func Exponential(mean float64) Distribution {
	return Distribution{mean, 2 * mean * mean,
		func(x float64) float64 { return -portable.Expm1(-x / mean) },
		func(s float64) float64 { return 1 / (1 + float64(s*mean)) }}
}

// Erlang is the sum of k exponential spans.
func Erlang(mean float64, k int) Distribution {
	n := float64(k)
	return Distribution{mean, mean * mean * (1 + 1/n),
		func(x float64) float64 {
			// P(S>u) is the sum over j<k of Poisson(j; ku/mean), each of which
			// integrates to the distribution of an Erlang of j+1 stages.
			sum := 0.0
			for j := 1; j <= k; j++ {
				sum += 1 - ErlangTail(j, n/mean, x)
			}
			return sum / n
		},
		func(s float64) float64 { return portable.Pow(1+s*mean/n, -n) }}
}

// Hyperexponential mixes two exponential spans that contribute equally to the
// mean, with a squared coefficient of variation above 1 (Tijms 1994).
func Hyperexponential(mean, cv2 float64) Distribution {
	p := float64((1 + math.Sqrt((cv2-1)/(cv2+1))) / 2)
	a, b := 2*p/mean, 2*(1-p)/mean
	return Distribution{mean, mean * mean * (1 + cv2),
		func(x float64) float64 { return -(portable.Expm1(-a*x) + portable.Expm1(-b*x)) / 2 },
		func(s float64) float64 { return p*a/(a+s) + (1-p)*b/(b+s) }}
}

// Lognormal has a mean and a coefficient of variation.
func Lognormal(mean, cv float64) Distribution {
	sigma := math.Sqrt(portable.Log1p(cv * cv))
	mu := portable.Log(mean) - float64(sigma*sigma/2)
	return Distribution{mean, mean * mean * (1 + float64(cv*cv)),
		func(x float64) float64 {
			if x <= 0 {
				return 0
			}
			z := (portable.Log(x) - mu) / sigma
			return float64(x/mean*normalTail(z)) + float64(normalTail(sigma-z))
		},
		func(s float64) float64 {
			// The trapezium rule over the normal density converges faster than
			// any power of its step.
			const step = 1.0 / 64
			sum := 0.0
			for i := -12 * 64; i <= 12*64; i++ {
				z := float64(i) * step
				sum += portable.Exp(float64(-z*z/2) - float64(s*portable.Exp(mu+float64(sigma*z))))
			}
			return sum * step / math.Sqrt(2*math.Pi)
		}}
}

func normalTail(z float64) float64 { return portable.Erfc(z/math.Sqrt2) / 2 }

// Pareto has P(S>x) = (low/x)^alpha from low on, alpha above 1.
func Pareto(mean, alpha float64) Distribution {
	low := mean * (alpha - 1) / alpha
	second := math.Inf(1)
	if alpha > 2 {
		second = alpha * low * low / (alpha - 2)
	}
	return Distribution{mean, second,
		func(x float64) float64 {
			if x <= low {
				return max(x, 0) / mean
			}
			return (low + float64(low/(alpha-1)*(1-portable.Pow(low/x, alpha-1)))) / mean
		}, nil}
}

// BoundedPareto is a Pareto distribution given that the span is at most high.
func BoundedPareto(alpha, low, high float64) Distribution {
	cut := 1 - portable.Pow(low/high, alpha)
	moment := func(k float64) float64 {
		if k == alpha {
			return alpha * portable.Pow(low, alpha) / cut * portable.Log(high/low)
		}
		return alpha * portable.Pow(low, alpha) / cut * (portable.Pow(high, k-alpha) - portable.Pow(low, k-alpha)) / (k - alpha)
	}
	mean := moment(1)
	rest := 1 - cut // of the unbounded distribution above high
	return Distribution{mean, moment(2),
		func(x float64) float64 {
			if x <= low {
				return max(x, 0) / mean
			}
			x = min(x, high)
			over := portable.Log(x / low)
			if alpha != 1 {
				over = (1 - portable.Pow(low/x, alpha-1)) / (alpha - 1)
			}
			return (low + (float64(low*over)-float64(rest*(x-low)))/cut) / mean
		}, nil}
}

// Weibull has P(S>x) = e^-(x/scale)^shape and a mean.
func Weibull(mean, shape float64) Distribution {
	scale := mean / portable.Gamma(1+1/shape)
	return Distribution{mean, scale * scale * portable.Gamma(1+2/shape),
		func(x float64) float64 { return portable.GammaIncReg(1/shape, portable.Pow(max(x, 0)/scale, shape)) }, nil}
}

// Uniform lies between two bounds.
func Uniform(low, high float64) Distribution {
	mean := (low + high) / 2
	return Distribution{mean, (float64(low*low) + float64(low*high) + float64(high*high)) / 3,
		func(x float64) float64 {
			if x <= low {
				return max(x, 0) / mean
			}
			x = min(x, high)
			return (x - (x-low)*(x-low)/(2*(high-low))) / mean
		},
		func(s float64) float64 {
			if s == 0 {
				return 1
			}
			return (portable.Exp(-s*low) - portable.Exp(-s*high)) / (s * (high - low))
		}}
}

// String names a distribution by its moments.
func (l Distribution) String() string { return fmt.Sprintf("mean %g s, cv2 %g", l.Mean, l.CV2()) }
