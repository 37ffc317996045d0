package queue

import (
	"failsim/sim"
	"math"
)

// change begins what changes the number of a station's servers.
func (s *system) change(i int, key sim.Key) {
	st := &s.stations[i]
	if p := st.spec.Scales; p != nil {
		st.scaler.decided = st.spec.Servers
		s.schedule(sim.Time(p.Every), sim.Probe, looks, uint64(i))
	}
	if p := st.spec.Breaks; p != nil {
		st.breaker = breaker{up: st.spec.Servers, key: key.Named("breaks/" + st.spec.Name)}
		for range st.spec.Servers {
			s.schedule(sim.Time(0).Add(st.breaker.draw(p.Up)), sim.Change, breaks, uint64(i))
		}
	}
}

// look compares how busy servers were since the last look with what should be.
func (s *system) look(now sim.Time, station int) {
	st := &s.stations[station]
	p := st.spec.Scales
	st.meter.advance(now)
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
	st.meter.advance(now)
	st.meter.servers = servers
	st.discipline.Resize(now, servers)
	s.crest(now, st)
}
