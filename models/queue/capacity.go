package queue

import (
	"math"
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
	"failsim/sim"
)

// Closure is a span in which a station lets nobody in: who comes is refused,
// who is inside is served.
type Closure struct{ From, For time.Duration }

func closure(n file.Node) Closure {
	m := n.Open("span in which the station is down")
	defer m.Done()
	return Closure{file.Need(m, "at", file.OffsetOf), file.Need(m, "for", file.PositiveDurationOf)}
}

// down tells whether a station lets nobody in, at an instant counted from
// time 0.
func (s *Station) down(since time.Duration) bool {
	for _, c := range s.Down {
		if since >= c.From && since-c.From < c.For {
			return true
		}
	}
	return false
}

// replaced adds to a schedule what replaces the servers that it takes away: a
// while after each loss they come back, so many a second, until there are as
// many as at first. Each comes half a step before the rate says, so that on
// average there are as many as it says.
func (s *Station) replaced(after time.Duration, perSecond float64) {
	if len(s.Schedule) == 0 {
		return
	}
	last := s.Schedule[len(s.Schedule)-1]
	step := float64(time.Second) / perSecond
	for n := last.Servers + 1; n <= s.Servers; n++ {
		at := last.At + after + time.Duration((float64(n-last.Servers)-0.5)*step)
		s.Schedule = append(s.Schedule, Change{At: at, Servers: n})
	}
}

// Scaling watches how busy servers are and changes their number.
type Scaling struct {
	Target      float64 // share of servers that should be busy
	Every       time.Duration
	Delay       time.Duration // from the decision until more servers are there; fewer are at once
	Least, Most int
}

func scaling(n file.Node) *Scaling {
	m := n.Open("scales")
	defer m.Done()
	s := &Scaling{
		Target: file.Need(m, "target", file.That(file.ProbabilityOf, "above 0%", func(x float64) bool { return x > 0 })),
		Every:  file.Need(m, "every", file.PositiveDurationOf),
		Delay:  file.Get(m, "delay", file.DurationOf, 0),
		Least:  file.Get(m, "least", file.PositiveCountOf, 1),
		Most:   file.Need(m, "most", file.That(file.PositiveCountOf, "at most 1000000", atMost(mostServers))),
	}
	if n.Sound() && s.Least > s.Most {
		m.RefuseAt("least", "there cannot be at least %d servers and at most %d", s.Least, s.Most)
	}
	return s
}

// Breakage takes servers down one by one, and mends them.
type Breakage struct {
	Up, Down distribution.Distribution
	People   int // who mend, one server at a time each
}

func breakage(n file.Node) *Breakage {
	m := n.Open("breaks")
	defer m.Done()
	return &Breakage{Up: file.Need(m, "up", distribution.PositiveOf), Down: file.Need(m, "down", distribution.PositiveOf),
		People: file.Get(m, "people", unlimitedOr(file.PositiveCountOf), Unlimited)}
}

// scaler is a station of a run whose number of servers follows its load.
type scaler struct {
	busy    float64 // server-nanoseconds up to the last look
	decided int     // servers, those on their way included
}

// look compares how busy servers were since the last look with what should be.
func (s *system) look(now sim.Time, station int) {
	st := &s.stations[station]
	p := st.spec.Scales
	st.meter.to(now)
	used := st.meter.busy - st.scaler.busy
	st.scaler.busy = st.meter.busy
	wanted := int(math.Ceil(used/float64(p.Every)/p.Target - 1e-9))
	wanted = max(p.Least, min(p.Most, wanted))
	if wanted != st.scaler.decided {
		after := p.Delay
		if wanted < st.scaler.decided {
			after = 0
		}
		st.scaler.decided = wanted
		s.schedule(now.Add(after), sim.Change, scaled, uint64(station)<<pair|uint64(wanted))
	}
	s.schedule(now.Add(p.Every), sim.Probe, looks, uint64(station))
}

// scale sets how many servers there are, unless it was decided otherwise in the
// meantime.
func (s *system) scale(now sim.Time, station, servers int) {
	st := &s.stations[station]
	if servers > st.scaler.decided {
		servers = st.scaler.decided
	}
	s.resize(now, st, servers)
}

// breaker is a station of a run whose servers break.
type breaker struct {
	up, mending, waiting int
	key                  sim.Key
	drawn                uint64
}

func (b *breaker) draw(l distribution.Distribution) time.Duration {
	b.drawn++
	return l.Quantile(b.key.Float64(b.drawn))
}

// breakDown takes a server down.
func (s *system) breakDown(now sim.Time, station int) {
	st := &s.stations[station]
	st.breaker.up--
	if st.breaker.mending < st.spec.Breaks.People {
		st.breaker.mending++
		s.schedule(now.Add(st.breaker.draw(st.spec.Breaks.Down)), sim.Change, mends, uint64(station))
	} else {
		st.breaker.waiting++
	}
	s.resize(now, st, st.breaker.up)
}

// bringUp has a server mended, and the next one begun.
func (s *system) bringUp(now sim.Time, station int) {
	st := &s.stations[station]
	st.breaker.up++
	st.breaker.mending--
	if st.breaker.waiting > 0 {
		st.breaker.waiting--
		st.breaker.mending++
		s.schedule(now.Add(st.breaker.draw(st.spec.Breaks.Down)), sim.Change, mends, uint64(station))
	}
	s.schedule(now.Add(st.breaker.draw(st.spec.Breaks.Up)), sim.Change, breaks, uint64(station))
	s.resize(now, st, st.breaker.up)
}

// resize gives a station another number of servers.
func (s *system) resize(now sim.Time, st *place, servers int) {
	st.meter.to(now)
	st.meter.servers = servers
	st.desk.Resize(now, servers)
	s.crest(now, st)
}
