package people_test

import (
	"strings"
	"testing"
	"time"

	"failsim/models/distribution"
	"failsim/models/id"
	"failsim/models/people"
	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// step is one that takes minutes and follows others.
func step(name string, do policy.Action, minutes int, after ...int) policy.Step {
	return policy.Step{Name: name, Who: "people", Do: do, Takes: distribution.Constant(mins(minutes)), When: policy.When{After: after}, Else: policy.NoStep}
}

func symptom(s policy.Step) policy.Step { s.When.Symptom = true; return s }

// told is a diary that keeps lines, too.
type reported struct {
	diary
	lines []string
}

func (d *reported) Follows() bool { return true }
func (d *reported) Narrate(now sim.Time, line string) {
	d.lines = append(d.lines, minutes(now).String()+" "+line)
}

// act has teams of one region act by a playbook, from a symptom at the start.
func act(p *plane, book policy.Playbook, symptoms ...int) *reported {
	d := &reported{}
	book.Reported = true
	t := people.New(&p.kernel, 1, []people.Plane{p}, func(id.Region) string { return "east" }, d)
	t.Expect(0, book, 0)
	for _, at := range symptoms {
		p.kernel.Run(sim.Time(mins(at)))
		t.Suspect(sim.Time(mins(at)), 0)
	}
	p.kernel.Run(sim.Time(0).Add(48 * time.Hour))
	return d
}

// By hand: 1 to notice, 2 to pause; 4 to find; 8 to restore, 16 to merge; 10 for
// half of four LBs, 30 for all.
func TestPeopleMayContainBeforeTheyKnowTheCause(t *testing.T) {
	enable := step("re-enable", policy.Reenable, 0, 4)
	enable.Majority, enable.All = distribution.Constant(mins(10)), distribution.Constant(mins(30))
	p := &plane{missing: 100, misconfigured: 4, kept: true}
	d := act(p, policy.Playbook{Steps: []policy.Step{symptom(step("notice", policy.Notice, 1)), step("stop", policy.Pause, 2, 0), step("find", policy.Find, 4, 1),
		step("restore", policy.Snapshot, 8, 2), step("merge", policy.Merge, 16, 3), enable}}, 0)
	assert.Equal(t, []string{"1m0s noticed", "1m0s alarm", "3m0s contained", "7m0s cause-found", "15m0s restored", "31m0s merged",
		"41m0s mostly-re-enabled", "1h1m0s re-enabled"}, d.marks)
	assert.Equal(t, []string{"3m0s off true", "41m0s off false"}, p.switched)
	assert.Equal(t, []string{"0s east: people: notice begins, takes 1m0s", "1m0s east: people: notice done after 1m0s",
		"1m0s east: people: stop begins, takes 2m0s"}, d.lines[:3])
}

// Two people: the first step of each takes 10 and 4; what follows both comes at 10,
// what follows either at 4 and, again, at 10.
func TestOnePersonDoesOneThingAtATimeAndTwoDoTwo(t *testing.T) {
	list := func(who string) []policy.Step {
		b := symptom(step("short", policy.Wait, 4))
		b.Who = who
		both := step("both", policy.Find, 1, 0, 1)
		both.When.All, both.Who = true, "third"
		either := step("either", policy.Misdiagnose, 1, 0, 1)
		either.Who = "fourth"
		return []policy.Step{symptom(step("long", policy.Wait, 10)), b, both, either}
	}
	d := act(&plane{misconfigured: 1}, policy.Playbook{Steps: list("other")}, 0)
	assert.Equal(t, []string{"5m0s misdiagnosed", "11m0s cause-found", "11m0s misdiagnosed"}, d.marks)
	d = act(&plane{misconfigured: 1}, policy.Playbook{Steps: list("people")}, 0)
	assert.Equal(t, []string{"11m0s misdiagnosed", "15m0s cause-found", "15m0s misdiagnosed"}, d.marks, "the short one waits for the long one")
}

func TestWhatFailsIsDoneOtherwise(t *testing.T) {
	first, second := step("first", policy.Find, 5), step("second", policy.Find, 7)
	first = symptom(first)
	first.Fails, first.Else = 1, 1
	after := step("after", policy.Misdiagnose, 1, 0)
	late := step("late", policy.Pause, 1)
	late.When.Failed = []int{0}
	late.Who = "other"
	d := act(&plane{misconfigured: 1}, policy.Playbook{Steps: []policy.Step{first, second, after, late}}, 0)
	assert.Equal(t, []string{"6m0s contained", "12m0s cause-found"}, d.marks, "nothing comes after what was never done")
	assert.Contains(t, d.lines, "5m0s east: people: first failed after 5m0s")
}

// A step that fails with probability 0.5 and is tried again takes twice its time in
// the mean: 1 + 1/2 + 1/4 + ... attempts, each with random draws of its own.
func TestEachAttemptHasLuckOfItsOwn(t *testing.T) {
	attempts := 0.0
	const playbooks = 4000
	for k := range uint64(playbooks) {
		try := symptom(step("try", policy.Find, 1))
		try.Fails, try.Else = 0.5, 0
		d := act(&plane{misconfigured: 1}, policy.Playbook{Key: sim.NewKey(k, 0), Steps: []policy.Step{try}}, 0)
		at, err := time.ParseDuration(d.marks[0][:len(d.marks[0])-len(" cause-found")])
		assert.NoError(t, err)
		attempts += at.Minutes()
	}
	// Geometric: variance 2, so that four standard errors are 4 sqrt(2/4000) = 0.09.
	assert.InDelta(t, 2, attempts/playbooks, 0.09)
}

func TestAStepBeginsAtItsTimeThoughNobodyHasNoticed(t *testing.T) {
	stop := step("stop", policy.Pause, 2)
	stop.When.Timed, stop.When.At = true, mins(10)
	book := policy.Playbook{Steps: []policy.Step{stop, symptom(step("notice", policy.Notice, 1)), step("on", policy.Resume, 5, 0)}}
	p := &plane{misconfigured: 1}
	d := act(p, book)
	assert.Equal(t, []string{"12m0s contained", "17m0s mostly-re-enabled"}, d.marks)
	p = &plane{misconfigured: 1}
	d = act(p, book, 11)
	assert.Equal(t, []string{"12m0s contained", "13m0s noticed", "13m0s alarm", "18m0s mostly-re-enabled"}, d.marks,
		"the same people notice when they have stopped, and what follows waits")
}

func TestAPlaybookThatLeavesHarmBeginsAnewWithTheNextSymptom(t *testing.T) {
	book := policy.Playbook{Steps: []policy.Step{symptom(step("notice", policy.Notice, 0)), step("find", policy.Find, 1, 0)}}
	d := act(&plane{misconfigured: 1}, book, 0, 0, 5)
	assert.Equal(t, []string{"0s noticed", "0s alarm", "1m0s cause-found", "5m0s noticed", "5m0s alarm", "6m0s cause-found"}, d.marks)
}

func TestAFalseAlarmEndsItAll(t *testing.T) {
	stop := symptom(step("stop", policy.Pause, 1))
	stop.Who = "machine-room"
	p := &plane{}
	d := act(p, policy.Playbook{Steps: []policy.Step{symptom(step("notice", policy.Notice, 3)), stop, step("find", policy.Find, 9, 1)}}, 0)
	assert.Equal(t, []string{"1m0s contained", "3m0s mostly-re-enabled"}, d.marks, "workflows run again, and nobody looks for a cause")
	assert.Equal(t, []string{"1m0s off true", "3m0s off false"}, p.switched)
}

// As in 2012: who tries again does not ask first whether the records are back.
func TestWhoTriesAgainDoesNotLookFirst(t *testing.T) {
	first, second := symptom(step("first", policy.Snapshot, 5)), step("second", policy.Snapshot, 7)
	first.Fails, first.Else = 1, 1
	p := &plane{missing: 10, misconfigured: 1, kept: true}
	p.kernel.Schedule(sim.Time(mins(3)), sim.Change, p.kernel.Register(healer{p}), sim.Event{})
	assert.Equal(t, []string{"5m0s restore-failed", "12m0s restored"}, act(p, policy.Playbook{Steps: []policy.Step{first, second}}, 0).marks)
	p = &plane{misconfigured: 1, kept: true}
	assert.Empty(t, act(p, policy.Playbook{Steps: []policy.Step{first, second}}, 0).marks, "the first is left out if no record is missing")
}

// healer is a machine that puts all records back.
type healer struct{ p *plane }

func (h healer) Handle(sim.Time, sim.Event) { h.p.missing = 0 }

// The number of the turn once went whole into each event, which has room for 4,096.
func TestPeopleCanBeCalledAnyNumberOfTimes(t *testing.T) {
	p, d := &plane{misconfigured: 1}, &reported{}
	teams := people.New(&p.kernel, 1, []people.Plane{p}, func(id.Region) string { return "east" }, d)
	teams.Expect(0, policy.Playbook{Steps: []policy.Step{symptom(step("notice", policy.Notice, 0)), step("find", policy.Find, 1, 0)}}, 0)
	const times = 10_000
	for i := range times {
		at := sim.Time(mins(2 * i))
		p.kernel.Run(at)
		teams.Suspect(at, 0)
	}
	p.kernel.Run(sim.Time(mins(2 * times)))
	found := 0
	for _, mark := range d.marks {
		if strings.HasSuffix(mark, "cause-found") {
			found++
		}
	}
	assert.Equal(t, times, found)
}
