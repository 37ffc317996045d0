package sim_test

import (
	"math"
	"runtime"
	"slices"
	"testing"
	"time"

	"failsim/sim"
)

// Each benchmark plays one model on the kernel and on a hand-written floor,
// turn by turn with the same draws, and reports what an event costs on each
// and the median of their ratio over the turns. It fails if anything
// allocates, if the number of events is not what theory says, or if kernel
// and floor disagree about what happened.

func BenchmarkHold1e3(b *testing.B) { benchmarkHold(b, 1e3) }
func BenchmarkHold1e5(b *testing.B) { benchmarkHold(b, 1e5) }
func BenchmarkHold1e6(b *testing.B) { benchmarkHold(b, 1e6) }

func benchmarkHold(b *testing.B, pending int) {
	s := newSpans()
	compare(b, newHoldKernel(pending, s), newHoldFloor(pending, s), float64(pending))
}

func BenchmarkOneQueue(b *testing.B) {
	s := newSpans()
	compare(b, newFarmKernel(1, 0.9, s), newFarmFloor(1, 0.9, s), 2*0.9)
}

// The same queue beside a floor that needs no heap: what generality costs.
func BenchmarkOneQueueByTwoVariables(b *testing.B) {
	s := newSpans()
	compare(b, newFarmKernel(1, 0.9, s), newQueueFloor(0.9, s), 2*0.9)
}

func BenchmarkTwoChoices(b *testing.B) {
	s := newSpans()
	compare(b, newFarmKernel(100, 85, s), newFarmFloor(100, 85, s), 2*85)
}

// side is a model on the kernel or on the floor.
type side interface {
	// play goes on to an instant and returns how many events that took.
	play(until sim.Time) int
	// result sums up what has happened in the model.
	result() uint64
}

const (
	unit       = 1 << 33 // a model's unit of time, in nanoseconds
	turnEvents = 100_000
)

// compare plays both sides, perUnit events a unit of time on average.
func compare(b *testing.B, kernel, floor side, perUnit float64) {
	turn := sim.Time(turnEvents / perUnit * unit)
	until := 5 * turn
	kernel.play(until) // grows the queue to its working size
	floor.play(until)
	sides, events := [2]side{kernel, floor}, [2]int{}
	spent := [2][]float64{make([]float64, b.N), make([]float64, b.N)}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	b.ResetTimer()
	for i := range b.N {
		until += turn
		for _, who := range [2]int{i & 1, 1 - i&1} { // neither is always first
			began := time.Now()
			n := sides[who].play(until)
			spent[who][i] = float64(time.Since(began)) / float64(n)
			events[who] += n
		}
	}
	b.StopTimer()
	runtime.ReadMemStats(&after)
	if n := after.Mallocs - before.Mallocs; n > 10 { // the testing package's own
		b.Fatalf("%d allocations in %d turns", n, b.N)
	}
	expected := float64(b.N) * turnEvents
	if math.Abs(float64(events[0])-expected) > 0.2*expected || events[0] != events[1] {
		b.Fatalf("%d events on the kernel and %d on the floor instead of %.0f", events[0], events[1], expected)
	}
	if kernel.result() != floor.result() {
		b.Fatalf("the kernel finds %d, the floor %d", kernel.result(), floor.result())
	}
	ratios := make([]float64, b.N)
	for i := range ratios {
		ratios[i] = spent[0][i] / spent[1][i]
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(spent[0]), "kernel-ns/event")
	b.ReportMetric(median(spent[1]), "floor-ns/event")
	b.ReportMetric(median(ratios), "kernel/floor")
}

func median(xs []float64) float64 {
	slices.Sort(xs)
	return xs[len(xs)/2]
}

// spans holds draws of an exponential distribution of mean one unit, made beforehand,
// so that it is the queue that is measured.
type spans [4096]float64

func newSpans() *spans {
	s, key := &spans{}, sim.NewKey(1, 0).Named("spans")
	for i := range s {
		s[i] = -math.Log(key.Float64(uint64(i))) * unit
	}
	return s
}

func (s *spans) draw(i uint64) uint64 { return uint64(s[i%uint64(len(s))]) }
