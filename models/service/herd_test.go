package service_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/models/distribution"
	"failsim/models/service"
	"failsim/models/station"
	"failsim/sim"
)

// flock is a herd in a plant whose first service it needs, and whose second it is.
type flock struct {
	*plant
	herds *service.Herds
	herd  *service.Herd
	queue *station.WorkQueue
}

func newFlock(s service.HerdSpec, r station.Rules) *flock {
	f := &flock{plant: newPlant(of("network"), of("storage"))}
	f.herds = service.NewHerds(&f.kernel, f.graph)
	f.queue = station.NewWorks(&f.kernel).Add(sim.NewKey(2, 0), r)
	s.Queue, s.Of = f.queue, 1
	f.herd = f.herds.Add(sim.NewKey(3, 0), s)
	return f
}

// never is a queue that does nothing, so that what is lost stays lost.
var never = station.Rules{Workers: 1, QueueCapacity: station.Unlimited, Work: distribution.Constant(time.Duration(math.MaxInt64 / 4))}

// The oracle: members renew every r, evenly spread, and have lost their lease L after
// they last did. Of those whose last renewal was an age a before an outage of D, a
// uniform in [0, r), those lapse with L - a < D: (D - (L - r))/r of them, between none
// and all.
func TestTheShareOfLeasesThatLapse(t *testing.T) {
	const members = 20_000
	lease, renew := 10*m, 4*m
	for _, d := range []time.Duration{m, 6 * m, 7 * m, 8 * m, 9 * m, 10 * m, 30 * m} {
		f := newFlock(service.HerdSpec{Members: members, Lease: lease, Renew: renew}, never)
		f.hold(0, 17*m, 17*m+d)
		f.run()
		want := min(1, max(0, float64(d-(lease-renew))/float64(renew)))
		assert.InDelta(t, want, float64(f.herd.Lost())/members, 4*math.Sqrt(want*(1-want)/members)+1e-9, "an outage of %v", d)
	}
}

// By hand: four workers of 30 s have 1,000 members back in 1,000 x 30/4 s.
func TestWhoHasLostItGetsItBackByAJob(t *testing.T) {
	f := newFlock(service.HerdSpec{Members: 1000}, station.Rules{Workers: 4, QueueCapacity: station.Unlimited, Work: distribution.Constant(30 * time.Second)})
	f.hold(0, 10*m, 10*m+10*time.Second) // without a lease they lose it at once
	f.at(10*m+time.Second, func(sim.Time) { assert.Equal(t, 1000, f.herd.Lost()) })
	f.at(10*m+3750*time.Second, func(sim.Time) { assert.Equal(t, 500, f.herd.Lost(), "those of this instant come after") })
	f.run()
	assert.Zero(t, f.herd.Lost())
	last := f.log[len(f.log)-1]
	assert.Equal(t, fmt.Sprintf("%v storage fails 0 slow 1", 10*m+7500*time.Second), last)
	assert.LessOrEqual(t, len(f.log), 2+1+101, "storage is told in steps of a percent")
}

// A member that gets its lease while what it needs is down holds it for one more
// lease.
func TestAnOutageTakesAgainWhatWasGotMeanwhile(t *testing.T) {
	f := newFlock(service.HerdSpec{Members: 10, Lease: 10 * m, Renew: m}, station.Rules{Workers: 10, QueueCapacity: station.Unlimited, Work: distribution.Constant(2 * m)})
	f.hold(0, 60*m, 80*m)
	f.at(73*m, func(sim.Time) { assert.Zero(t, f.herd.Lost(), "lost by 70, back by 72") })
	f.run()
	assert.Zero(t, f.herd.Lost())
	f = newFlock(service.HerdSpec{Members: 10, Lease: 10 * m, Renew: m}, station.Rules{Workers: 10, QueueCapacity: station.Unlimited, Work: distribution.Constant(2 * m)})
	f.hold(0, 60*m, 0)
	f.at(82*m+30*time.Second, func(sim.Time) { assert.NotZero(t, f.herd.Lost(), "and again within 82") })
	f.kernel.Run(sim.Time(84 * m))
}

