package counted

import (
	"failsim/models/id"
	"failsim/models/record"
	"failsim/sim"
)

// Moment is one mark of a run.
type Moment struct {
	At     sim.Time
	Mark   record.Mark
	Region id.Region // -1 where it has none
}

// mostMoments bounds the list of a run's marks; a flapping drain could make
// any number of them. The first of each kind is kept besides.
const mostMoments = 4096

// moments keeps the marks of a run.
type moments struct {
	onset   sim.Time
	first   [record.Marks]sim.Time   // at or after the onset, wherever
	regions [][record.Marks]sim.Time // the same by region
	list    []Moment
	dropped int // marks that the list had no room for
}

func (m *moments) reset(regions int, onset sim.Time) {
	m.onset = onset
	m.regions = zeroed(m.regions, regions)
	never(&m.first)
	for r := range m.regions {
		never(&m.regions[r])
	}
	if m.list == nil {
		m.list = make([]Moment, 0, mostMoments)
	}
	m.list = m.list[:0]
	m.dropped = 0
}

func never(times *[record.Marks]sim.Time) {
	for i := range times {
		times[i] = sim.Never
	}
}

func (m *moments) mark(at sim.Time, mark record.Mark, region id.Region) {
	if len(m.list) < mostMoments {
		m.list = append(m.list, Moment{at, mark, region})
	} else {
		m.dropped++
	}
	if at < m.onset {
		return // a drain before the fault says nothing about how the fault was met
	}
	m.first[mark] = min(m.first[mark], at)
	if region >= 0 {
		m.regions[region][mark] = min(m.regions[region][mark], at)
	}
}
