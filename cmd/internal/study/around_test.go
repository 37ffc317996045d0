package study

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/record"
	"failsim/models/request"
)

// The mistake was that a probe around the LB asked the LB which backends it
// believed in, so that both kinds of probe were one. By hand: the region is back
// after 15 minutes. Its LBs trust a backend again after ten checks of 30 s, the
// first of three after 9 x 30 + 30/4 = 277.5 s. Probes around them pass after
// 5 + 20 s, and 5 s later DNS sends people back over a TTL of 60 s, on average
// 60 s after the region's return: 217.5 s of 100 requests a second find no healthy
// target. Through the LBs DNS waits for them, and nobody meets that.
func TestProbesAroundAnLBLeadIntoItsCondemnedBackends(t *testing.T) {
	through, _ := lossOfRegion(t, "p10x3", "for: 20m", "for: 15m")
	around, _ := lossOfRegion(t, "around", "for: 20m", "for: 15m")
	assert.Zero(t, through[request.NoHealthyTarget])
	assert.InEpsilon(t, 3*217.5*100, around[request.NoHealthyTarget], 0.05)
	assert.InEpsilon(t, through[request.RegionDown], around[request.RegionDown], 0.05, "a lost region is seen alike")
}

// A relation that would have caught it: how soon LBs trust a backend again does
// not change when probes around them send people back.
func TestRelationsOfProbesAroundLBs(t *testing.T) {
	relations(t, []relation{{"what LBs believe does not reach probes around them", 20, func(r *trial) {
		s := r.steady().plain(0)
		d := &s.designs[0]
		d.steering, d.probes, d.around = "name", r.dice.probes(2, 8), true
		for place, list := range d.serve {
			d.serve[place] = append(list, sketchEndpoint{region: s.regions[len(s.regions)-1].full(), capacity: 20, rank: 2, weight: 1})
		}
		s = s.only(s.lose(0, s.length*0.2, s.length*0.3))
		slow := s.clone()
		slow.check.healthy += 5
		a, b := r.run(s, 0), r.run(slow, 0)
		r.check(len(a.marked[record.Returned]) > 0, "DNS never sends anybody back")
		for _, m := range []record.Mark{record.Drained, record.Returned} {
			r.check(slices.Equal(a.marked[m], b.marked[m]), "%v at %v, with more checks at %v", m, a.marked[m], b.marked[m])
		}
	}}})
}
