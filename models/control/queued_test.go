package control_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/station"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (r *rig) through(rules station.Rules) *station.WorkQueue {
	q := station.NewWorks(&r.kernel).Add(r.key().Named("queue"), rules)
	r.plane.Through(q)
	return q
}

// A queue with the control plane's own workers, first come, first served, changes nothing.
func TestAQueueWithoutRulesIsTheControlPlanesOwn(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour, spec.CreationsPerHour, spec.Workers, spec.Work = 2, 60, 12, distribution.Constant(time.Minute)
	var rigs [2]*rig
	for i := range rigs {
		rigs[i] = newRig(400, spec, 1, says(policy.Overwrite))
		if i == 1 {
			rigs[i].through(station.Rules{Workers: spec.Workers, QueueCapacity: station.Unlimited, Work: spec.Work})
		}
		rigs[i].run(time.Hour)
		rigs[i].delete(0.5)
		rigs[i].run(3 * time.Hour)
	}
	require.Greater(t, len(rigs[0].ledger.harmAt), 100)
	assert.Equal(t, rigs[0].ledger.harmAt, rigs[1].ledger.harmAt)
	assert.Equal(t, rigs[0].ledger.harmWho, rigs[1].ledger.harmWho)
	assert.Equal(t, rigs[0].ledger.calls, rigs[1].ledger.calls)
}

// A worker that is asked for more than it does: when the LB that has outgrown its nodes
// gets more is what a list of the calls says, served one by one.
func TestTheOrderOfTheQueueDecidesWhenAnLBGrows(t *testing.T) {
	const work = 30 * time.Second
	const decided = sim.Time(15 * time.Minute)
	spec := scaling()
	grown := map[station.Order]time.Duration{}
	for _, order := range []station.Order{station.FIFO, station.LIFO, station.Priority} {
		spec.TouchesPerHour = 1.8  // of each of 100: three a minute, of which a worker does two
		if order == station.LIFO { // where that is so, what waits does so for ever
			spec.TouchesPerHour = 1.1
		}
		r := newRig(100, spec, 4)
		r.demand(60) // wants 12 nodes
		r.through(station.Rules{Workers: 1, QueueCapacity: station.Unlimited, Order: order, Classes: 2, Work: distribution.Constant(work)})
		r.run(12 * time.Hour)
		var calls []sim.Time
		for _, c := range r.ledger.log {
			if c.kind == record.ManageOld {
				calls = append(calls, c.at)
			}
		}
		at := served(calls, decided, work, order)

		again := newRig(100, spec, 4)
		again.demand(60)
		again.through(station.Rules{Workers: 1, QueueCapacity: station.Unlimited, Order: order, Classes: 2, Work: distribution.Constant(work)})
		again.run(time.Duration(at - 1))
		assert.Equal(t, 4, again.data.LB(0).Nodes, "order %d: not before %v", order, at)
		again.run(time.Duration(at))
		assert.Equal(t, 12, again.data.LB(0).Nodes, "order %d: at %v", order, at)
		grown[order] = at.Sub(decided)
	}

	assert.LessOrEqual(t, grown[station.Priority], 2*work, "what scales waits for no more than the job under way")
	assert.Greater(t, grown[station.FIFO], 5*time.Minute, "behind a backlog of 15 min x (3 - 2) a minute, of which each takes 30 s")
	assert.Greater(t, grown[station.LIFO], 2*work, "what comes meanwhile goes first")
}

// served goes through calls and one that scales, with one worker, and returns when that
// is done.
func served(calls []sim.Time, scales sim.Time, work time.Duration, order station.Order) sim.Time {
	left := slices.Sorted(slices.Values(append(slices.Clone(calls), scales)))
	for now := sim.Time(0); ; now = now.Add(work) {
		now = max(now, left[0])
		here, _ := slices.BinarySearch(left, now+1)
		next := 0
		switch order {
		case station.LIFO:
			next = here - 1
		case station.Priority:
			next = max(0, slices.Index(left[:here], scales))
		}
		if left[next] == scales {
			return now.Add(work)
		}
		left = slices.Delete(left, next, next+1)
	}
}

// An M/M/1 queue whose jobs leave after a wait of d (Barrer, 1957): with a load of 1.2 and
// d of two mean services, 1/P0 = 1 + 1.2 (e^0.4 - 1)/0.2 + 1.2 e^0.4 = 5.74114, and a share
// of 1.2 e^0.4 P0 = 31.18 % leaves: its changes are never made, and who asked sees that.
func TestChangesThatWaitTooLongAreDropped(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour = 0.072 // of each of 1000: 1.2 a minute
	work, err := distribution.NewExponential(time.Minute)
	require.NoError(t, err)
	r := newRig(1000, spec, 1)
	q := r.through(station.Rules{Workers: 1, QueueCapacity: station.Unlimited, Work: work, Patience: 2 * time.Minute, Late: station.Dropped})
	r.run(1000 * time.Hour)
	calls := r.ledger.calls[record.ManageOld]
	require.InDelta(t, 72_000, calls[1], 4*math.Sqrt(72_000), "each is taken in")
	assert.Equal(t, q.Counts.Dropped, r.ledger.failed)
	assert.InDelta(t, 0.3118, float64(r.ledger.failed)/float64(calls[1]), 0.01)
}

// Erlang's loss with one worker and no queue: a load of 1.2 loses 1.2/2.2, however long
// jobs are; and who asks is told at once.
func TestChangesThatFindTheQueueFullAreRefused(t *testing.T) {
	spec := twelve()
	spec.TouchesPerHour = 0.072
	r := newRig(1000, spec, 1)
	r.through(station.Rules{Workers: 1, QueueCapacity: 0, Work: distribution.Constant(time.Minute), Late: station.Dropped})
	r.run(1000 * time.Hour)
	calls := r.ledger.calls[record.ManageOld]
	assert.InDelta(t, 1.2/2.2, float64(calls[0])/float64(calls[0]+calls[1]), 0.01)
}
