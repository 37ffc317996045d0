package operations_test

import (
	"fmt"
	"strings"
	"time"

	"failsim/models/distribution"
	"failsim/models/operations"
	"failsim/sim"
)

// rig is a pool in a world of its own: servers are up or not, LBs know them or not, and
// what they have to do is said.
type rig struct {
	kernel sim.Kernel
	all    *operations.Operations
	pool   *operations.Pool
	up     []bool
	open   []bool // takes in what is new
	in     []bool // LBs send to it
	slow   []float64
	load   float64 // servers' worth of work, over those to which LBs send
	course []string
}

func newRig(slots, used int, h operations.Habits) *rig { return newSeededRig(0, slots, used, h) }

func newSeededRig(seed, slots, used int, h operations.Habits) *rig {
	r := &rig{up: make([]bool, slots), open: make([]bool, slots), in: make([]bool, slots), slow: make([]float64, slots)}
	for i := range slots {
		r.up[i], r.open[i], r.in[i], r.slow[i] = i < used, i < used, i < used, 1
	}
	r.all = operations.New(&r.kernel, r, func(now sim.Time, line string, args ...any) {
		r.say(now, line, args...)
	})
	r.pool = r.all.Add(sim.NewKey(1, seed), 0, slots, used, h)
	return r
}

func (r *rig) say(now sim.Time, line string, args ...any) {
	r.course = append(r.course, fmt.Sprintf("%v "+line, append([]any{time.Duration(now)}, args...)...))
}

// serving returns how many servers LBs send to that take it.
func (r *rig) serving() (n int) {
	for i := range r.up {
		if r.up[i] && r.open[i] && r.in[i] {
			n++
		}
	}
	return n
}

// refusing returns how many LBs send to that do not take it.
func (r *rig) refusing() (n int) {
	for i := range r.up {
		if r.in[i] && !(r.up[i] && r.open[i]) {
			n++
		}
	}
	return n
}

func (r *rig) change(now sim.Time, slot int, what string) {
	r.say(now, "%d %s", slot, what)
}

func (r *rig) Leave(now sim.Time, _, slot int, out bool) {
	r.in[slot] = !out
	r.change(now, slot, map[bool]string{true: "out", false: "in"}[out])
}

func (r *rig) Drain(now sim.Time, _, slot int) {
	r.open[slot] = false
	r.change(now, slot, "drains")
}

func (r *rig) Stop(now sim.Time, _, slot int) {
	r.up[slot], r.open[slot] = false, false
	r.change(now, slot, "ends")
}

func (r *rig) Start(now sim.Time, _, slot int) {
	r.up[slot], r.open[slot] = true, true
	r.change(now, slot, "runs")
}

func (r *rig) Working(_ sim.Time, _, slot int) (busy, servers int) {
	if !r.up[slot] {
		return 0, 0
	}
	if !r.in[slot] {
		return 0, 100
	}
	return int(100 * min(1, r.load/float64(r.serving()))), 100
}

func (r *rig) Worked(_, _ sim.Time, _, slot int) bool { return r.up[slot] && r.in[slot] && r.load > 0 }

func (r *rig) Warm(_ sim.Time, _, slot int, _, to float64) { r.slow[slot] = to }

func (r *rig) runTo(d time.Duration) { r.kernel.Run(sim.Time(d)) }

func (r *rig) text() string { return strings.Join(r.course, "\n") }

func in(d time.Duration) distribution.Distribution { return distribution.Constant(d) }
