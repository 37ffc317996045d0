package station_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/distribution"
	"failsim/models/station"
	"failsim/sim"
)

// askers ask a queue for jobs at instants, and write down when each is done.
type askers struct {
	kernel sim.Kernel
	owner  sim.Owner
	queue  *station.WorkQueue
	acts   []func(now sim.Time)
	done   []float64 // seconds at which a job was done in time
	by     map[uint64]float64
	lost   int
}

func newAskers(r station.Rules) *askers {
	a := &askers{by: map[uint64]float64{}}
	a.owner = a.kernel.Register(a)
	a.queue = station.NewWorks(&a.kernel).Add(sim.NewKey(1, 0), r)
	return a
}

func (a *askers) Handle(now sim.Time, e sim.Event) { a.acts[e.Arg](now) }

func (a *askers) at(seconds float64, act func(now sim.Time)) {
	a.kernel.Schedule(sim.Time(sim.FromSeconds(seconds)), sim.Arrival, a.owner, sim.Event{Arg: uint64(len(a.acts))})
	a.acts = append(a.acts, act)
}

func (a *askers) ask(seconds float64, tag uint64, class uint8) {
	a.at(seconds, func(now sim.Time) { a.queue.Put(now, a, tag, class) })
}

func (a *askers) Ended(now sim.Time, tag uint64, done bool) {
	if !done {
		a.lost++
		return
	}
	a.done = append(a.done, time.Duration(now).Seconds())
	a.by[tag] = time.Duration(now).Seconds()
}

func (a *askers) run(seconds float64) { a.kernel.Run(sim.Time(sim.FromSeconds(seconds))) }

// goodBetween counts jobs that were done in time.
func (a *askers) goodBetween(from, until float64) (n int) {
	for _, t := range a.done {
		if t >= from && t < until {
			n++
		}
	}
	return n
}

// tens are ten workers of a second each, with a deadline of half a minute.
func tens(late station.Late, b station.Backoff) station.Rules {
	return station.Rules{Name: "renewals", Workers: 10, QueueCapacity: station.Unlimited, Work: distribution.Constant(time.Second),
		Deadline: 30 * time.Second, Late: late, Backoff: b}
}

// The closed form of a fluid: with demand a above capacity c and a deadline d, what
// comes at t is done at t a/c, in time as long as t (a/c - 1) <= d; so the last good
// job ends d/(1 - c/a) after onset. Requeued, none is good again while the backlog
// exceeds c d, though demand has fallen; dropped, it recovers, once the backlog of
// (a - c) T is below c d, which shrinks by c - b where demand is b.
func TestLateWorkThatIsAskedForAgainNeverLetsAQueueRecover(t *testing.T) {
	const a, c, d, high, b = 20.0, 10.0, 30.0, 300.0, 5.0
	overload := func(r station.Rules) *askers {
		q := newAskers(r)
		for i := range uint64(a * high) {
			q.ask(float64(i)/a, i, 0)
		}
		for i := range uint64(b * 1500) {
			q.ask(high+float64(i)/b, 1e6+i, 0)
		}
		q.run(1800)
		return q
	}
	last := d / (1 - c/a)
	requeued := overload(tens(station.Requeued, station.Backoff{}))
	assert.Greater(t, requeued.goodBetween(last-2, last), 10)
	assert.InDelta(t, 10, requeued.goodBetween(last, last+2), 10, "within a second's work of the fluid")
	assert.Zero(t, requeued.goodBetween(last+1.1, 1e9))
	inside, _ := requeued.queue.Backlog()
	assert.Greater(t, float64(inside), c*d)

	dropped := overload(tens(station.Dropped, station.Backoff{}))
	again := high + ((a-c)*high-c*d)/(c-b)
	assert.Zero(t, dropped.goodBetween(last+1.1, again+d-3), "what joins then is done d later")
	assert.InDelta(t, c*(d-6), dropped.goodBetween(again+d+3, again+2*d-3), c, "all that workers do is good again, until nobody waits")
	impatient := func(p float64) int {
		r := tens(station.Dropped, station.Backoff{})
		r.Patience = sim.FromSeconds(p)
		return overload(r).goodBetween(last, high)
	}
	assert.Zero(t, impatient(d), "what is begun just before its deadline is late as well")
	assert.InDelta(t, c*(high-last), impatient(d-1.1), c*3, "who leaves when it is too late to be in time wastes no work")
}

// A thousand renewals at once: in 30 s ten workers of 1 s do 300. The rest is late,
// and each is asked for again behind 699 others, for ever. Whoever backs off, with
// jitter, finds the queue short.
func TestAThousandRenewalsAtOnce(t *testing.T) {
	thousand := func(r station.Rules) *askers {
		q := newAskers(r)
		for i := range uint64(1000) {
			q.ask(0, i, 0)
		}
		q.run(4 * 3600)
		return q
	}
	at := thousand(tens(station.Requeued, station.Backoff{}))
	assert.Len(t, at.done, 300, "30 %% and no more")
	assert.Equal(t, 30.0, at.done[299])
	jittered := thousand(tens(station.Requeued, station.Backoff{Base: time.Minute, Cap: 5 * time.Minute, Jitter: true}))
	assert.Len(t, jittered.done, 1000)
	assert.Less(t, jittered.done[999], 600.0)
}

