package distribution

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

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
