package queue

import (
	"failsim/models/policy"
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
	streams  []stream
	stations []station
	groups   []group
	origin   sim.Time
	until    sim.Time
}

// station is one of a run.
type station struct {
	spec    *Station
	desk    desk
	meter   meter
	open    *int32 // the balancer's count of requests here; nil without one
	sharing *sharing
	bucket  bucket
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
	s.stations = make([]station, len(spec.Stations))
	for i := range s.stations {
		p := &spec.Stations[i]
		st := &s.stations[i]
		st.spec, st.meter.servers = p, p.Servers
		st.desk = s.newDesk(int32(i), p, spec.impatient(i))
		st.sharing, _ = st.desk.(*sharing)
		st.bucket.tokens = float64(p.Admits.Burst)
		st.meter.tally = r.stations[i][0]
		for j, c := range p.Schedule {
			s.schedule(s.origin.Add(c.At), sim.Change, changes, uint64(i)<<pair|uint64(j))
		}
	}
	s.groups = make([]group, len(spec.Groups))
	for i := range s.groups {
		s.newGroup(i)
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

func (s *system) newGroup(i int) {
	p, g := &s.spec.Groups[i], &s.groups[i]
	g.spec, g.balance = p, p.Balance()
	if w, ok := g.balance.(weigher); ok {
		w.weigh(p.Weights)
	}
	g.targets.Healthy = make([]uint16, len(p.Members))
	g.targets.InFlight = make([]int32, len(p.Members))
	g.targets.Cursor = &g.cursor
	for k, m := range p.Members {
		g.targets.Healthy[k] = uint16(k)
		s.stations[m].open = &g.targets.InFlight[k]
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

func (s *system) finishAt(at sim.Time, slot int32) {
	s.jobs.all[slot].finish = at
	s.schedule(at, sim.Completion, ends, s.jobs.argument(slot))
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
		if slot, ok := s.jobs.named(e.Arg); ok && s.jobs.all[slot].finish == now && s.jobs.all[slot].state == served {
			s.end(now, slot)
		}
	case shareEnds:
		st := &s.stations[e.Arg]
		if slot, ok := st.sharing.ended(now); ok {
			s.end(now, slot)
		}
	case quits:
		if slot, ok := s.jobs.named(e.Arg); ok && s.jobs.all[slot].deadline == now && s.jobs.all[slot].state == waiting {
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
		s.change(now, int(e.Arg>>pair), int(e.Arg&(1<<pair-1)))
	case measures:
		s.record.begin(s, now, int(e.Arg))
	case observes:
		s.record.observe(s, int(e.Arg))
	}
}

func (s *system) change(now sim.Time, station, which int) {
	st := &s.stations[station]
	st.meter.to(now)
	st.meter.servers = st.spec.Schedule[which].Servers
	st.desk.resize(now, st.meter.servers)
}