// By hand: 100 of 1,000 lose their leases at once, and queue for 10 s of one worker
// with a deadline of a minute: from a minute on the queue is late, and stays so, for
// each asks again behind the others. So nothing else can renew, and all have lost
// theirs a lease later, though what they need has long been up.
func TestRenewalsThroughTheQueueFailWithIt(t *testing.T) {
	for _, through := range []bool{false, true} {
		f := newFlock(service.HerdSpec{Needs: -1, Members: 1000, Lease: 10 * m, Renew: 4 * m, Through: through},
			station.Rules{Workers: 1, QueueCapacity: station.Unlimited, Work: distribution.Constant(10 * time.Second), Deadline: time.Minute, Late: station.Requeued})
		f.at(5*m, func(now sim.Time) { f.herd.Strike(now, 0.1) })
		f.at(12*m, func(sim.Time) { assert.Equal(t, 94, f.herd.Lost(), "six are done in time") })
		f.at(17*m, func(sim.Time) {
			if through {
				assert.Equal(t, 1000, f.herd.Lost())
			} else {
				assert.Equal(t, 94, f.herd.Lost())
			}
		})
		f.kernel.Run(sim.Time(18 * m))
	}
}

func TestAStrikeTakesAShareAndJitterSpreadsItsJobs(t *testing.T) {
	f := newFlock(service.HerdSpec{Needs: -1, Members: 1000, Jitter: 10 * m}, station.Rules{Workers: 1000, QueueCapacity: station.Unlimited, Work: distribution.Constant(time.Second)})
	f.at(5*m, func(now sim.Time) { f.herd.Strike(now, 0.137) })
	f.at(5*m+1, func(sim.Time) { assert.Equal(t, 137, f.herd.Lost()) })
	f.at(10*m+time.Second, func(sim.Time) {
		assert.InDelta(t, 137/2, f.herd.Lost(), 4*math.Sqrt(137)/2, "half of the jitter is over")
	})
	f.run()
	assert.Zero(t, f.herd.Lost())
}

// By hand: a third of the members is lost, so the others have 1.5 times the work.
func TestAHerdMayLeaveItsWorkToTheOthers(t *testing.T) {
	f := newFlock(service.HerdSpec{Needs: -1, Members: 3000, Slows: true}, never)
	f.at(m, func(now sim.Time) { f.herd.Strike(now, 1.0/3) })
	f.run()
	assert.InDelta(t, 1.5, f.graph.State(1).Slow(), 0.02)
	assert.Zero(t, f.graph.State(1).Errors())
}

func TestJobsTakeUnitsOfAStockUntilThereIsNone(t *testing.T) {
	stock := service.NewStock(30)
	f := newFlock(service.HerdSpec{Needs: -1, Members: 100, Stock: stock}, station.Rules{Workers: 1, QueueCapacity: station.Unlimited, Work: distribution.Constant(time.Second)})
	f.at(m, func(now sim.Time) { f.herd.Strike(now, 0.5) })
	f.at(30*m, func(now sim.Time) {
		assert.Equal(t, 20, f.herd.Lost())
		stock.Add(now, 5)
	})
	f.run()
	assert.Equal(t, 15, f.herd.Lost())
}

func BenchmarkAHerdOf20000LosesItsLeasesAndGetsThemBack(b *testing.B) {
	for b.Loop() {
		f := newFlock(service.HerdSpec{Members: 20_000, Lease: 10 * m, Renew: m, Jitter: m},
			station.Rules{Workers: 10, QueueCapacity: station.Unlimited, Work: distribution.Constant(time.Second)})
		f.hold(0, 60*m, 80*m)
		f.run()
	}
}
