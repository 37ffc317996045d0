package people

import (
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/station"
	"failsim/sim"
)

// A person or team that does steps is a station: one server, and a queue without an end.
// How long a step takes is known when it begins, as that depends on what is left to do
// then, and of some only when it has ended.

// takeUp has a team that is free turn to a region, by a playbook.
func (t *team) takeUp(region id.Region, book *policy.Playbook) {
	t.region, t.plane, t.book = region, t.planes[region], book
	t.turn++
	t.taken[region]++
	t.left[region] = false
	t.felt, t.restored, t.mending, t.due, t.begins = false, false, 0, t.due[:0], t.begins[:0]
	t.steps = append(t.steps[:0], make([]progress, len(book.Steps))...)
	t.seat()
}

// seat gives each of those who do the steps of a playbook a station.
func (t *team) seat() {
	t.queues = t.queues[:0]
	of := map[string]station.Discipline{}
	for i := range t.book.Steps {
		who := t.book.Steps[i].Who
		if of[who] == nil {
			of[who] = station.Serve(t, &t.jobs, station.Spec{Servers: 1, QueueCapacity: station.Unlimited, Open: true})
		}
		t.queues = append(t.queues, of[who])
		t.jobs.Bring(int32(i), 0, 0)
	}
}

// next returns the next step to begin: of one that people have waited to do, or of
// those that have fallen due the first whose people are free. The others wait for them.
func (t *team) next(now sim.Time) (step int, ok bool) {
	for len(t.begins) == 0 && len(t.due) > 0 {
		step, t.due = t.due[0], t.due[1:]
		t.queues[step].Offer(now, int32(step))
	}
	if len(t.begins) == 0 {
		return 0, false
	}
	step, t.begins = t.begins[0], t.begins[1:]
	return step, true
}

// leave has the people who did a step turn to what waits for them.
func (t *team) leave(now sim.Time, step int) {
	t.queues[step].Leave(now, int32(step))
	t.jobs.At(int32(step)).State = station.Elsewhere
}

// Ends implements station.Host: people have time for a step.
func (t *team) Ends(_ sim.Time, slot int32) { t.begins = append(t.begins, int(slot)) }

// Waits implements station.Host.
func (*team) Waits(sim.Time, int32) {}

// Due implements station.Host.
func (*team) Due(sim.Time, int32) { panic("people: each person does one thing at a time") }
