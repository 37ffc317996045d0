package people_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"failsim/models/id"
	"failsim/models/people"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// plane is a control plane with a number of LBs to mend.
type plane struct {
	kernel        sim.Kernel
	missing       int
	misconfigured int
	off           bool
	switched      []string
	mended        []sim.Time
	age           time.Duration
	kept          bool
}

func (p *plane) Missing() int       { return p.missing }
func (p *plane) Misconfigured() int { return p.misconfigured }
func (p *plane) SwitchOff(now sim.Time, off bool) {
	p.off = off
	p.switched = append(p.switched, fmt.Sprint(minutes(now), " off ", off))
}
func (p *plane) MendOne(now sim.Time, from int) (int, bool) {
	if p.misconfigured == 0 {
		return from, false
	}
	p.misconfigured--
	p.mended = append(p.mended, now)
	return from + 1, true
}
func (p *plane) SnapshotAge(sim.Time) (time.Duration, bool) { return p.age, p.kept }
func (p *plane) LostFor(now sim.Time) (time.Duration, bool) { return time.Duration(now), true }
func (p *plane) Well() bool                                 { return true }

func (p *plane) Pull(now sim.Time, s *policy.Step, over time.Duration) {
	p.switched = append(p.switched, minutes(now).String()+" "+s.Do.String()+" "+s.On+" over "+over.String())
}

func (p *plane) Merge(sim.Time) { p.missing = 0 }

// diary is a sink that keeps marks.
type diary struct {
	record.Sink
	marks []string
}

func (d *diary) Marked(now sim.Time, m record.Mark, region id.Region) {
	d.marks = append(d.marks, fmt.Sprintf("%v %v", minutes(now), m))
}

func (d *diary) Alarmed(now sim.Time, a record.Raised) { d.Marked(now, record.Alarm, a.Region) }

func minutes(t sim.Time) time.Duration { return time.Duration(t).Round(time.Minute) }

func mins(n int) time.Duration { return time.Duration(n) * time.Minute }

// drill is a plan of short phases of different lengths.
func drill() people.Plan {
	return people.Plan{Notice: mins(1), Misdiagnose: mins(2), Find: mins(4), Contain: mins(8),
		Restores: []people.Restore{{Takes: mins(16), Succeeds: false}, {Takes: mins(32), Succeeds: true}},
		Merge:    mins(64), Majority: mins(10), All: mins(30), Watch: mins(128)}
}

// newTeams returns teams of a provider with some control planes, by region, who
// expect an incident at once.
func newTeams(k *sim.Kernel, number int, book policy.Playbook, d *diary, planes ...*plane) *people.Teams {
	list := make([]people.Plane, len(planes))
	for i, p := range planes {
		if p != nil {
			list[i] = p
		}
	}
	t := people.New(k, number, list, func(region id.Region) string { return fmt.Sprint("region ", region) }, d)
	t.Expect(0, book, 0)
	return t
}

// play has a team hear of an incident at the start.
func play(p *plane, plan people.Plan, later func(t *people.Teams)) *diary {
	d := &diary{}
	t := newTeams(&p.kernel, 1, plan.Playbook(), d, p)
	t.Suspect(0, 0)
	if later != nil {
		later(t)
	}
	p.kernel.Run(sim.Time(0).Add(48 * time.Hour))
	return d
}

func TestPhasesComeInOrderAndLastTheirDurations(t *testing.T) {
	p := &plane{missing: 100, misconfigured: 4, kept: true}
	d := play(p, drill(), nil)
	assert.Equal(t, []string{
		"1m0s noticed", "1m0s alarm", "3m0s misdiagnosed", "7m0s cause-found", "15m0s contained",
		"31m0s restore-failed", "1h3m0s restored", "2h7m0s merged",
		"2h17m0s mostly-re-enabled", "2h37m0s re-enabled", "4h45m0s declared-normal",
	}, d.marks)
	assert.Equal(t, []string{"15m0s off true", "2h17m0s off false"}, p.switched)
	assert.Equal(t, []time.Duration{mins(132), mins(137), mins(147), mins(157)}, rounded(p.mended), "half by the majority's time, the rest by all's")
	assert.Zero(t, p.missing+p.misconfigured)
}

func rounded(times []sim.Time) []time.Duration {
	list := make([]time.Duration, len(times))
	for i, t := range times {
		list[i] = minutes(t)
	}
	return list
}

