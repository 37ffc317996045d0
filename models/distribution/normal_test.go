package distribution

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestNormalQuantileInvertsTheNormalLaw(t *testing.T) {
	for e := -300.0; e < 0; e += 0.25 {
		u := math.Pow(10, e) / 2
		x := normalQuantile(u)
		// An error dx of x is an error of about dx * |x| in ln u.
		assert.InDelta(t, math.Log(u), math.Log(math.Erfc(-x/math.Sqrt2)/2), 2e-12, u)
	}
	for u := 0.001; u < 1; u += 0.001 {
		assert.InEpsilon(t, u, math.Erfc(-normalQuantile(u)/math.Sqrt2)/2, 1e-13, u)
	}
}

func TestNormalQuantileIsContinuousWhereItsPiecesMeet(t *testing.T) {
	for _, u := range []float64{0.075, 0.925, math.Exp(-25)} {
		below, above := normalQuantile(math.Nextafter(u, 0)), normalQuantile(math.Nextafter(u, 1))
		assert.InDelta(t, below, above, 1e-14, u)
	}
	assert.Zero(t, normalQuantile(0.5))
}

func TestLognormalQuantileAllocatesNothing(t *testing.T) {
	var l Distribution = Must(NewLognormal(time.Second, 0.5))
	assert.Zero(t, testing.AllocsPerRun(100, func() { sink += l.Quantile(0.3) }))
}

var sink time.Duration

// BenchmarkLognormalQuantile draws over the whole range, tails included.
func BenchmarkLognormalQuantile(b *testing.B) {
	var l Distribution = Must(NewLognormal(800*time.Millisecond, 0.5))
	b.ReportAllocs()
	u := 0.0
	for b.Loop() {
		if u += 0.6180339887498949; u >= 1 {
			u--
		}
		sink += l.Quantile(u)
	}
}

func BenchmarkExponentialQuantile(b *testing.B) {
	var l Distribution = Must(NewExponential(time.Second))
	u := 0.0
	for b.Loop() {
		if u += 0.6180339887498949; u >= 1 {
			u--
		}
		sink += l.Quantile(u)
	}
}
