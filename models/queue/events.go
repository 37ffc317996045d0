package queue

import (
	"fmt"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/station"
	"failsim/sim"
)

// newSystem builds a run whose draws are those of key, and which is recorded
// in r.
func newSystem(spec *Spec, key sim.Key, r *ledger) *system {
	s := &system{spec: spec, record: r}
	s.owner = s.kernel.Register(s)
	s.origin = sim.Time(0).Add(spec.WarmUp.Span)
	s.until = s.origin.Add(spec.Length)
	s.stations = make([]place, len(spec.Stations))
	for i := range s.stations {
		p := &spec.Stations[i]
		st := &s.stations[i]
		st.spec, st.meter.servers = p, p.Servers
		st.discipline = station.Serve(s, &s.served, p.serves(int32(i), spec.impatient(i)))
		st.sharing, _ = st.discipline.(station.Sharer)
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
	s.streams = make([]source, len(spec.Streams))
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
	g.targets.Healthy = make([]id.Member, len(p.Members))
	g.targets.InFlight = make([]int32, len(p.Members))
	g.targets.Cursor, g.targets.Weights = &g.cursor, p.Weights
	for k, m := range p.Members {
		g.targets.Healthy[k] = id.Member(k)
		s.stations[m].open = &g.targets.InFlight[k]
	}
	if b, ok := g.balance.(policy.Remembering); ok {
		g.targets.Memory = b.Fresh(&g.targets, key.Named("ring/"+p.Name))
	}
}

// run simulates to the end and leaves the last of it in the record.
func (s *system) run() {
	s.kernel.Run(s.until)
	s.flush(s.until)
	s.check()
}

// check panics if an attempt was lost or counted twice.
func (s *system) check() {
	inside, inStations := uint64(0), uint64(0)
	for i := range s.streams {
		st := &s.streams[i]
		inside += st.begun - st.ended - st.blocked
	}
	for i := range s.stations {
		inStations += uint64(s.stations[i].meter.n)
	}
	if inside != inStations {
		panic(fmt.Sprintf("queue: %d attempts are under way, but %d are in the stations", inside, inStations))
	}
}

// Handle implements sim.Handler.
func (s *system) Handle(now sim.Time, e sim.Event) {
	switch e.Kind {
	case arrives:
		s.arrive(now, int(e.Arg))
	case ends:
		if slot, ok := s.jobs.named(e.Arg); ok && s.served.At(slot).Finish == now && s.served.At(slot).State == station.Served {
			s.serviceEnds(now, slot)
		}
	case shareEnds:
		st := &s.stations[e.Arg]
		if slot, ok := st.sharing.Ended(now); ok {
			s.serviceEnds(now, slot)
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
		s.enter(now, slot)
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
