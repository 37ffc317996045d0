package control_test

import (
	"testing"
	"time"

	"failsim/models/control"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// scaling looks at the last three samples of five minutes; a node of the rig
// should have half of its 10 requests a second.
func scaling() control.Spec {
	return control.Spec{Workers: 10, Work: distribution.Constant(90 * time.Second), ScaleEvery: 5 * time.Minute, ScaleSamples: 3, Target: 0.5, Alarm: time.Minute}
}

// demand sends requests through the tenant's LB at a steady rate.
type demand struct {
	r         *rig
	owner     sim.Owner
	perSecond float64
	draw      uint64
}

func (d *demand) Handle(now sim.Time, e sim.Event) {
	if d.perSecond > 0 {
		d.r.data.Forward(now, d.r.data.LB(0), 0, d.draw<<3)
		d.draw++
		d.r.kernel.Schedule(now.Add(sim.FromSeconds(1/d.perSecond)), sim.Arrival, d.owner, e)
		return
	}
	d.r.kernel.Schedule(now.Add(time.Second), sim.Arrival, d.owner, e)
}

func (r *rig) demand(perSecond float64) *demand {
	d := &demand{r: r, perSecond: perSecond}
	d.owner = r.kernel.Register(d)
	r.kernel.Schedule(0, sim.Arrival, d.owner, sim.Event{})
	return d
}

func TestNodesFollowDemand(t *testing.T) {
	for _, c := range []struct {
		says      string
		perSecond float64
		nodes     int
	}{
		{"four nodes have what they should have", 20, 4},
		{"a little more wants one more", 20.2, 5},
		{"three times as much", 60, 12},
		{"a little less changes nothing, or noise would make it flap", 14, 4},
		{"clearly less takes one away", 12, 3},
		{"never below what is reserved", 0.1, 2},
		{"nor without any demand", 0, 2},
	} {
		r := newRig(100, scaling(), 1)
		r.demand(c.perSecond)
		r.run(16 * time.Minute)
		assert.Equal(t, 4, r.data.LB(0).Nodes, "%s: a decision needs three samples, and its workflow takes 90 s", c.says)
		r.run(17 * time.Minute)
		assert.Equal(t, c.nodes, r.data.LB(0).Nodes, c.says)
		r.run(3 * time.Hour)
		assert.Equal(t, c.nodes, r.data.LB(0).Nodes, "%s: and stays so", c.says)
		assert.True(t, r.data.LB(0).Targets)
	}
}

func TestDrainingAnLBWithoutARecordHarmsIt(t *testing.T) {
	for _, c := range []struct {
		says    string
		healing policy.Healing
		drained bool
		harmed  bool
		nodes   int
	}{
		{"steady demand touches nothing", says(policy.Overwrite), false, false, 4},
		{"scaling down is a touch like any other", says(policy.Overwrite), true, true, 2},
		{"unless workflows refuse: then it stays large", says(policy.Refuse), true, false, 4},
		{"or adopt", says(policy.Adopt), true, false, 2},
	} {
		r := newRig(100, scaling(), 1, c.healing)
		d := r.demand(20)
		r.run(time.Hour)
		r.delete(1)
		if c.drained {
			d.perSecond = 0
		}
		r.run(2 * time.Hour)
		assert.Equal(t, c.harmed, !r.data.LB(0).Targets, c.says)
		assert.Equal(t, c.nodes, r.data.LB(0).Nodes, c.says)
	}
}

func TestPausedWorkflowsDoNotScale(t *testing.T) {
	r := newRig(100, scaling(), 1)
	d := r.demand(20)
	r.run(time.Hour)
	r.plane.Set(r.kernel.Now(), control.ByMachine, true)
	d.perSecond = 60
	r.run(3 * time.Hour)
	assert.Equal(t, 4, r.data.LB(0).Nodes)
	assert.Zero(t, r.ledger.failed, "nobody called: it is no sign of an incident")
	r.plane.Set(r.kernel.Now(), control.ByMachine, false)
	r.run(4 * time.Hour)
	assert.Equal(t, 12, r.data.LB(0).Nodes)
}

func TestALostRegionScalesNothing(t *testing.T) {
	r := newRig(100, scaling(), 1)
	d := r.demand(20)
	r.run(time.Hour)
	r.plane.SetDown(r.kernel.Now(), true)
	d.perSecond = 0
	r.run(2 * time.Hour)
	assert.Equal(t, 4, r.data.LB(0).Nodes)
	assert.Zero(t, r.ledger.failed)
}

// Four nodes for 20 requests a second, and 60 come.
func TestAnLBThatItsPlaneCannotScaleIsKnown(t *testing.T) {
	r := newRig(100, scaling(), 1)
	d := r.demand(60)
	r.plane.Set(0, control.ByPeople, true)
	r.run(14 * time.Minute)
	assert.False(t, r.data.LB(0).CannotGrow, "nobody has tried yet")
	r.run(16 * time.Minute)
	assert.True(t, r.data.LB(0).CannotGrow, "workflows are off")
	assert.Equal(t, 4, r.data.LB(0).Nodes)
	r.plane.Set(r.kernel.Now(), control.ByPeople, false)
	r.run(21 * time.Minute)
	assert.False(t, r.data.LB(0).CannotGrow, "it is being scaled")
	r.run(30 * time.Minute)
	assert.Equal(t, 12, r.data.LB(0).Nodes)

	r.plane.Set(r.kernel.Now(), control.ByPeople, true)
	d.perSecond = 1
	r.run(time.Hour)
	assert.False(t, r.data.LB(0).CannotGrow, "it has more nodes than it wants")
}
