package maker

import (
	"math"

	"failsim/sim"
	"failsim/sim/portable"
	"failsim/traces"
	"failsim/traces/format"
)

// thinned keeps some clients of a stream, or some requests.
type thinned struct {
	traces.Stream
	share   float64
	key     sim.Key
	request sim.Key
	count   uint64 // records so far
}

// Thin keeps a share of the users of a stream, drawn independently: each
// client is kept with all its requests, or left out with all, by a draw of its
// own, so that what a client does stays as it was, and of two shares the
// smaller keeps a part of what the larger keeps. Requests without a client
// are drawn one by one, those of an interval of counts by a binomial draw.
//
// What is kept of a Poisson stream is one, and the index of dispersion minus 1
// shrinks with the share where bursts are of many clients. The share that
// comes out has the spread of a few heavy clients.
func Thin(of traces.Stream, share float64, key sim.Key) traces.Stream {
	key = key.Named("thin")
	return &thinned{Stream: of, share: share, key: key, request: key.Named("request")}
}

func (t *thinned) Next(r *format.Record) bool {
	for t.Stream.Next(r) {
		t.count++
		switch {
		case r.Requests != 1:
			r.Requests = binomial(t.key.At(t.count), r.Requests, t.share)
			return true
		case r.HasClient && t.key.Float64(r.Client) < t.share:
			return true
		case !r.HasClient && t.request.Float64(t.count) < t.share:
			return true
		}
	}
	return false
}

// mostTrials is how many trials of a binomial draw are drawn one by one.
const mostTrials = 1 << 12

// binomial draws how many of n independent trials succeed. Up to 4,096 trials
// are drawn one by one. More are halved: the middle one of n uniform draws is
// a beta draw, which reports how many trials lie on which side (Devroye 1986,
// X.4.3), so the draw is exact but for rounding.
func binomial(key sim.Key, n int64, p float64) int64 {
	var sum int64
	draw := uint64(0)
	for n > mostTrials {
		if p <= 0 || p >= 1 {
			return sum + int64(max(0, min(1, p)))*n
		}
		i := n/2 + 1
		x := beta(key.At(draw), float64(i), float64(n+1-i))
		draw++
		if x <= p {
			sum += i
			n, p = n-i, (p-x)/(1-x)
		} else {
			n, p = i-1, p/x
		}
	}
	trials := key.Named("trials")
	for k := range uint64(n) {
		if trials.Float64(k) < p {
			sum++
		}
	}
	return sum
}

// beta draws from the beta distribution by two gamma draws.
func beta(key sim.Key, a, b float64) float64 {
	x, y := gamma(key.Named("a"), a), gamma(key.Named("b"), b)
	return x / (x + y)
}

// gamma draws from the gamma distribution of a shape of at least 1 (Marsaglia and Tsang
// 2000).
func gamma(key sim.Key, shape float64) float64 {
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for i := uint64(0); ; i += 2 {
		x := portable.NormalQuantile(key.Float64(i))
		v := 1 + float64(c*x)
		if v <= 0 {
			continue
		}
		v = float64(v * v * v)
		if portable.Log(key.Float64(i+1)) < float64(x*x/2)+d-float64(d*v)+float64(d*portable.Log(v)) {
			return d * v
		}
	}
}
