package maker

import (
	"math"

	"failsim/traces/format"
)

// Burstiness says how unevenly the requests of a trace come at one scale of
// time: by their numbers in windows of one width, back to back from the first
// stamp on, whole ones only, the empty ones too.
//
// The index of dispersion for counts is their variance divided by their mean:
// 1 for Poisson arrivals of a constant rate at any scale; what grows with the
// width is correlated (bursts, sessions, and the shape of the day, which is in
// it). PeakToMean is the largest number divided by the mean. Both are NaN for
// fewer than two windows, and for a width that is finer than the stamps.
type Burstiness struct {
	Width      int64 // ns
	Windows    int64
	Mean       float64 // requests in a window
	Dispersion float64
	PeakToMean float64
}

// burstiness counts requests by window.
type burstiness struct {
	first, width int64
	windows      int64
	at, n, most  int64 // the window that fills, and the largest
	sum, squares float64
}

func newBurstiness(first, span, width int64) *burstiness {
	return &burstiness{first: first, width: width, windows: span / width}
}

func (b *burstiness) add(r *format.Record) {
	if at := (r.At - b.first) / b.width; at != b.at {
		b.flush()
		b.at, b.n = at, 0
	}
	b.n += r.Requests
}

func (b *burstiness) flush() {
	if b.at >= b.windows {
		return // the last, which is not whole
	}
	b.sum += float64(b.n)
	b.squares += float64(float64(b.n) * float64(b.n))
	b.most = max(b.most, b.n)
}

func (b *burstiness) result() Burstiness {
	b.flush()
	b.n = 0
	of := Burstiness{Width: b.width, Windows: b.windows, Dispersion: math.NaN(), PeakToMean: math.NaN()}
	n := float64(b.windows)
	of.Mean = b.sum / n
	if b.windows >= 2 && of.Mean > 0 {
		of.Dispersion = max(0, (b.squares-float64(b.sum*of.Mean))/(n-1)) / of.Mean
		of.PeakToMean = float64(b.most) / of.Mean
	}
	return of
}
