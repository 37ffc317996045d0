package station

import (
	"time"

	"failsim/sim"
)

// Works are the work queues of a run.
type Works struct {
	kernel *sim.Kernel
	owner  sim.Owner
	queues []*WorkQueue // in the order in which they were added
}

// NewWorks returns no queue yet.
func NewWorks(k *sim.Kernel) *Works {
	w := &Works{kernel: k}
	w.owner = k.Register(w)
	return w
}

// WorkQueue is queues of work: workers that do jobs by rules. A job is late if it is not
// done by its deadline; only its owner knows that before it is done.
//
// It leaves out workers that differ, and what a job needs beside one.
type WorkQueue struct {
	Rules
	works                       *Works
	index                       int
	line                        Discipline
	jobs                        Jobs
	asked                       []asked // by slot
	free                        []int32
	waiting                     int     // jobs in the line, or with a worker
	lengths, backOffs, failures sim.Key // of draws
	count                       uint64  // jobs put in, or in again: their order
	up                          bool    // it serves
	slow                        float64
	fails                       float64 // share of jobs that come to nothing
	paused                      bool
	outside                     []int32       // who waits for the queue to go on
	gap                         time.Duration // between two that are let in; 0: none
	next                        sim.Time      // when the next is
	behind                      bool          // the last job was late, or not long ago
	since                       sim.Time      // that it is
	hears                       []func(now sim.Time, behind bool)
	Counts                      Counts
}

// Counts are what has become of jobs so far.
type Counts struct{ Asked, Good, Late, Dropped int }

// asked is a job as its queue knows it.
type asked struct {
	asker      Asker
	tag        uint64
	least      time.Duration // that it takes
	away       time.Duration // how long it is under way, each time
	due        sim.Time      // its deadline
	left       sim.Time      // when it leaves if it waits then
	put        uint64        // by which those who wait are in order
	tries      int
	class      uint8
	generation uint64 // events of what had the slot before are ignored
}

// Add adds a queue. Who finds no place and asks again must wait before.
func (w *Works) Add(key sim.Key, r Rules) *WorkQueue {
	if r.QueueCapacity < Unlimited && r.Late == Requeued && r.Backoff.Base == 0 {
		panic("station: a request that finds the queue full would retry at once, for ever")
	}
	q := &WorkQueue{Rules: r, works: w, index: len(w.queues), lengths: key.Named("work"), backOffs: key.Named("back-off"), failures: key.Named("fails"), up: true, slow: 1}
	q.line = Serve(q, &q.jobs, Spec{Servers: r.Workers, QueueCapacity: r.QueueCapacity, Order: r.Order, Classes: max(1, r.Classes), Leave: true, Change: true})
	w.queues = append(w.queues, q)
	return q
}

// The events of work queues.
const (
	served    uint8 = iota // a worker is done
	leaves                 // a job's patience is over
	comesBack              // who asked asks again
	itsTurn                // who was held back by a throttle is let in
)

const (
	slotBits  = 24
	countBits = 12
)

func (q *WorkQueue) schedule(at sim.Time, kind uint8, slot int32) {
	arg := uint64(q.index)<<(slotBits+countBits) | uint64(slot)<<countBits | q.asked[slot].generation&(1<<countBits-1)
	q.works.kernel.Schedule(at, sim.Completion, q.works.owner, sim.Event{Kind: kind, Arg: arg})
}

// Handle implements sim.Handler.
func (w *Works) Handle(now sim.Time, e sim.Event) {
	q, slot := w.queues[e.Arg>>(slotBits+countBits)], int32(e.Arg>>countBits&(1<<slotBits-1))
	o := &q.asked[slot]
	if o.generation&(1<<countBits-1) != e.Arg&(1<<countBits-1) {
		return
	}
	switch e.Kind {
	case served:
		if j := q.jobs.At(slot); j.State == Served && j.Finish == now {
			q.line.Leave(now, slot)
			j.State = Elsewhere
			q.waiting--
			q.finished(now, slot)
		}
	case leaves:
		if q.jobs.At(slot).State == Waiting && o.left == now {
			q.quit(now, slot)
			q.inTime(now, false)
			q.late(now, slot)
		}
	case comesBack:
		q.ask(now, slot)
	case itsTurn:
		if q.paused {
			q.ask(now, slot)
		} else {
			q.letIn(now, slot)
		}
	}
}

// Put requests a job.
func (q *WorkQueue) Put(now sim.Time, a Asker, tag uint64, class uint8) {
	q.PutLong(now, a, tag, class, 0)
}

