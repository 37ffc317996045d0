package queue

import (
	"failsim/models/policy"
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

// pair is where the second of two numbers in an argument begins.
const pair = 24

// system is one run.
type system struct {
	kernel   sim.Kernel
	owner    sim.Owner
	spec     *Spec
	record   *record
	jobs     jobs
	served   station.Jobs // what stations know of them
	streams  []stream
	stations []place
	groups   []group
	caches   []*cache
	origin   sim.Time
	until    sim.Time
}

// place is a station of a run.
type place struct {
	spec    *Station
	desk    station.Discipline
	meter   meter
	open    *int32         // the balancer's count of requests here; nil without one
	sharing station.Sharer // nil unless its servers are shared
	bucket  bucket
	crest   crest
	scaler  scaler
	breaker breaker
}

// group is a balancer of a run.
type group struct {
	spec    *Group
	balance policy.Balancing
	targets policy.Targets
	cursor  uint32
}

// newSystem builds a run whose draws are those of key, and which is recorded
// in r.
func newSystem(spec *Spec, key sim.Key, r *record) *system {
	s := &system{spec: spec, record: r}
	s.owner = s.kernel.Register(s)
	s.origin = sim.Time(0).Add(spec.WarmUp.Span)
	s.until = s.origin.Add(spec.Length)
	s.stations = make([]place, len(spec.Stations))
	for i := range s.stations {
		p := &spec.Stations[i]
		st := &s.stations[i]
		st.spec, st.meter.servers = p, p.Servers
		st.desk = station.Serve(s, &s.served, p.serves(int32(i), spec.impatient(i)))
		st.sharing, _ = st.desk.(station.Sharer)
		st.bucket.tokens = float64(p.Admits.Burst)
		st.meter.tally = r.stations[i][0]
		for j, c := range p.Schedule {
			s.schedule(s.origin.Add(c.At), sim.Change, changes, uint64(i)<<pair|uint64(j))
		}
		s.change(i, key)
	}
	s.groups = make([]group, len(spec.Groups))
	for i := range s.groups {
		s.newGroup(i, key)
	}
	for i := range spec.Caches {
		s.caches = append(s.caches, newCache(&spec.Caches[i], key, spec.objects(i)))
	}
	s.streams = make([]stream, len(spec.Streams))
	for i := range s.streams {
		s.newStream(i, key)
	}
	for i := 1; i < len(r.begins); i++ {
		s.schedule(r.begins[i], sim.Probe, measures, uint64(i))
	}
	for i, at := range spec.Observe {
		s.schedule(s.origin.Add(at), sim.Probe, observes, uint64(i))
	}
	return s
}

func (s *system) newGroup(i int, key sim.Key) {
	p, g := &s.spec.Groups[i], &s.groups[i]
	g.spec, g.balance = p, p.Balance
	g.targets.Healthy = make([]uint16, len(p.Members))
	g.targets.InFlight = make([]int32, len(p.Members))
	g.targets.Cursor, g.targets.Weights = &g.cursor, p.Weights
	for k, m := range p.Members {
		g.targets.Healthy[k] = uint16(k)
		s.stations[m].open = &g.targets.InFlight[k]
	}
	if b, ok := g.balance.(policy.Remembering); ok {
		g.targets.Memory = b.Fresh(&g.targets, key.Named("ring/"+p.Name))
	}
}

// impatient tells whether anybody who comes to a station may leave its queue.
func (s *Spec) impatient(station int) bool {
	for i := range s.Streams {
		st := &s.Streams[i]
		if st.Patience == nil {
			continue
		}
		if st.To.Group && s.Stations[station].Group == st.To.Index || !st.To.Group && st.To.Index == station {
			return true
		}
	}
	return false
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

// run simulates to the end and leaves the last of it in the record.
func (s *system) run() {
	s.kernel.Run(s.until)
	s.flush(s.until)
	s.check()
}

// flush brings every tally up to now.
func (s *system) flush(now sim.Time) {
	for i := range s.stations {
		s.stations[i].meter.to(now)
	}
}

// Handle implements sim.Handler.
func (s *system) Handle(now sim.Time, e sim.Event) {
	switch e.Kind {
	case arrives:
		s.arrive(now, int(e.Arg))
	case ends:
		if slot, ok := s.jobs.named(e.Arg); ok && s.served.At(slot).Finish == now && s.served.At(slot).State == station.Served {
			s.end(now, slot)
		}
	case shareEnds:
		st := &s.stations[e.Arg]
		if slot, ok := st.sharing.Ended(now); ok {
			s.end(now, slot)
		}
	case quits:
		if slot, ok := s.jobs.named(e.Arg); ok && s.jobs.all[slot].deadline == now && s.served.At(slot).State == station.Waiting {
			s.quit(now, slot)
		}
	case expires:
		if slot, ok := s.jobs.named(e.Arg); ok {
			s.expire(now, slot)
		}
	case returns:
		s.comeBack(now, int(e.Arg>>pair), e.Arg&(1<<pair-1))
	case tries:
		slot := int32(e.Arg)
		s.attempt(now, slot)
	case changes:
		st := &s.stations[e.Arg>>pair]
		s.resize(now, st, st.spec.Schedule[e.Arg&(1<<pair-1)].Servers)
	case looks:
		s.look(now, int(e.Arg))
	case scaled:
		s.scale(now, int(e.Arg>>pair), int(e.Arg&(1<<pair-1)))
	case breaks:
		s.breakDown(now, int(e.Arg))
	case mends:
		s.bringUp(now, int(e.Arg))
	case measures:
		s.record.begin(s, now, int(e.Arg))
	case observes:
		s.record.observe(s, int(e.Arg))
	}
}

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

// objects returns how many a cache may be asked for.
func (s *Spec) objects(cache int) int {
	most := 0
	for i := range s.Streams {
		if st := &s.Streams[i]; st.To.Cache == cache+1 && st.Objects != nil {
			most = max(most, len(st.Objects.upTo))
		}
	}
	return most
}