// By hand: one worker of 10 s; 1 comes at 0, 2 at 1, 3 at 2 and is of the first class.
func TestWhoIsNextFollowsTheOrder(t *testing.T) {
	for order, want := range map[station.Order]map[uint64]float64{
		station.FIFO: {1: 10, 2: 20, 3: 30}, station.LIFO: {1: 10, 3: 20, 2: 30}, station.Priority: {1: 10, 3: 20, 2: 30},
	} {
		q := newAskers(station.Rules{Workers: 1, QueueCapacity: station.Unlimited, Order: order, Classes: 2, Work: distribution.Constant(10 * time.Second)})
		q.ask(0, 1, 1)
		q.ask(1, 2, 1)
		q.ask(2, 3, 0)
		q.run(100)
		assert.Equal(t, want, q.by)
	}
}

func TestWhoFindsNoPlaceIsDroppedOrComesAgain(t *testing.T) {
	r := station.Rules{Workers: 1, QueueCapacity: 1, Work: distribution.Constant(10 * time.Second)}
	crowd := func(r station.Rules) *askers {
		q := newAskers(r)
		for i := range uint64(3) {
			q.ask(float64(i), i, 0)
		}
		q.run(100)
		return q
	}
	q := crowd(r)
	assert.Equal(t, []float64{10, 20}, q.done)
	assert.Equal(t, 1, q.lost)
	r.Late, r.Backoff = station.Requeued, station.Backoff{Base: 5 * time.Second, Cap: time.Minute}
	assert.Equal(t, []float64{10, 20, 30}, crowd(r).done, "at 2, 7 and 17, when there is a place")
	r.Backoff.Base = 0
	assert.Panics(t, func() { newAskers(r) })
}

// By hand: ten jobs of 10 s for one worker. It is paused at 15: one is done, one
// under way, eight are sent away. From 100 on they are let in over 160 s, one each
// 20 s, and none waits.
func TestAQueueThatIsPausedSendsAwayAndLetsInOverAWhile(t *testing.T) {
	q := newAskers(station.Rules{Workers: 1, QueueCapacity: station.Unlimited, Work: distribution.Constant(10 * time.Second)})
	for i := range uint64(10) {
		q.ask(0, i, 0)
	}
	q.at(15, q.queue.Pause)
	q.at(50, func(now sim.Time) {
		inside, away := q.queue.Backlog()
		assert.Equal(t, []int{0, 8}, []int{inside, away})
	})
	q.at(100, func(now sim.Time) { q.queue.Resume(now, 160*time.Second) })
	q.run(1000)
	assert.Equal(t, []float64{10, 20, 110, 130, 150, 170, 190, 210, 230, 250}, q.done)
}

func TestWorkersComeAndGoAndAreSlow(t *testing.T) {
	q := newAskers(station.Rules{Workers: 1, QueueCapacity: station.Unlimited, Work: distribution.Constant(10 * time.Second)})
	for i := range uint64(6) {
		q.ask(0, i, 0)
	}
	q.at(4, func(now sim.Time) { q.queue.Serve(now, false, 1, 0) }) // 6 s of the first are left
	q.at(100, func(now sim.Time) { q.queue.Serve(now, true, 3, 0) })
	q.at(107, func(now sim.Time) { q.queue.Hire(now, 1) })
	q.run(1000)
	// 106 the first; the second until 116, as its work was given when it was let in.
	assert.Equal(t, []float64{106, 116, 117, 126, 127, 136}, q.done)
	slow := newAskers(station.Rules{Workers: 1, QueueCapacity: station.Unlimited, Work: distribution.Constant(10 * time.Second)})
	slow.at(0, func(now sim.Time) { slow.queue.Serve(now, true, 3, 0) })
	slow.ask(1, 1, 0)
	slow.run(100)
	assert.Equal(t, []float64{31}, slow.done)
}

func TestAThrottleLetsInSoManyASecond(t *testing.T) {
	q := newAskers(station.Rules{Workers: 100, QueueCapacity: station.Unlimited, Work: distribution.Constant(time.Second)})
	q.at(0, func(now sim.Time) { q.queue.Throttle(now, 0.5) })
	for i := range uint64(5) {
		q.ask(1, i, 0)
	}
	q.run(100)
	assert.Equal(t, []float64{2, 4, 6, 8, 10}, q.done)
}

// Of jobs that come to nothing for want of what the workers need, a share is asked
// for again: with probability 1/2 each takes two tries on average.
func TestAShareOfJobsComesToNothing(t *testing.T) {
	q := newAskers(tens(station.Requeued, station.Backoff{}))
	q.at(0, func(now sim.Time) { q.queue.Serve(now, true, 1, 0.5) })
	for i := range uint64(4000) {
		q.ask(float64(i), i, 0)
	}
	q.run(5000)
	require.Len(t, q.done, 4000)
	// Geometric, variance 2: four standard errors of the sum are 4 sqrt(2 x 4000).
	assert.InDelta(t, 4000, q.queue.Counts.Late, 358)
}
