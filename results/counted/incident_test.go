package counted

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/record"
	"failsim/sim"
)

func TestDamageIsIntegratedExactly(t *testing.T) {
	s := report(oneHour())
	s.t.FleetChanged(at(20), record.Fleet{Misconfigured: 1, LBs: 10, MissingState: 3})
	s.t.FleetChanged(at(30.5), record.Fleet{Misconfigured: 4, LBs: 10})
	s.t.Marked(at(31), record.Contained, 0)
	s.t.FleetChanged(at(40), record.Fleet{Misconfigured: 0, LBs: 10})
	r := s.t.Run()
	d := r.Damage.Worst()
	assert.Equal(t, 0.4, d.PeakShare)
	assert.Equal(t, at(30.5), d.PeakAt)
	assert.Equal(t, 0.4, d.ContainedShare)
	assert.Equal(t, 0.3, d.MissingPeak)
	assert.InDelta(t, 10.5+4*9.5, d.LBMinutes, 1e-9)
	assert.InDelta(t, (10.5+4*9.5)/10, r.Damage.LBMinutesPerLB(), 1e-9)
	l := oneHour().Filled()
	sum := NewTotals(&l)
	sum.Add(r.Timeline)
	assert.InDelta(t, (0.5*1+0.5*4)/10, sum.Misconfigured(&l, 0, Span{30, 31}), 1e-12, "half the window at 1 of 10, half at 4")
	assert.InDelta(t, 0.4, sum.Misconfigured(&l, 0, Span{35, 40}), 1e-12)
}

func TestDamageThatNobodyMendsLastsToTheEnd(t *testing.T) {
	s := report(oneHour())
	s.t.FleetChanged(at(50), record.Fleet{Misconfigured: 2, LBs: 2})
	assert.InDelta(t, 20.0, s.t.Run().Damage.LBMinutes(), 1e-9)
	assert.True(t, s.t.Run().Damage[0].ContainedShare != s.t.Run().Damage[0].ContainedShare, "never contained")
}

func TestCallsAreToldByPhase(t *testing.T) {
	s := report(oneHour())
	s.t.Called([]sim.Time{at(5)}, 0, record.ManageOld, true)
	s.t.Called([]sim.Time{at(15)}, 0, record.ManageOld, false)
	s.t.Called([]sim.Time{at(16)}, 0, record.Create, true)
	s.t.Marked(at(20), record.Contained, -1)
	s.t.Called([]sim.Time{at(25)}, 0, record.Create, false)
	s.t.Marked(at(30), record.Reenabled, 0)
	s.t.Called([]sim.Time{at(35)}, 0, record.ManageNew, true)
	c := s.t.Run().Calls
	assert.Equal(t, Tried{OK: 1}, c[BeforeFault][record.ManageOld])
	assert.Equal(t, Tried{Failed: 1}, c[Uncontained][record.ManageOld])
	assert.Equal(t, Tried{OK: 1}, c[Uncontained][record.Create])
	assert.Equal(t, Tried{Failed: 1}, c[WhileOff][record.Create])
	assert.Equal(t, Tried{OK: 1}, c[Afterwards][record.ManageNew])
}

func TestCallsToldAtOnceAreToldByPhase(t *testing.T) {
	s := report(oneHour())
	s.t.Called([]sim.Time{at(8), at(9)}, 0, record.ManageOld, true)
	s.t.Called([]sim.Time{at(9.5), at(10), at(10.5), at(11)}, 0, record.ManageOld, true)
	s.t.Called([]sim.Time{at(12), at(13)}, 0, record.ManageOld, false)
	c := s.t.Run().Calls
	assert.Equal(t, Tried{OK: 3}, c[BeforeFault][record.ManageOld])
	assert.Equal(t, Tried{OK: 3, Failed: 2}, c[Uncontained][record.ManageOld], "those at the onset included")
}

func TestOnlyMarksSinceTheOnsetAreFirst(t *testing.T) {
	s := report(oneHour())
	s.t.Marked(at(3), record.Drained, -1)
	s.t.Marked(at(14), record.Drained, 0)
	s.t.Marked(at(12.5), record.Drained, -1)
	r := s.t.Run()
	assert.Equal(t, at(12.5), r.First[record.Drained])
	assert.Len(t, r.Moments, 3)
	assert.Equal(t, sim.Never, r.First[record.Contained])
}

func TestNarration(t *testing.T) {
	var tally Tally
	assert.False(t, tally.Follows())
	tally.Narrate(0, "nobody hears this")
	heard := ""
	tally.Narrator = func(_ sim.Time, line string) { heard = line }
	assert.True(t, tally.Follows())
	tally.Narrate(0, "east: drained")
	assert.Equal(t, "east: drained", heard)
}
