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

// ledger is what a replication counts. Time is cut into segments, each with
// tallies of its own, so that a warm-up can be left out afterwards.
type ledger struct {
	spec     *Spec
	begins   []sim.Time        // of windows; the first is the run's own
	segment  []int             // of each window
	stations [][]*segmentTally // by station, then segment
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

func newRecord(spec *Spec) *ledger {
	r := &ledger{spec: spec, begins: []sim.Time{0}, segment: []int{0}}
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
func (r *ledger) window(origin sim.Time, i, segment int) {
	share := float64(r.spec.Length) * float64(i) / windows
	r.begins = append(r.begins, origin.AddNanoseconds(share))
	r.segment = append(r.segment, segment)
}

func (r *ledger) makeTallies(segments int) {
	groups := make([][][2]*figures.Histogram, len(r.spec.Groups))
	for g := range groups {
		groups[g] = make([][2]*figures.Histogram, segments)
		for i := range segments {
			groups[g][i] = [2]*figures.Histogram{new(figures.Histogram), new(figures.Histogram)}
		}
	}
	r.stations = make([][]*segmentTally, len(r.spec.Stations))
	for s := range r.stations {
		r.stations[s] = make([]*segmentTally, segments)
		for i := range segments {
			t := &segmentTally{}
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

// overCycles makes what is added up over cycles.
func (r *ledger) overCycles() {
	r.left = make([]float64, len(r.spec.Stations))
	r.crests = make([]crestTally, len(r.spec.Stations))
	r.rings = make([]shareTally, len(r.spec.Groups))
	r.caches = make([]cacheTally, len(r.spec.Caches))
	for i := range r.caches {
		r.caches[i].instants = make([]struct{ missing, held float64 }, len(r.spec.Observe))
		r.caches[i].seen = make([]float64, len(r.spec.Observe))
	}
	r.cycles = make([]cycleTally, len(r.spec.Streams))
}

// close counts the time of the present segment.
func (r *ledger) close(now sim.Time) {
	for i := range r.streams {
		r.streams[i][r.present].span += float64(now.Sub(r.last))
	}
	r.last = now
}