func TestPhasesWhoseReasonHasGoneAreLeftOut(t *testing.T) {
	change := func(f func(p *people.Plan)) people.Plan {
		p := drill()
		f(&p)
		return p
	}
	for _, c := range []struct {
		says  string
		plane plane
		plan  people.Plan
		marks []string
	}{
		{"nobody is harmed and nothing is missing", plane{}, drill(), nil},
		{"records are missing, but no LB is hit", plane{missing: 10, kept: true}, drill(), []string{
			"1m0s noticed", "1m0s alarm", "3m0s misdiagnosed", "7m0s cause-found", "15m0s contained",
			"31m0s restore-failed", "1h3m0s restored", "2h7m0s merged", "2h7m0s mostly-re-enabled", "2h7m0s re-enabled", "4h15m0s declared-normal"}},
		{"LBs are hit, but every record is there, so that workflows stay on", plane{misconfigured: 2}, drill(), []string{
			"1m0s noticed", "1m0s alarm", "3m0s misdiagnosed", "7m0s cause-found", "45m0s re-enabled", "2h53m0s declared-normal"}},
		{"the first restore works", plane{missing: 10, kept: true}, change(func(p *people.Plan) { p.Restores[0].Succeeds = true }), []string{
			"1m0s noticed", "1m0s alarm", "3m0s misdiagnosed", "7m0s cause-found", "15m0s contained",
			"31m0s restored", "1h35m0s merged", "1h35m0s mostly-re-enabled", "1h35m0s re-enabled", "3h43m0s declared-normal"}},
		{"the change log is replayed at its speed", plane{missing: 10, kept: true, age: mins(90)}, change(func(p *people.Plan) { p.ReplaySpeed = 3; p.Restores = p.Restores[1:] }), []string{
			"1m0s noticed", "1m0s alarm", "3m0s misdiagnosed", "7m0s cause-found", "15m0s contained",
			"47m0s restored", "1h17m0s merged", "1h17m0s mostly-re-enabled", "1h17m0s re-enabled", "3h25m0s declared-normal"}},
	} {
		assert.Equal(t, c.marks, play(&c.plane, c.plan, nil).marks, c.says)
	}
}

func TestWhenEveryRestoreHasFailedTheLastIsTriedAgainAndAgain(t *testing.T) {
	p := &plane{missing: 10}
	d := play(p, drill(), nil)
	failures := 0
	for _, m := range d.marks {
		assert.NotContains(t, m, " restored")
		if len(m) > 14 && m[len(m)-14:] == "restore-failed" {
			failures++
		}
	}
	assert.Equal(t, 1+int((48*time.Hour-mins(31))/mins(32)), failures, "a snapshot that is no longer kept cannot be restored")
	assert.True(t, p.off)
}

func TestPeopleMendByHandAtTheirPaceUntilReEnablingTakesOver(t *testing.T) {
	plan := drill()
	plan.MendPerHour = 12
	p := &plane{missing: 10, misconfigured: 100, kept: true}
	play(p, plan, nil)
	byHand := 0
	for i, at := range p.mended {
		if at > sim.Time(mins(127)) {
			break
		}
		byHand++
		assert.Equal(t, sim.Time(mins(15+5*(i+1))), at, "one every five minutes from containment on")
	}
	assert.Equal(t, (127-15)/5, byHand)
	assert.Zero(t, p.misconfigured)

	p = &plane{missing: 10, misconfigured: 3, kept: true}
	d := play(p, plan, nil)
	assert.Equal(t, []time.Duration{mins(20), mins(25), mins(30)}, rounded(p.mended))
	assert.Contains(t, d.marks, "2h7m0s re-enabled", "with all LBs mended by hand, workflows are on again right after the merge")
}

func TestATeamAtWorkTakesNoNoticeButLooksAgainAfterwards(t *testing.T) {
	p := &plane{missing: 10, misconfigured: 1, kept: true}
	d := play(p, drill(), func(team *people.Teams) {
		for _, at := range []int{0, 2, 14, 100} {
			p.kernel.Run(sim.Time(mins(at)))
			team.Suspect(sim.Time(mins(at)), 0)
		}
	})
	assert.Len(t, d.marks, 11, "one incident")

	p = &plane{}
	d = play(p, drill(), func(team *people.Teams) {
		p.kernel.Run(sim.Time(mins(10)))
		p.missing, p.kept = 5, true
		team.Suspect(sim.Time(mins(10)), 0)
	})
	assert.Equal(t, "11m0s noticed", d.marks[0], "a false alarm does not blunt them")
}

