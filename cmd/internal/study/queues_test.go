package study

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
)

// crowd is twice as much demand as one LB, or as the backends behind it, can take:
// 20 requests a second of a second each, where there is room for 10. Clients wait
// for 3 s and do not try again. lb is how much of its capacity an LB uses at the
// usual demand, capacity that of the backends.
func crowd(lb, capacity float64, surge, places int) *sketch {
	s := draw(1).only(sketchFault{at: 0, kind: scenario.DemandSurge, what: "factor: 2"}).plain(0)
	s.length, s.places, s.populations = 600, s.places[:1], []sketchPopulation{{name: "q", place: s.places[0].name, users: 1000, names: 1, rate: 10}}
	s.places[0].rtt = make([]float64, len(s.regions))
	s.regions[0].zones, s.perZone, s.serviceLow, s.serviceHigh, s.timeout, s.patience = 1, 1, 0.999999999, 1.000000001, 3, 10
	s.target, s.burst, s.surge, s.queueCapacity, s.scaleEvery = lb, 1, surge, places, 10_000
	s.designs = s.designs[:1]
	s.designs[0].balancing = "random"
	delete(s.designs[0].serve, "p1")
	s.designs[0].serve["p0"][0].capacity = capacity
	return s
}

// The mistake was to call both waits timed-out-in-queue, so that nobody saw which
// of two queues shed the load. By hand: half of the requests must go. A queue
// refuses that half when it is full, and serves the rest late; if the wait in a
// full one is longer than clients wait, the rest is lost as well.
func TestTheQueueThatTimesOutIsTold(t *testing.T) {
	for _, c := range []struct {
		what         string
		s            *sketch
		none         float64 // share that is answered
		full, waited request.Cause
	}{
		{"a surge queue of 1 s", crowd(1, 10, 10, 8), 0.5, request.SurgeQueueFull, request.None},
		{"a surge queue of 10 s", crowd(1, 10, 100, 8), 0, request.SurgeQueueFull, request.TimedOutInSurgeQueue},
		{"a backend's queue of 1 s", crowd(0.01, 1, 1000, 1), 0.5, request.OverloadPrimary, request.None},
		{"a backend's queue of 10 s", crowd(0.01, 1, 1000, 10), 0, request.OverloadPrimary, request.TimedOutInQueue},
	} {
		t.Run(c.what, func(t *testing.T) {
			read, w := c.s.seeAsBefore().read(t)
			var seen [request.Causes]float64
			total := 0.0
			run := play(t, w, world.Choice{Design: &read.Designs[0], Incident: &read.Incidents[0], Seed: 1})
			for _, o := range run.settled {
				if o.Arrived.Seconds() > 60 { // by then every queue is full
					seen[o.Cause]++
					total++
				}
			}
			want := map[request.Cause]float64{request.None: c.none, c.full: 0.5}
			if c.waited != request.None {
				want[c.waited] = 0.5
			}
			for cause := range request.Causes {
				assert.InDelta(t, want[cause], seen[cause]/total, 0.02, "%v of %v", cause, seen)
			}
		})
	}
}

// Relations that would have caught it.
func TestRelationsOfQueues(t *testing.T) {
	relations(t, []relation{
		{"an LB with room for all times nobody out in its surge queue", 20, func(r *trial) {
			s := r.clone()
			s.target, s.burst = 0.01, 60
			for _, f := range s.faults {
				if f.kind == scenario.LoseZone { // which takes LB nodes
					return
				}
			}
			for _, o := range r.run(s, 0).settled {
				r.check(o.Cause != request.TimedOutInSurgeQueue && o.Cause != request.SurgeQueueFull, "%+v", o)
			}
		}},
		{"backends with room for all time nobody out in theirs", 20, func(r *trial) {
			s := r.clone()
			for i := range s.designs {
				for _, list := range s.designs[i].serve {
					for j := range list {
						if list[j].backends == "" {
							list[j].capacity, list[j].growsTo = 60, 0
						}
					}
				}
			}
			for _, o := range r.run(s, 0).settled {
				r.check(o.Cause != request.TimedOutInQueue && o.Cause != request.OverloadPrimary && o.Cause != request.OverloadSurvivor, "%+v", o)
			}
		}},
	})
}
