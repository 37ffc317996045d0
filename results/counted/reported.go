package counted

import (
	"math"

	"failsim/models/id"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// Wasted reports that a server finished work for a client who had left.
func (t *Tally) Wasted(p request.Population, work int64) { t.populations[p].wasted += work }

// FleetChanged records the state of a region's fleet after a change of it.
func (t *Tally) FleetChanged(at sim.Time, d record.Fleet) {
	t.fleets[d.Region].change(at, d)
	t.own[d.Region].change(at, record.Fleet{Misconfigured: d.OwnMisconfigured, LBs: d.Own})
	t.fact(at, factMisconfigured, uint64(d.Region)<<32|uint64(d.LBs),
		uint64(d.Misconfigured)<<32|uint64(d.MissingState))
}

// ZonesLost reports how many of a region's zones are lost, after each change.
func (t *Tally) ZonesLost(at sim.Time, region id.Region, lost, of int) {
	t.zones[region].change(at, record.Fleet{Region: region, Misconfigured: lost, LBs: of})
}

// Called reports calls to a region's control plane that ended alike.
func (t *Tally) Called(at []sim.Time, region id.Region, c record.Call, ok bool) {
	t.offices[region].called(at, c, ok)
}

// Marked records a moment of an incident.
func (t *Tally) Marked(at sim.Time, m record.Mark, region id.Region) {
	t.moments.mark(at, m, region)
	t.trigger.mark(at, m)
	if t.Narrator != nil {
		where := ""
		if region >= 0 {
			where = t.layout.Regions[region] + ": "
		}
		t.Narrator(at, where+m.String())
	}
	t.fact(at, factMarked, uint64(m), uint64(region+1))
	for i := range t.offices {
		if region != id.Region(i) && region >= 0 {
			continue
		}
		t.offices[i].mark(m)
		if f := &t.fleets[i]; m == record.Contained && math.IsNaN(f.contained) {
			f.contained = f.share()
		}
	}
}

// Alarmed reports an alarm. One before the onset says nothing about how the
// fault was met.
func (t *Tally) Alarmed(at sim.Time, r record.Raised) {
	t.Marked(at, record.Alarm, r.Region)
	a := &t.alarms
	if at < a.onset {
		return
	}
	of := &a.regions[r.By][max(r.Region, 0)]
	if r.Name >= 0 {
		of = &a.names[a.first[r.Population]+r.Name]
	}
	*of = min(*of, at)
}

// Moved reports that steering moves a share of a name's load, or of several.
func (t *Tally) Moved(_ sim.Time, names float64) { t.thrash.names += names }

// Diverted reports a request that steering has moved.
func (t *Tally) Diverted(_ request.Population, _ sim.Time, vain bool) {
	t.thrash.moved++
	if vain {
		t.thrash.inVain++
	}
}

// Narrate passes a line on to the Narrator.
func (t *Tally) Narrate(at sim.Time, line string) {
	if t.Narrator != nil {
		t.Narrator(at, line)
	}
}

// Follows reports whether there is a Narrator.
func (t *Tally) Follows() bool { return t.Narrator != nil }
