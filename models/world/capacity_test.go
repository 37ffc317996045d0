package world_test

import (
	"slices"
	"testing"
	"time"

	"failsim/models/record"
	"failsim/models/world"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What could be answered at an instant, against servers of which each answers so many a
// second: those of places, by zone, as Postures has them.
func TestTheCapacityOfAnInstantByHand(t *testing.T) {
	s := read(t, "drills")
	s.World.LB.Target = 0.05 // so that LBs have nodes to spare, at any size
	mean, _ := s.Service.Time.Mean()
	for _, c := range []struct {
		design, incident string
		at               time.Duration
		want             func(servers func(place, region string, zones ...int) float64) float64
	}{
		{"single-provider", "zone-loss", 10 * time.Minute, func(n func(string, string, ...int) float64) float64 {
			return n("americas", "aws/us-east-1", 0, 1, 2) + n("europe", "aws/eu-west-1", 0, 1, 2)
		}},
		{"single-provider", "zone-loss", 30 * time.Minute, func(n func(string, string, ...int) float64) float64 {
			return n("americas", "aws/us-east-1", 1, 2) + n("europe", "aws/eu-west-1", 0, 1, 2)
		}},
		{"single-provider", "region-loss", 30 * time.Minute, func(n func(string, string, ...int) float64) float64 {
			return n("europe", "aws/eu-west-1", 0, 1, 2)
		}},
		{"single-provider", "gray-errors", 30 * time.Minute, func(n func(string, string, ...int) float64) float64 {
			return 0.8*n("americas", "aws/us-east-1", 0, 1, 2) + n("europe", "aws/eu-west-1", 0, 1, 2)
		}},
		{"single-provider", "gray-slow", 30 * time.Minute, func(n func(string, string, ...int) float64) float64 {
			return n("americas", "aws/us-east-1", 0, 1, 2)/4 + n("europe", "aws/eu-west-1", 0, 1, 2)
		}},
		// The standby counts once DNS leads there, and more once it has grown.
		{"active-passive", "region-loss", 10 * time.Minute, func(n func(string, string, ...int) float64) float64 {
			return n("americas", "aws/us-east-1", 0, 1, 2) + n("europe", "aws/eu-west-1", 0, 1, 2)
		}},
		{"active-passive", "region-loss", 40 * time.Minute, func(n func(string, string, ...int) float64) float64 {
			return n("americas", "aws/us-west-2", 0, 1, 2) + n("europe", "aws/eu-west-1", 0, 1, 2)
		}},
		{"active-passive", "region-loss", 80 * time.Minute, func(n func(string, string, ...int) float64) float64 {
			return n("americas", "grown aws/us-west-2", 0, 1, 2) + n("europe", "aws/eu-west-1", 0, 1, 2)
		}},
	} {
		d, i := index(t, s, c.design, c.incident)
		s.Designs[d].Check.Timeout = 29 * time.Second                                        // so that slow servers are not taken for dead
		in, peaks := steady(s, 0, 1, s.Length), slices.Repeat([]float64{5}, len(s.Workload)) // so that there is no overload
		in.PeakPerSecond = peaks
		w, err := world.New(s, world.Fixed(s), world.Choice{Design: &s.Designs[d], Incident: &s.Incidents[i], Seed: 1}, in, &counts{})
		require.NoError(t, err)
		require.NoError(t, w.Step(sim.Time(c.at)))
		pools := world.Postures(s, world.Fixed(s), &s.Designs[d], peaks, 0)
		want := c.want(func(place, region string, zones ...int) (sum float64) {
			for _, p := range pools {
				for _, z := range zones {
					switch {
					case p.Location == place && p.Region == region:
						sum += float64(p.Zones[z])
					case p.Location == place && "grown "+p.Region == region:
						sum += float64(p.GrownZones[z])
					}
				}
			}
			return sum
		})
		assert.InEpsilon(t, want/mean.Seconds(), w.Capacity(), 1e-9, "%s, %s after %v", c.design, c.incident, c.at)
	}
}

// An LB that is told to list no target answers nobody, whatever stands behind it.
func TestMisconfiguredLBsAreNoCapacity(t *testing.T) {
	s := read(t, "elb-2012")
	d, i := index(t, s, "single-provider", "elb-state-loss")
	w := build(t, s, d, i, 5, 5*time.Hour, &counts{})
	require.NoError(t, w.Step(0))
	before := w.Capacity()
	require.NoError(t, w.Step(sim.Time(5*time.Hour)))
	assert.Less(t, w.Capacity(), 0.95*before)
	assert.NotZero(t, w.Capacity())
}

// The engine itself is the witness: three times the demand is more than can be answered,
// and what is answered is then what Capacity says, but for the last of the queue.
func TestOverloadedServersAnswerTheCapacity(t *testing.T) {
	s := read(t, "drills")
	s.World.LB.QueueCapacity = 1 // so that probes do not wait for long, and servers stay well
	d, i := index(t, s, "single-provider", "surge")
	var c answers
	w := build(t, s, d, i, 40, 50*time.Minute, &c)
	require.NoError(t, w.Step(sim.Time(40*time.Minute)))
	capacity := w.Capacity()
	require.NoError(t, w.Run())
	assert.InEpsilon(t, capacity, c.good/(10*60), 0.03, "a second, from 40 to 50 min")
	assert.Less(t, c.good, 0.7*c.all, "there is more demand than that")
}

// answers counts who asks from 40 min on, and those who get an answer.
type answers struct {
	counts
	all, good float64
}

func (a *answers) Answered(batch []record.Answered) { answered(a, batch) }

func (a *answers) Settled(s *record.Settlement) {
	if s.Arrived >= sim.Time(40*time.Minute) {
		a.all++
		if s.Good() {
			a.good++
		}
	}
}
