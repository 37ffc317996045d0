package calibrate

import (
	"math"
	"time"

	"failsim/sim"
	"failsim/sim/portable"
)

// windows count requests, and those that failed, by when they came.
type windows struct {
	width    time.Duration
	requests []float64
	failed   []float64
}

// least is how many requests a window has on average, and mostWindows how many
// there are at most: assumptions.
const (
	least       = 10
	mostWindows = 2000
)

// newWindows cuts a log.
func newWindows(l *Log) *windows {
	n := min(mostWindows, max(2, len(l.At)/least))
	w := &windows{width: max(1, (l.Span()+1)/time.Duration(n)+1)}
	w.requests, w.failed = make([]float64, n), make([]float64, n)
	for i, at := range l.At {
		w.requests[w.of(at)]++
		if l.Failed[i] {
			w.failed[w.of(at)]++
		}
	}
	return w
}

// half is which half of the log a window is of: 0 is fitted, 1 held out. Of each two
// that follow each other one is fitted, and chance says which: a log may have a period
// of its own, such as clients that ask for names in turn, or checks of a second.
func half(window int) int { return (window ^ int(sim.Mix(uint64(window/2))>>32)) & 1 }

func (w *windows) of(at time.Duration) int { return min(int(at/w.width), len(w.requests)-1) }

// squares is how far shares of failures lie from what replications say, squared, in
// windows of one half. A window in which everything is another than predicted
// counts for no more than all of its requests, where a likelihood would have the fit
// bend to it whatever the rest says.
func (w *windows) squares(failing []float64, replications, of int) (sum float64) {
	for i := range w.requests {
		if n := w.requests[i]; n > 0 && half(i) == of {
			off := w.failed[i]/n - failing[i]/n/float64(replications)
			sum += float64(n * off * off)
		}
	}
	return sum
}

// deviance is how far the windows of one half lie from what replications say that
// fails of their requests, by all of these together; told is how many windows have
// anything to say.
func (w *windows) deviance(failing []float64, replications, of int) (d float64, reported int) {
	for i := range w.requests {
		n, k := w.requests[i], w.failed[i]
		if n == 0 || half(i) != of {
			continue
		}
		p := (failing[i] + 0.5) / (float64(n*float64(replications)) + 1)
		d += float64(2 * (term(k, n*p) + term(n-k, n*(1-p))))
		if k > 0 || failing[i] > 0 {
			reported++
		}
	}
	return d, reported
}

func term(seen, expected float64) float64 {
	if seen == 0 {
		return 0
	}
	return seen * portable.Log(seen/expected)
}

// sums are of windows of a half: requests, failures in the log, failures
// predicted, and how far windows are off on average, as a share of their requests,
// where either says that any fails.
func (w *windows) sums(failing []float64, replications, of int) (h Half) {
	off, harmed := 0.0, 0.0
	for i := range w.requests {
		if half(i) != of {
			continue
		}
		p := failing[i] / float64(replications)
		h.Requests += int(w.requests[i])
		h.Failed += int(w.failed[i])
		h.Predicted += p
		if p > 0 || w.failed[i] > 0 {
			off += math.Abs(p - w.failed[i])
			harmed += w.requests[i]
		}
	}
	h.PerWindow = off / max(1, harmed)
	return h
}

// Half is what is said of the windows that were fitted, or held out.
type Half struct {
	Requests  int     `json:"requests"`
	Failed    int     `json:"failed"`
	Predicted float64 `json:"predicted"`
	// PerWindow is the mean difference of a harmed window, as a share of its requests.
	PerWindow float64 `json:"error_per_window"`
}

// Error is that of the number of failures, as a share of those in the log.
func (h *Half) Error() float64 { return h.Predicted/max(1, float64(h.Failed)) - 1 }
