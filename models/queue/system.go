package queue

import (
	"failsim/models/station"
	"failsim/sim"
)

// The kinds of events, and what their argument is.
const (
	arrives   = iota // a stream
	returns          // a closed stream, and which of its clients
	ends             // a job: its service
	quits            // a job: its patience
	expires          // a job: its client's timeout
	tries            // a job: its next attempt
	shareEnds        // a station
	changes          // a station, and which change of its schedule
	measures         // which window of the run begins
	observes         // which instant
	looks            // a station that scales
	scaled           // a station, and how many servers it has now
	breaks           // a station, of which a server breaks
	mends            // a station, of which a server is mended
)

// system is one run.
type system struct {
	kernel   sim.Kernel
	owner    sim.Owner
	spec     *Spec
	record   *ledger
	jobs     jobTable
	served   station.Jobs // what stations know of them
	streams  []source
	stations []place
	groups   []group
	caches   []*cache
	origin   sim.Time
	until    sim.Time
}

func (s *system) schedule(at sim.Time, rank sim.Rank, kind uint8, arg uint64) {
	if at <= s.until {
		s.kernel.Schedule(at, rank, s.owner, sim.Event{Kind: kind, Arg: arg})
	}
}

// Ends implements station.Host.
func (s *system) Ends(at sim.Time, slot int32) {
	s.schedule(at, sim.Completion, ends, s.jobs.argument(slot))
}

// Due implements station.Host.
func (s *system) Due(at sim.Time, station int32) {
	s.schedule(at, sim.Completion, shareEnds, uint64(station))
}

// drop takes a job out of the system.
func (s *system) drop(slot int32) {
	s.served.At(slot).State = station.Elsewhere
	s.jobs.drop(slot)
}

// flush brings every tally up to now.
func (s *system) flush(now sim.Time) {
	for i := range s.stations {
		s.stations[i].meter.advance(now)
	}
}

// count changes how many are in a station, whose tally is up to now.
func (s *system) count(place *place, by int) {
	place.meter.n += by
	if place.open != nil {
		*place.open += int32(by)
	}
}

// crest notes how many wait for a server.
func (s *system) crest(now sim.Time, st *place) {
	c, n := &st.crest, st.meter.n-st.meter.servers
	if n > c.queue && now >= s.origin {
		c.queue, c.at, c.waits = n, now, true
	} else if n <= 0 && c.waits {
		c.drained, c.waits = now, false
	}
}