// PutFrom requests a job that is so long under way to the queue, each time that it
// is requested.
func (q *WorkQueue) PutFrom(now sim.Time, a Asker, tag uint64, class uint8, away time.Duration) {
	slot := q.place(asked{asker: a, tag: tag, class: class, away: away})
	q.travel(now, slot, away)
}

// travel has a job ask after a while.
func (q *WorkQueue) travel(now sim.Time, slot int32, after time.Duration) {
	if after > 0 {
		q.schedule(now.Add(after), comesBack, slot)
	} else {
		q.ask(now, slot)
	}
}

// PutLong requests a job that takes at least so long.
func (q *WorkQueue) PutLong(now sim.Time, a Asker, tag uint64, class uint8, least time.Duration) {
	q.ask(now, q.place(asked{asker: a, tag: tag, class: class, least: least}))
}

// place keeps a job that is requested.
func (q *WorkQueue) place(a asked) (slot int32) {
	if n := len(q.free); n > 0 {
		slot = q.free[n-1]
		q.free = q.free[:n-1]
	} else {
		slot = int32(len(q.asked))
		q.asked = append(q.asked, asked{})
	}
	a.generation = q.asked[slot].generation + 1
	q.asked[slot] = a
	q.Counts.Asked++
	return slot
}

// ask has a job wait, or be done at once, or stay outside.
func (q *WorkQueue) ask(now sim.Time, slot int32) {
	if q.paused {
		q.outside = append(q.outside, slot)
		return
	}
	if q.gap > 0 && q.next > now {
		at := q.next
		q.next = q.next.Add(q.gap)
		q.schedule(at, itsTurn, slot)
		return
	}
	if q.gap > 0 {
		q.next = now.Add(q.gap)
	}
	q.letIn(now, slot)
}

func (q *WorkQueue) letIn(now sim.Time, slot int32) {
	o := &q.asked[slot]
	q.count++
	o.put, o.due = q.count, sim.Never
	if q.Deadline > 0 {
		o.due = now.Add(q.Deadline)
	}
	work := time.Duration(float64(q.Work.Quantile(q.draw(slot, q.lengths))) * q.slow)
	q.jobs.Bring(slot, max(1, work, o.least), o.class)
	if !q.line.Offer(now, slot) {
		q.late(now, slot)
		return
	}
	q.waiting++
	if q.Patience > 0 && q.jobs.At(slot).State == Waiting {
		o.left = now.Add(q.Patience)
		q.schedule(o.left, leaves, slot)
	}
}

func (q *WorkQueue) draw(slot int32, purpose sim.Key) float64 {
	o := &q.asked[slot]
	return purpose.Float64(sim.Mix(o.tag) + uint64(o.tries))
}

// finished is when a worker has done a job.
func (q *WorkQueue) finished(now sim.Time, slot int32) {
	o := &q.asked[slot]
	switch failed := q.fails > 0 && q.draw(slot, q.failures) < q.fails; {
	case failed:
		q.late(now, slot)
	case now <= o.due:
		q.Counts.Good++
		q.inTime(now, true)
		q.over(now, slot, true)
	case q.Late == Kept:
		q.Counts.Late++
		q.inTime(now, false)
		q.over(now, slot, true)
	default:
		q.inTime(now, false)
		q.late(now, slot)
	}
}

// late is what becomes of a job that came to nothing.
func (q *WorkQueue) late(now sim.Time, slot int32) {
	if q.Late != Requeued {
		q.Counts.Dropped++
		q.over(now, slot, false)
		return
	}
	q.Counts.Late++
	o := &q.asked[slot]
	o.tries++
	o.generation++
	q.travel(now, slot, q.Backoff.wait(o.tries, q.draw(slot, q.backOffs))+o.away)
}

// inTime notes whether a job was.
func (q *WorkQueue) inTime(now sim.Time, is bool) {
	if q.behind == !is || is && now < q.since.Add(q.Deadline) {
		return
	}
	q.behind, q.since = !is, now
	for _, f := range q.hears {
		f(now, q.behind)
	}
}

// over forgets a job and tells who asked for it.
func (q *WorkQueue) over(now sim.Time, slot int32, done bool) {
	o := &q.asked[slot]
	o.generation++
	q.free = append(q.free, slot)
	o.asker.Ended(now, o.tag, done)
}

func (q *WorkQueue) quit(now sim.Time, slot int32) {
	q.line.Quit(now, slot)
	q.jobs.At(slot).State = Elsewhere
	q.waiting--
}

// Waits implements Host.
func (q *WorkQueue) Waits(sim.Time, int32) {}

// Ends implements Host.
func (q *WorkQueue) Ends(at sim.Time, slot int32) { q.schedule(at, served, slot) }

// Due implements Host.
func (q *WorkQueue) Due(sim.Time, int32) { panic("station: workers are not shared") }
