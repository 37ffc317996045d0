package data

import (
	"fmt"
	"slices"
	"time"

	"failsim/models/distribution"
	"failsim/sim"
	"failsim/sim/portable"
)

// wait reports how long a write waits, if that has changed.
func (s *set) wait(now sim.Time) {
	k := s.waitsFor(s.lead)
	var hears []int
	if k > 0 {
		hears = append(hears, s.lead)
		for i := range s.replicas {
			if s.hearsOf(s.lead, i) && (!s.Acks.Ordered || len(hears) <= k) {
				hears = append(hears, i)
			}
		}
	}
	if slices.Equal(hears, s.hears) {
		return
	}
	s.hears = hears
	var fixed, mean []time.Duration
	for _, i := range hears[min(1, len(hears)):] {
		fixed, mean = append(fixed, 2*s.way(s.lead, i)), append(mean, s.Replicas[i].Lag)
	}
	s.host.DataWaits(now, s.number, waiting(fixed, mean, k))
}

// waiting is how long it takes until k of some followers have answered, each after a fixed
// time and an exponential one; nil: at once, or never.
func waiting(fixed, mean []time.Duration, k int) distribution.Distribution {
	if k == 0 || k > len(fixed) {
		return nil
	}
	w := &waits{}
	last := slices.Max(fixed) + 40*slices.Max(mean) // by then all have, but for one in 10^17
	for i := range w.at {
		low, high := time.Duration(0), last
		for high-low > time.Microsecond {
			if mid := (low + high) / 2; answered(fixed, mean, k, mid) < (float64(i)+0.5)/steps {
				low = mid
			} else {
				high = mid
			}
		}
		w.at[i] = high
		w.mean += high / steps
	}
	return w
}

// answered is the probability that k have answered after so long. Their number is that of
// independent events, each of a probability of its own.
func answered(fixed, mean []time.Duration, k int, after time.Duration) float64 {
	number := make([]float64, len(fixed)+1)
	number[0] = 1
	for i, f := range fixed {
		p := 0.0
		switch {
		case after < f:
		case mean[i] == 0:
			p = 1
		default:
			p = 1 - portable.Exp(-float64(after-f)/float64(mean[i]))
		}
		for n := i + 1; n > 0; n-- {
			number[n] = float64(number[n]*(1-p)) + float64(number[n-1]*p)
		}
		number[0] *= 1 - p
	}
	sum := 0.0
	for _, p := range number[k:] {
		sum += p
	}
	return sum
}

const steps = 512 // of equal probability: the largest one in a thousand are one

// waits is a distribution by steps.
type waits struct {
	at   [steps]time.Duration
	mean time.Duration
}

// Quantile implements distribution.Distribution.
func (w *waits) Quantile(u float64) time.Duration { return w.at[min(steps-1, int(u*steps))] }

// Mean implements distribution.Distribution.
func (w *waits) Mean() (time.Duration, bool) { return w.mean, true }

// String implements distribution.Distribution.
func (w *waits) String() string { return fmt.Sprintf("what a write waits for, on average %s", w.mean) }
