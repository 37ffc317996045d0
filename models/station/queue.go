package station

import (
	"slices"
	"time"

	"failsim/models/policy"
	"failsim/sim"
)

// QueueHost schedules what becomes of those who come to a queue.
type QueueHost interface {
	// Begins reports that a server begins with one who has waited; the host calls Leave
	// once its work is done.
	Begins(now sim.Time, slot int32)
	// Drops reports that one who has waited is sent away.
	Drops(now sim.Time, slot int32)
}

// Queue is servers and a queue of which strategies decide admission, order and the
// longest wait. When each is served is known only when it begins.
type Queue struct {
	ruled
	host    QueueHost
	visits  *Visits
	serving chain
	queues  []chain // by class, the oldest at the front
	ends    []sim.Time
}

// NewQueue returns an idle queue.
func NewQueue(host QueueHost, visits *Visits, rules *QueueRules, servers, places int, weight float64) *Queue {
	d := &Queue{ruled: ruled{rules: rules, view: policy.Queue{Servers: servers, Capacity: places, Weight: max(1, weight)}},
		host: host, visits: visits, serving: newChain(), queues: make([]chain, rules.classes)}
	for i := range d.queues {
		d.queues[i] = newChain()
	}
	d.kept = rules.fresh(&d.view)
	return d
}

// Offer brings one who is Served or Waiting then, or Elsewhere if it was refused;
// of one who waits it says for how long that may be, 0 for ever.
func (d *Queue) Offer(now sim.Time, slot int32) (State, time.Duration) {
	d.view.Now = now
	v := d.visits.Visit(slot)
	if d.view.Serving == d.view.Servers && d.view.Waiting >= d.view.Capacity || !d.admits(v) {
		return Elsewhere, 0
	}
	if d.view.Serving < d.view.Servers {
		d.begin(now, slot)
		return Served, 0
	}
	j := d.visits.At(slot)
	j.State, j.Class = Waiting, d.classOf(v)
	longest := d.longest()
	d.queues[j.Class].pushBack(&d.visits.jobs, slot)
	d.view.Waiting++
	return Waiting, longest
}

func (d *Queue) begin(now sim.Time, slot int32) {
	j := d.visits.At(slot)
	j.State, j.Started, j.Finish = Served, now, now.Add(j.Work)
	d.serving.pushBack(&d.visits.jobs, slot)
	d.view.Serving++
}

// Leave takes away one who was served to its end, and begins with the next.
func (d *Queue) Leave(now sim.Time, slot int32) {
	d.view.Now = now
	d.serving.remove(&d.visits.jobs, slot)
	d.view.Serving--
	d.measure(d.visits.Visit(slot))
	for d.view.Serving < d.view.Servers && d.view.Waiting > 0 {
		next := d.next()
		d.unqueue(next)
		if !d.keeps(d.visits.Visit(next)) {
			d.host.Drops(now, next)
			continue
		}
		d.begin(now, next)
		d.host.Begins(now, next)
	}
}

// Quit takes away one who has waited for as long as it may.
func (d *Queue) Quit(now sim.Time, slot int32) {
	d.view.Now = now
	d.unqueue(slot)
	d.host.Drops(now, slot)
}

func (d *Queue) unqueue(slot int32) {
	j := d.visits.At(slot)
	d.queues[j.Class].remove(&d.visits.jobs, slot)
	d.view.Waiting--
	j.State = Elsewhere
}

// next is who is served next of those who wait.
func (d *Queue) next() int32 {
	for i := range d.queues {
		if q := &d.queues[i]; q.length > 0 {
			if d.newestFirst() {
				return q.back
			}
			return q.front
		}
	}
	panic("station: no request waits in the queue")
}

// Clear loses all jobs, whose slots it gives to a function.
func (d *Queue) Clear(now sim.Time, lose func(slot int32)) {
	for slot := d.serving.front; slot != none; {
		next := d.visits.At(slot).next
		lose(slot)
		slot = next
	}
	d.serving = newChain()
	for i := range d.queues {
		for slot := d.queues[i].front; slot != none; {
			next := d.visits.At(slot).next
			lose(slot)
			slot = next
		}
		d.queues[i] = newChain()
	}
	d.view.Now, d.view.Serving, d.view.Waiting = now, 0, 0
	d.kept = d.rules.fresh(&d.view)
}

// InSystem returns how many wait or are being served.
func (d *Queue) InSystem() int { return d.view.Serving + d.view.Waiting }

// Full reports whether a job that came now would be refused.
func (d *Queue) Full(now sim.Time, v *policy.Visit) bool {
	d.view.Now = now
	return d.view.Serving == d.view.Servers && d.view.Waiting >= d.view.Capacity || !d.admits(v)
}

// Wait returns how long whoever came now would wait, if no other came after it and
// none was sent away: all that wait are before it, unless the newest is first.
func (d *Queue) Wait(now sim.Time) time.Duration {
	if d.view.Serving < d.view.Servers {
		return 0
	}
	d.view.Now, d.ends = now, d.ends[:0]
	for slot := d.serving.front; slot != none; slot = d.visits.At(slot).next {
		d.ends = append(d.ends, max(now, d.visits.At(slot).Finish)) // it may be longer than it was thought
	}
	if !d.newestFirst() {
		for i := range d.queues {
			for slot := d.queues[i].front; slot != none; slot = d.visits.At(slot).next {
				first := slices.Index(d.ends, slices.Min(d.ends))
				d.ends[first] = d.ends[first].Add(d.visits.At(slot).Work)
			}
		}
	}
	return slices.Min(d.ends).Sub(now)
}
