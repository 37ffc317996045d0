package study

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/record"
	"failsim/models/world"
)

// drawPlaybook draws steps of two or three people: what contains the damage stands
// before or after the diagnosis, or comes by the clock; restores may fail, in one
// line or side by side; what is below may be left out.
func (s *sketch) drawPlaybook(d *dice) []string {
	t := func() string { return s.time(d.u(3, 30)) }
	dist := func() string {
		low := d.u(2, 20)
		return oneOf(d, t(), fmt.Sprintf("{uniform: {low: %s, high: %s}}", s.time(low), s.time(low+d.u(1, 20))))
	}
	var list []string
	add := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	stop := oneOf(d, "pause", "contain")
	order := d.n(4)
	if order == 3 {
		add("step: stop, do: %s, when: {at: %s}, team: machine-room, takes: %s", stop, t(), t())
	}
	add("step: notice, when: symptom, takes: %s", dist())
	if order == 0 {
		add("step: stop, do: %s, takes: %s", stop, dist())
	}
	if d.chance(0.5) {
		add("step: audit, do: wait, takes: %s, fails: 40%%, else: audit", t())
	}
	add("step: find, takes: %s", dist())
	if order == 1 || order == 2 {
		add("step: stop, do: %s, takes: %s, fails: 30%%, else: stop", stop, dist())
	}
	if d.chance(0.6) {
		add("step: by-hand, do: mend, team: %s, when: {after: [find, notice]}, rate: %s", oneOf(d, "hands", "people"), s.rate(d.u(0.02, 0.2)))
	}
	switch d.n(3) {
	case 0:
		add("step: restore, when: {after: find}, takes: %s, fails: %s", dist(), percent(d.u(0, 0.9)))
	case 1:
		add("step: restore, when: {after: find}, takes: %s, fails: %s, else: restore-logs", dist(), percent(d.u(0.2, 1)))
		add("step: restore-logs, do: restore, takes: %s, team: %s", t(), oneOf(d, "people", "database"))
	case 2:
		add("step: restore, when: {after: notice}, takes: %s, team: database", dist())
		add("step: other, do: restore, when: {after: [find]}, takes: %s, fails: %s", dist(), percent(d.u(0.1, 0.7)))
	}
	merge := oneOf(d, "replay: "+decimal(d.u(2, 20)), "takes: "+t())
	switch oneOf(d, 0, 1, 2) {
	case 0:
		add("step: merge, %s", merge)
	case 1:
		add("step: merge, when: {after-all: [restore, find]}, %s", merge)
	case 2:
		add("step: merge, team: database, when: {after: restore}, %s", merge)
	}
	if d.chance(0.3) {
		add("step: resume, takes: %s", t())
	}
	if d.chance(0.8) {
		majority := d.u(3, 30)
		add("step: re-enable, majority: %s, all: %s", s.time(majority), s.time(majority+d.u(1, 30)))
		if d.chance(0.8) {
			add("step: watch, takes: %s", dist())
		}
	}
	return list
}

// The second engine plays playbooks, too: written from their description, with a
// list of jobs for everybody where the first has states of steps.
func TestPlaybooksAreThoseOfTheSecondEngine(t *testing.T) {
	var marks [record.Marks]int
	damages := 0
	for seed := range scenarios(t, 40) {
		r := &trial{t: t, name: "playbooks", dice: dice{key: world.Root(seed, 1)}, sketch: draw(seed)}
		s := r.twoLosses(1 + int(seed%3))
		s.people.playbook = s.drawPlaybook(&r.dice)
		read, w := s.read(t)
		c := world.Choice{Design: &read.Designs[0], Incident: &read.Incidents[0], Seed: seed, Sampled: seed%2 == 0}
		real := play(t, w, c)
		agree(t, s, c, real, playNaively(t, w, c))
		damages += len(real.damage)
		for m, at := range real.marked {
			marks[m] += len(at)
		}
	}
	for _, m := range []record.Mark{record.Noticed, record.CauseFound, record.Contained, record.RestoreFailed, record.Restored, record.Merged,
		record.MostlyReenabled, record.Reenabled, record.DeclaredNormal} {
		assert.Greater(t, marks[m], 3, "the playbooks get to %v", m)
	}
	assert.Greater(t, damages, 400, "LBs are misconfigured and mended")
}
