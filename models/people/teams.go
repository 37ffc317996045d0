// Package people is the operators of a provider: what they do from the first sign of an
// incident to its end, by a playbook. Steps follow from beliefs, from one another or from
// the clock, and last their durations; each person or team is a station of one server,
// and so does one at a time, in the order in which they fell due. A step whose reason has
// gone is left out, and an incident without damage is over as soon as people look at it.
//
// It leaves out shifts, handovers, and several teams at work on one region by
// playbooks of their own: a playbook says which team does what.
package people

import (
	"fmt"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/station"
	"failsim/sim"
)

// Teams are the people of one provider. Each team works on one region at a time:
// a region that is suspected while every team is at work waits for the first that
// is free.
type Teams struct {
	kernel *sim.Kernel
	books  []expected // those that may still be asked for
	timed  []timed    // steps that wait for the clock
	late   []timed    // their time has come, but no one was free
	planes []Plane    // by region; nil where it is not theirs
	left   []bool     // by region: a playbook has ended and left it harmed
	off    []bool     // by region: people have switched workflows off
	taken  []uint64   // by region: how often it was taken up
	names  func(region id.Region) string
	sink   record.Sink
	teams  []*team
	// Watch calls back once, when a service is as a step waits for; nil: there are none.
	Watch func(w *policy.When, do func(now sim.Time))
}

// New returns so many teams that know of nothing, at least one. planes holds the
// control planes of their provider, by region, and nil for those of others; names
// calls regions by name for who follows the run. They need a playbook to Expect
// before they can Suspect.
func New(k *sim.Kernel, number int, planes []Plane, names func(region id.Region) string, sink record.Sink) *Teams {
	t := &Teams{kernel: k, planes: planes, left: make([]bool, len(planes)), off: make([]bool, len(planes)), taken: make([]uint64, len(planes)),
		names: names, sink: sink}
	for range number {
		one := &team{Teams: t}
		one.owner = k.Register(one)
		t.teams = append(t.teams, one)
	}
	return t
}

// expected is the playbook for an incident, from when it begins.
type expected struct {
	from sim.Time
	book *policy.Playbook
}

// timed is a step that begins at its time, in a region.
type timed struct {
	book   *policy.Playbook
	step   int
	region id.Region
}

// team is some of the people of one provider: they work on one region at a
// time, by a playbook.
type team struct {
	*Teams // that it is one of
	owner  sim.Owner
	region id.Region
	plane  Plane            // of the region at work
	book   *policy.Playbook // for the region at work; nil while free

	turn     uint64 // counts what they took up: events of an earlier turn are void
	felt     bool   // they know of a symptom
	steps    []progress
	due      []int                // steps that have fallen due and are not with who does them yet, in order
	jobs     station.Jobs         // steps, by their numbers, as work of those who do them
	queues   []station.Discipline // by step: who does it
	begins   []int                // steps whose people have time for them now
	restored bool                 // a snapshot is at hand
	undone   bool                 // that is no snapshot, but the deletion taken back
	mending  int                  // where to look for the next LB to mend
}

// progress is how far a step is.
type progress struct {
	under   bool // way
	done    bool // at least once
	again   bool // it was begun by a failure: they do not ask whether it is needed
	begun   uint64
	since   sim.Time
	next    sim.Time // when what it waits for comes
	toMend  int      // re-enabling: LBs to mend
	mended  int
	halfway time.Duration // re-enabling: when half of them are mended, and when all are
	all     time.Duration
}

// Events of a step carry the turn, how often it was begun, and the step.
const (
	stepEnds    uint8 = iota
	nextMended        // by hand
	nextEnabled       // an LB is mended while re-enabling
	timeHasCome       // of a step that waits for the clock; its number among them
)

// Expect gives the teams the playbook for an incident that begins, in some regions,
// later than those that they have playbooks for. What a team is at work on, it
// ends by the playbook that it began with.
func (t *Teams) Expect(from sim.Time, book policy.Playbook, regions ...id.Region) {
	t.books = append(t.books, expected{from, &book})
	for i, s := range book.Steps {
		for _, r := range regions {
			if s.When.Timed && t.planes[r] != nil {
				t.kernel.Schedule(from.Add(s.When.At), sim.Change, t.teams[0].owner, sim.Event{Kind: timeHasCome, Arg: uint64(len(t.timed))})
				t.timed = append(t.timed, timed{&book, i, r})
			}
			if s.When.Service != "" && t.planes[r] != nil {
				t.watch(from, timed{&book, i, r})
			}
		}
	}
}

// watch has the time of a step come when a service is as it waits for, in the incident that
// begins then.
func (t *Teams) watch(from sim.Time, s timed) {
	number := uint64(len(t.timed))
	t.timed = append(t.timed, s)
	t.Watch(&s.book.Steps[s.step].When, func(now sim.Time) {
		if now >= from {
			t.kernel.Schedule(now, sim.Change, t.teams[0].owner, sim.Event{Kind: timeHasCome, Arg: number})
		}
	})
}

// bookOf returns the playbook of the incident that began last.
func (t *Teams) bookOf(now sim.Time) *policy.Playbook {
	for len(t.books) > 1 && t.books[1].from <= now {
		t.books = t.books[1:]
	}
	return t.books[0].book
}

// at returns the team that is at work on a region, or nil.
func (t *Teams) at(region id.Region) *team {
	for _, one := range t.teams {
		if one.book != nil && one.region == region {
			return one
		}
	}
	return nil
}

func (t *Teams) free() *team {
	for _, one := range t.teams {
		if one.book == nil {
			return one
		}
	}
	return nil
}

func (t *team) mark(now sim.Time, m record.Mark) { t.sink.Marked(now, m, t.region) }

// say tells who follows the run of a step: who does what.
func (t *team) say(now sim.Time, step int, format string, args ...any) {
	if t.book.Reported && t.sink.Follows() {
		s := &t.book.Steps[step]
		t.sink.Narrate(now, fmt.Sprintf("%s: %s: %s %s", t.names(t.region), s.Who, s.Name, fmt.Sprintf(format, args...)))
	}
}
