package sim_test

import "failsim/sim"

// HOLD: so many events wait, and each schedules one more when it fires.

type holdKernel struct {
	kernel sim.Kernel
	owner  sim.Owner
	spans  *spans
	fired  uint64
	sum    uint64
}

func newHoldKernel(pending int, s *spans) *holdKernel {
	h := &holdKernel{spans: s}
	h.owner = h.kernel.Register(h)
	for i := range uint64(pending) {
		h.kernel.Schedule(sim.Time(s.draw(i)+i), sim.Change, h.owner, sim.Event{Arg: i})
	}
	return h
}

func (h *holdKernel) Handle(now sim.Time, e sim.Event) {
	h.fired++
	h.sum += uint64(now)
	h.kernel.Schedule(now+sim.Time(h.spans.draw(h.fired)), sim.Change, h.owner, e)
}

func (h *holdKernel) play(until sim.Time) int {
	before := h.kernel.Fired()
	h.kernel.Run(until)
	return int(h.kernel.Fired() - before)
}

func (h *holdKernel) result() uint64 { return h.sum }

type holdFloor struct {
	queue *floor
	spans *spans
	fired uint64
	sum   uint64
}

func newHoldFloor(pending int, s *spans) *holdFloor {
	h := &holdFloor{queue: newFloor(pending), spans: s}
	for i := range uint64(pending) {
		h.queue.push(s.draw(i)+i, i)
	}
	return h
}

func (h *holdFloor) play(until sim.Time) int {
	before := h.fired
	for {
		at, slot := h.queue.top()
		if at > uint64(until) {
			return int(h.fired - before)
		}
		h.fired++
		h.sum += at
		h.queue.replace(at+h.spans.draw(h.fired), slot)
	}
}

func (h *holdFloor) result() uint64 { return h.sum }
