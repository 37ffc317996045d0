package queue

import (
	"failsim/models/figures"
	"failsim/sim"
)

// windows is how many parts of equal length a steady run is watched in: enough
// for MSER-5 and for batch means.
const (
	windows      = 1024
	perSegment   = 32 // windows
	segmentsHalf = windows / 2 / perSegment
)

// record is what a replication counts. Time is cut into segments, each with
// tallies of its own, so that a warm-up can be left out afterwards.
type record struct {
	spec     *Spec
	begins   []sim.Time // of windows; the first is the run's own
	segment  []int      // of each window
	stations [][]*tally // by station, then segment
	streams  [][]*streamTally
	present  int
	marks    [][]mark // by window that begins, then target
	last     sim.Time
	instants [][]instant // by instant, then station
	crests   []crestTally
	rings    []shareTally // by group
	caches   []cacheTally
	cycles   []cycleTally // by stream
	keep     int          // first segment that counts
	watched  bool         // by windows
	halved   bool         // many cycles, each watched by halves
	left     []float64    // by station, those in it at the ends of cycles
}

// mark is what a station or a group had summed up when a window began.
type mark struct{ area, waited, served float64 }

// instant is what was seen of a station at an instant, over cycles.
type instant struct{ n, sum, busy float64 }

func newRecord(spec *Spec) *record {
	r := &record{spec: spec, begins: []sim.Time{0}, segment: []int{0}}
	origin := sim.Time(0).Add(spec.WarmUp.Span)
	r.watched = spec.steady() && spec.Cycles == 1
	segments := 1
	switch {
	case spec.WarmUp.MSER:
		for i := range windows - 1 {
			r.window(origin, i+1, min((i+1)/perSegment, segmentsHalf))
		}
		segments = segmentsHalf + 1
	case origin > 0 && r.watched:
		for i := range windows {
			r.window(origin, i, 1)
		}
		segments, r.keep = 2, 1
	case origin > 0:
		r.window(origin, 0, 1)
		segments, r.keep = 2, 1
		if r.halved = spec.steady(); r.halved {
			r.window(origin, windows/2, 1)
		}
	}
	r.makeTallies(segments)
	r.overCycles()
	r.instants = make([][]instant, len(spec.Observe))
	for i := range r.instants {
		r.instants[i] = make([]instant, len(spec.Stations))
	}
	return r
}

// window adds window number i of those from origin on.
func (r *record) window(origin sim.Time, i, segment int) {
	share := float64(r.spec.Length) * float64(i) / windows
	r.begins = append(r.begins, origin.AddNanoseconds(share))
	r.segment = append(r.segment, segment)
}

func (r *record) makeTallies(segments int) {
	groups := make([][][2]*figures.Histogram, len(r.spec.Groups))
	for g := range groups {
		groups[g] = make([][2]*figures.Histogram, segments)
		for i := range segments {
			groups[g][i] = [2]*figures.Histogram{new(figures.Histogram), new(figures.Histogram)}
		}
	}
	r.stations = make([][]*tally, len(r.spec.Stations))
	for s := range r.stations {
		r.stations[s] = make([]*tally, segments)
		for i := range segments {
			t := &tally{}
			if g := r.spec.Stations[s].Group; g >= 0 {
				t.wait, t.sojourn = groups[g][i][0], groups[g][i][1]
			} else {
				t.wait, t.sojourn = new(figures.Histogram), new(figures.Histogram)
			}
			r.stations[s][i] = t
		}
	}
	r.streams = make([][]*streamTally, len(r.spec.Streams))
	for s := range r.streams {
		r.streams[s] = make([]*streamTally, segments)
		for i := range segments {
			r.streams[s][i] = &streamTally{wait: new(figures.Histogram), latency: new(figures.Histogram)}
		}
	}
}

// begin ends a window and begins the next.
func (r *record) begin(s *system, now sim.Time, window int) {
	s.flush(now)
	if r.watched || r.halved {
		r.mark(s)
	}
	if to := r.segment[window]; to != r.present {
		r.turn(s, now, to)
	}
}

// turn begins another segment.
func (r *record) turn(s *system, now sim.Time, segment int) {
	r.close(now)
	r.present = segment
	for i := range s.stations {
		s.stations[i].meter.tally = r.stations[i][segment]
	}
	for i := range s.streams {
		s.streams[i].tally = r.streams[i][segment]
	}
}

// close counts the time of the present segment.
func (r *record) close(now sim.Time) {
	for i := range r.streams {
		r.streams[i][r.present].span += float64(now.Sub(r.last))
	}
	r.last = now
}

// mark sums up every station that is in no group, then every group.
func (r *record) mark(s *system) {
	marks := make([]mark, len(s.stations)+len(s.groups))
	for i := range s.stations {
		m, to := &s.stations[i].meter, i
		if g := s.stations[i].spec.Group; g >= 0 {
			to = len(s.stations) + g
		}
		marks[to].area += m.area
		marks[to].waited += m.waited
		marks[to].served += m.served
	}
	r.marks = append(r.marks, marks)
}

// observe notes how many are in each station.
func (r *record) observe(s *system, which int) {
	for i := range s.stations {
		o, n := &r.instants[which][i], s.stations[i].meter.n
		o.n++
		o.sum += float64(n)
		if n >= s.stations[i].spec.Servers {
			o.busy++
		}
	}
	for i, c := range s.caches {
		r.caches[i].observe(s, c, which, i, r.spec.Observe[which])
	}
}

// finish ends one cycle.
func (r *record) finish(s *system) {
	r.close(s.until)
	if r.watched || r.halved {
		r.mark(s)
	}
	for i := range s.stations {
		r.left[i] += float64(s.stations[i].meter.n)
		r.crests[i].add(s.stations[i].crest, s.origin)
	}
	for i := range s.groups {
		if k, ok := s.groups[i].targets.Memory.(shares); ok {
			r.rings[i].add(k)
		}
	}
	for i, c := range s.caches {
		r.caches[i].add(c)
	}
	for i := range s.streams {
		r.cycles[i].add(s.streams[i].tally)
	}
	r.present, r.last = 0, 0
}
