package counted

import (
	"failsim/models/figures"
	"failsim/models/record"
	"failsim/sim"
)

// Run holds the figures of one replication of one design. Times are in seconds
// since the onset; NaN stands for what did not happen.
type Run struct {
	Part
	Fingerprint  sim.Fingerprint
	Facts        []uint32 // digests of slices of time, of Layout.FactSpan windows each
	Populations  []Part
	Blast        Blast
	WorstWindows WorstWindows
	Burns        Burns
	Damage       Fleets
	Own          Fleets // the same of the tenant's LBs among them
	Zones        Fleets // the same of zones lost
	Calls        CallCounts
	Thrash       Thrash
	Data         []record.Data
	First        [record.Marks]sim.Time // first mark of each kind from the onset on
	Moments      []Moment               // all marks in order, up to a bound
	Timeline     *Timeline              // for Sample.Add, which lets go of it
}

// Run distils what was counted. The run must be over; counting goes on only
// after a Reset.
func (t *Tally) Run() *Run {
	l := &t.layout
	r := &Run{
		First:    t.moments.first,
		Moments:  append([]Moment(nil), t.moments.list...),
		Timeline: t.timeline(),
	}
	var latency figures.Histogram
	var detected []float64
	var by [record.Alarmers]int64
	var asked, lost [][]uint32
	var all work
	gone := t.trigger.gone(l, t.fleets)
	for p := range t.populations {
		c := &t.populations[p]
		c.minutes.Flush()
		asked, lost = append(asked, c.minutes.asked), append(lost, c.minutes.Lost)
		r.Populations = append(r.Populations, t.part(p))
		part := &r.Populations[p]
		course, of := r.Timeline.course(p), work{c.given, c.wasted}
		all.add(of)
		part.conclude(course, l, historyOf(l, p, course), &c.latency, of, gone)
		part.Detection = Detection{Took: nan}
		if part.Recovery.State != NeverHarmed {
			times, whose := t.alarms.detect(p, part.FromOnset.Settled(), l)
			part.Detection = detectionOf(times, whose)
			detected = append(detected, times...)
			for who, n := range whose {
				by[who] += n
			}
			r.Blast.Populations++
		}
		r.Requests.Add(&part.Requests)
		r.FromOnset.Add(&part.FromOnset)
		r.UserMinutesLost += part.UserMinutesLost
		r.UserMinutesAsked += part.UserMinutesAsked
		latency.Merge(&c.latency)
	}
	r.Fingerprint, r.Facts = t.distil(r.Requests.Arrived - r.Requests.InFlight)
	whole := r.Timeline.course(-1)
	before := historyOf(l, -1, whole)
	r.conclude(whole, l, before, &latency, all, gone)
	r.Detection = Detection{Took: nan}
	if r.Recovery.State != NeverHarmed {
		r.Detection = detectionOf(detected, by)
	}
	r.WorstWindows = worstWindowsOf(asked, lost)
	r.Burns = burnsOf(whole, before, l)
	r.Thrash = t.thrash.of(l, r.Requests.Settled())
	r.Data = append([]record.Data(nil), t.data...)
	harmed := r.Blast.Populations
	r.Blast = blastOf(asked, lost, l)
	r.Blast.Populations = harmed
	for i := range t.fleets {
		r.Damage = append(r.Damage, t.fleets[i].figures(l.Regions[i]))
		t.own[i].advance(sim.Time(l.Length))
		t.zones[i].advance(sim.Time(l.Length))
		r.Own = append(r.Own, t.own[i].figures(l.Regions[i]))
		r.Zones = append(r.Zones, t.zones[i].figures(l.Regions[i]))
		r.Calls.Add(&t.offices[i].counts)
	}
	return r
}

// part sums the windows of a population.
func (t *Tally) part(p int) Part {
	var part Part
	onset, column := t.layout.onsetWindow(), t.column(p)
	for w := range column[:onset] {
		column[w].addTo(&part.Requests)
	}
	for w := range column[onset:] {
		column[onset+w].addTo(&part.FromOnset)
	}
	part.Requests.Add(&part.FromOnset)
	m := &t.populations[p].minutes
	for i := range m.asked {
		part.UserMinutesAsked += float64(float64(m.asked[i]) * t.layout.Weight)
		part.UserMinutesLost += float64(float64(m.Lost[i]) * t.layout.Weight)
	}
	return part
}
