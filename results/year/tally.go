package year

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/results/counted"
	"failsim/sim"
)

// BadMinuteShare is the share of a minute's requests above which their loss
// makes it a bad minute: more than 5 %, as in the service level agreements of
// Google Cloud Storage and others, which call that downtime.
const BadMinuteShare = 0.05

// Tally counts a run of an episode of a year: an incident or several,
// from a steady world to a steady world. It is a record.Sink that keeps less than
// Tally, and knows whether all is steady again. It can be used again after Reset.
type Tally struct {
	weight  float64
	people  []counted.UserMinutes // by population
	minutes []minuteCount
	causes  counted.CauseCounts
	arrived int64
	last    sim.Time // arrival of the last request that was lost; -1 if none was
	broken  []bool   // by region: LBs or records are not right
}

var _ record.Sink = (*Tally)(nil)

// minuteCount counts the requests that arrived in a minute.
type minuteCount struct {
	settled, lost uint32
	away          uint32
	whose         uint64 // a sum of hashes of those that were lost
}

// Reset makes t ready for a run of a layout's users, its weight, its regions
// and at most its length.
func (t *Tally) Reset(l counted.Layout) {
	if err := l.Validate(); err != nil {
		panic("results: " + err.Error())
	}
	l = l.Filled()
	t.weight = l.Weight
	t.people = resized(t.people, len(l.Populations))
	for p := range t.people {
		users := 0
		if len(l.UsersPerPopulation) > 0 {
			users = l.UsersPerPopulation[p]
		}
		t.people[p].Reset(users, l.Length, l.Patience)
	}
	t.minutes = t.minutes[:0]
	t.causes, t.arrived, t.last = counted.CauseCounts{}, 0, -1
	t.broken = zeroed(t.broken, len(l.Regions))
}

// Arrived implements record.Sink.
func (t *Tally) Arrived(request.Population, request.User, sim.Time) { t.arrived++ }

// Answered implements record.Sink.
func (t *Tally) Answered(batch []record.Answered) {
	t.arrived += int64(len(batch))
	t.causes[request.None] += int64(len(batch))
	for i := range batch {
		a := &batch[i]
		m := t.minute(a.Arrived)
		m.settled++
		if a.FailedOver {
			m.away++
		}
		t.people[a.Population].Settle(a.User, a.Arrived, true)
	}
}

// Settled implements record.Sink.
func (t *Tally) Settled(s *record.Settlement) {
	m := t.minute(s.Arrived)
	m.settled++
	t.causes[s.Cause]++
	good := s.Good()
	if !good {
		m.lost++
		who := uint64(s.Population)<<32 | uint64(s.User)
		m.whose += sim.Mix(sim.Mix(who) ^ uint64(s.Arrived))
		t.last = max(t.last, s.Arrived)
	} else if s.FailedOver {
		m.away++
	}
	t.people[s.Population].Settle(s.User, s.Arrived, good)
}

func (t *Tally) minute(at sim.Time) *minuteCount {
	i := int(at / sim.Time(time.Minute))
	for i >= len(t.minutes) {
		t.minutes = append(t.minutes, minuteCount{})
	}
	return &t.minutes[i]
}

// FleetChanged implements record.Sink.
func (t *Tally) FleetChanged(_ sim.Time, d record.Fleet) {
	t.broken[d.Region] = d.Misconfigured+d.MissingState+d.WrongState > 0
}

// Wasted implements record.Sink: it is of no interest here.
func (t *Tally) Wasted(request.Population, int64) {}

// ZonesLost implements record.Sink: who plans the run knows when faults end.
func (t *Tally) ZonesLost(sim.Time, id.Region, int, int) {}

// Called implements record.Sink: it is of no interest here.
func (t *Tally) Called([]sim.Time, id.Region, record.Call, bool) {}

// Alarmed implements record.Sink: it is of no interest here.
func (t *Tally) Alarmed(sim.Time, record.Raised) {}

// Marked implements record.Sink: it is of no interest here.
func (t *Tally) Marked(sim.Time, record.Mark, id.Region) {}

// Narrate implements record.Sink: nothing follows.
func (t *Tally) Narrate(sim.Time, string) {}

// Follows implements record.Sink: nothing does.
func (t *Tally) Follows() bool { return false }

// Recorded returns how many requests t was notified of.
func (t *Tally) Recorded() int64 { return t.arrived }

// Late returns how many outcomes came after the minute of their arrival had
// been filed; unless it is 0, user-minutes are not exact.
func (t *Tally) Late() (outcomes uint64) {
	for p := range t.people {
		outcomes += t.people[p].Late
	}
	return outcomes
}

// Steady reports whether no LB is misconfigured, no record is missing or wrong, and not
// one request has been lost that arrived since an instant.
func (t *Tally) Steady(since sim.Time) bool {
	return t.last < since && !slices.Contains(t.broken, true)
}

// Harm is what an episode cost a design.
type Harm struct {
	Requests    float64 // lost, in real requests
	BadMinutes  float64 // in which more than BadMinuteShare of the requests were lost
	UserMinutes float64 // in which a user asked and got nothing good
	AwayHours   float64 // hours of all traffic that was answered outside the primary region
}

// Plus returns the sum of two harms.
func (h Harm) Plus(g Harm) Harm {
	return Harm{h.Requests + g.Requests, h.BadMinutes + g.BadMinutes, h.UserMinutes + g.UserMinutes, h.AwayHours + g.AwayHours}
}

// Times returns a multiple of a harm.
func (h Harm) Times(x float64) Harm {
	return Harm{float64(x * h.Requests), float64(x * h.BadMinutes), float64(x * h.UserMinutes), float64(x * h.AwayHours)}
}

// EpisodeRun is one run of an episode.
type EpisodeRun struct {
	Harm    Harm
	Arrived int64 // requests simulated
	Lost    int64 // of those
	Causes  counted.CauseCounts
	Losses  []uint64 // by minute: a sum of hashes of the requests that were lost
}

// Run returns what was counted. The run must be over.
func (t *Tally) Run() EpisodeRun {
	r := EpisodeRun{Arrived: t.arrived, Causes: t.causes}
	for i := range t.minutes {
		m := &t.minutes[i]
		r.Lost += int64(m.lost)
		if m.lost > 0 {
			r.Losses = append(r.Losses, make([]uint64, i+1-len(r.Losses))...)
			r.Losses[i] = m.whose
		}
		if float64(m.lost) > BadMinuteShare*float64(m.settled) {
			r.Harm.BadMinutes++
		}
		if m.settled > 0 {
			r.Harm.AwayHours += float64(float64(m.away) / float64(m.settled) / 60)
		}
	}
	r.Harm.Requests = float64(r.Lost) * t.weight
	for p := range t.people {
		m := &t.people[p]
		m.Flush()
		for _, n := range m.Lost {
			r.Harm.UserMinutes += float64(float64(n) * t.weight)
		}
	}
	return r
}

// LastDifference returns the last minute of which two runs did not lose the
// same requests; ok is false if there is none.
func (r *EpisodeRun) LastDifference(q *EpisodeRun) (minute int, ok bool) {
	at := func(list []uint64, i int) uint64 {
		if i < len(list) {
			return list[i]
		}
		return 0
	}
	for i := max(len(r.Losses), len(q.Losses)) - 1; i >= 0; i-- {
		if at(r.Losses, i) != at(q.Losses, i) {
			return i, true
		}
	}
	return 0, false
}