func TestHarmThatComesWhilePeopleWatchIsAnotherIncident(t *testing.T) {
	p := &plane{missing: 10, kept: true}
	d := play(p, drill(), func(team *people.Teams) {
		p.kernel.Run(sim.Time(mins(200))) // re-enabled after 127 min, watching until 255
		p.misconfigured = 2
		team.Suspect(sim.Time(mins(200)), 0)
	})
	assert.Equal(t, []string{"4h16m0s noticed", "4h16m0s alarm"}, d.marks[10:12])
	assert.Zero(t, p.misconfigured)
	assert.Contains(t, d.marks[len(d.marks)-1], "declared-normal")
}

func TestOneTeamWorksOnOneRegionAtATime(t *testing.T) {
	first := &plane{missing: 100, misconfigured: 2, kept: true}
	second := &plane{missing: 0, misconfigured: 1, kept: true}
	d := &diary{}
	team := newTeams(&first.kernel, 1, drill().Playbook(), d, first, nil, second)
	team.Suspect(0, 0)
	team.Suspect(sim.Time(mins(5)), 2) // is at work already
	first.kernel.Run(sim.Time(0).Add(48 * time.Hour))
	require.Zero(t, first.Misconfigured()+first.Missing())
	require.Zero(t, second.Misconfigured(), "the region that waited is mended after the first")
	noticed := 0
	for _, m := range d.marks {
		if strings.HasSuffix(m, record.Noticed.String()) {
			noticed++
		}
	}
	require.Equal(t, 2, noticed)
}

// By hand: each region has one LB to mend and every record, so that a team is
// through after 1 + 2 + 4 + 8 + 10 = 25 minutes, and watches for 128 more. The
// mistake was to have one team mend all regions, one after the other.
func TestAsManyRegionsAreMendedAtATimeAsThereAreTeams(t *testing.T) {
	for _, c := range []struct {
		teams int
		want  []time.Duration // when the LB of each region is mended
	}{
		{1, []time.Duration{mins(25), mins(25 + 128 + 25), mins(25 + 128 + 25 + 128 + 25)}},
		{2, []time.Duration{mins(25), mins(5 + 25), mins(25 + 128 + 25)}}, // the first team takes up what waits
		{3, []time.Duration{mins(25), mins(5 + 25), mins(7 + 25)}},
		{4, []time.Duration{mins(25), mins(5 + 25), mins(7 + 25)}},
	} {
		regions := []*plane{{misconfigured: 1}, {misconfigured: 1}, {misconfigured: 1}}
		k := &regions[0].kernel
		teams := newTeams(k, c.teams, drill().Playbook(), &diary{}, regions[0], regions[1], regions[2])
		for region, at := range []int{0, 5, 7} {
			k.Run(sim.Time(mins(at)))
			teams.Suspect(sim.Time(mins(at)), id.Region(region))
			teams.Suspect(sim.Time(mins(at)), id.Region(region)) // somebody is there already
		}
		k.Run(sim.Time(0).Add(48 * time.Hour))
		var got []time.Duration
		for _, p := range regions {
			got = append(got, rounded(p.mended)...)
		}
		assert.Equal(t, c.want, got, "%d teams", c.teams)
	}
}

func TestATeamWorksByThePlanOfTheIncidentThatBeganLast(t *testing.T) {
	p := &plane{misconfigured: 1, age: time.Hour, kept: true}
	d := &diary{}
	first := people.Plan{Notice: mins(1), Restores: []people.Restore{{}}, Majority: mins(1), All: mins(1)}
	second := first
	second.Notice = mins(30)
	team := newTeams(&p.kernel, 1, first.Playbook(), d, p)
	team.Expect(sim.Time(time.Hour), second.Playbook())
	team.Suspect(0, 0)
	p.kernel.Run(sim.Time(2 * time.Hour))
	p.misconfigured = 1
	team.Suspect(sim.Time(2*time.Hour), 0)
	p.kernel.Run(sim.Time(4 * time.Hour))
	assert.Contains(t, d.marks, "1m0s noticed")
	assert.Contains(t, d.marks, "2h30m0s noticed")
}
