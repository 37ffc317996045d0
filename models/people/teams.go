package people

import (
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/sim"
)

// Teams are the people of one provider. Each team works on one region at a time:
// a region that is suspected while every team is at work waits for the first that
// is free.
type Teams struct {
	kernel *sim.Kernel
	books  []expected // those that may still be asked for
	timed  []timed    // steps that wait for the clock
	late   []timed    // their time has come, but nobody was free
	planes []Plane    // by region; nil where it is not theirs
	left   []bool     // by region: a playbook has ended and left it harmed
	off    []bool     // by region: people have switched workflows off
	taken  []uint64   // by region: how often it was taken up
	names  func(region id.Region) string
	sink   record.Sink
	teams  []*team
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
		}
	}
}

// bookOf returns the playbook of the incident that began last.
func (t *Teams) bookOf(now sim.Time) *policy.Playbook {
	for len(t.books) > 1 && t.books[1].from <= now {
		t.books = t.books[1:]
	}
	return t.books[0].book
}

// Suspect tells of a symptom: a failed call or a harmed LB. It makes no
// difference where a team knows already, nor if all are elsewhere.
func (t *Teams) Suspect(now sim.Time, region id.Region) {
	if one := t.at(region); one != nil {
		one.feel(now)
	} else if one := t.free(); one != nil {
		t.takeUp(now, one, region)
	}
}

// takeUp has a team turn to a region for a symptom.
func (t *Teams) takeUp(now sim.Time, one *team, region id.Region) {
	one.takeUp(region, t.bookOf(now))
	one.feel(now)
}

// onTime begins a step whose time has come. Where those at work on the region have
// another playbook, or everybody is elsewhere, it waits.
func (t *Teams) onTime(now sim.Time, s timed) {
	one := t.at(s.region)
	if one == nil {
		if one = t.free(); one != nil {
			one.takeUp(s.region, s.book)
		}
	}
	if one == nil || one.book != s.book {
		t.late = append(t.late, s)
		return
	}
	one.fallDue(s.step)
	one.proceed(now)
}

// nextFor has a team that is free turn to what has waited.
func (t *Teams) nextFor(now sim.Time, one *team) {
	waiting := t.late
	t.late = nil
	for _, s := range waiting {
		t.onTime(now, s)
	}
	for i, p := range t.planes {
		region := id.Region(i)
		if one.book == nil && p != nil && !t.left[i] && !idle(p) && t.at(region) == nil {
			t.takeUp(now, one, region)
		}
	}
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
