package results

import (
	"time"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/results/statistics"
	"failsim/sim"
)

// CauseCounts counts requests by how they ended; None stands for the answered.
type CauseCounts [request.Causes]int64

// Requests are the totals of a run or of some of it.
type Requests struct {
	Arrived  int64
	InFlight int64
	Within   int64 // answered within the latency objective
	Attempts int64 // of those with an outcome
	Failover int64 // whose last attempt went elsewhere than home
	Taken    int64 // attempts that an LB took in
	Served   int64 // of them, answered right
	Ended    CauseCounts
}

// Succeeded returns how many were answered.
func (r *Requests) Succeeded() int64 { return r.Ended[request.None] }

// Failed returns how many failed, for whatever cause.
func (r *Requests) Failed() int64 {
	sum := int64(0)
	for _, n := range r.Ended[1:] {
		sum += n
	}
	return sum
}

// Settled returns how many have an outcome: the valid ones of which
// availability is a share.
func (r *Requests) Settled() int64 { return r.Succeeded() + r.Failed() }

func (r *Requests) add(q *Requests) {
	r.Arrived += q.Arrived
	r.InFlight += q.InFlight
	r.Within += q.Within
	r.Attempts += q.Attempts
	r.Failover += q.Failover
	r.Taken += q.Taken
	r.Served += q.Served
	for c, n := range q.Ended {
		r.Ended[c] += n
	}
}

// Share is a/b, NaN if b is 0.
func share(a, b int64) float64 {
	if b == 0 {
		return nan
	}
	return float64(a) / float64(b)
}

// Part holds the figures that both a whole run and each population have.
type Part struct {
	Requests              Requests
	FromOnset             Requests // those that arrived in the window of the onset or later
	Availability          float64  // good of valid requests
	AvailabilityFromOnset float64
	TimeWeighted          float64 // mean availability of windows with traffic
	Goodput               float64 // answered within the latency objective, of valid requests
	ServerSide            float64 // attempts answered right, of those that an LB took in
	RetryAmplification    float64 // attempts a request
	FailedOver            float64 // share of valid requests whose last attempt went elsewhere
	OutageMinutes         float64 // failures, as minutes of the mean day's rate in which all would have failed
	ErrorBudgetBurned     float64 // failures by those that the objective allows in 30 days
	Detection             Detection
	UserMinutesLost       float64 // of real users: simulated ones times the weight
	UserMinutesAsked      float64
	Recovery              Recovery
	Growth                Growth
	LatencyP50            float64 // seconds, of the answered
	LatencyP99            float64 // NaN of fewer answers than tell one
	WastedPerRequest      float64 // seconds of work for clients who had left, by valid requests
	WastedShare           float64 // of the work that servers were given
}

// Run holds the figures of one replication of one design. Times are in seconds
// since the onset; NaN stands for what did not happen.
type Run struct {
	Part
	Fingerprint  sim.Fingerprint
	Populations  []Part
	Blast        Blast
	WorstWindows WorstWindows
	Burns        Burns
	Damage       []RegionDamage
	Own          []RegionDamage // the same of the tenant's LBs among them
	Zones        []RegionDamage // the same of zones lost
	Calls        CallCounts
	Thrash       Thrash
	First        [record.Marks]sim.Time // first mark of each kind from the onset on
	Moments      []Moment               // all marks in order, up to a bound
	Timeline     *Timeline              // for Sample.Add, which lets go of it
}

// Run distils what was counted. The run must be over; counting goes on only
// after a Reset.
func (t *Tally) Run() *Run {
	l := &t.layout
	r := &Run{
		Fingerprint: t.fingerprint,
		First:       t.moments.first,
		Moments:     append([]Moment(nil), t.moments.list...),
		Timeline:    t.timeline(),
	}
	var all histogram
	var detected []float64
	var by [record.Alarmers]int64
	var asked, lost [][]uint32
	var work work
	gone := t.triggerGone()
	for p := range t.populations {
		c := &t.populations[p]
		c.minutes.Flush()
		asked, lost = append(asked, c.minutes.asked), append(lost, c.minutes.Lost)
		r.Populations = append(r.Populations, t.part(p))
		part := &r.Populations[p]
		course := r.Timeline.course(p)
		part.conclude(course, l, historyOf(l, p, course), &c.latency, work.of(c), gone)
		times, whose := t.alarms.detect(p, part, l)
		part.Detection = detectionOf(times, whose)
		detected = append(detected, times...)
		for who, n := range whose {
			by[who] += n
		}
		if part.Recovery.State != NeverHarmed {
			r.Blast.Populations++
		}
		r.Requests.add(&part.Requests)
		r.FromOnset.add(&part.FromOnset)
		r.UserMinutesLost += part.UserMinutesLost
		r.UserMinutesAsked += part.UserMinutesAsked
		all.merge(&c.latency)
	}
	whole := r.Timeline.course(-1)
	before := historyOf(l, -1, whole)
	r.conclude(whole, l, before, &all, work, gone)
	r.Detection = Detection{Took: nan}
	if r.Recovery.State != NeverHarmed {
		r.Detection = detectionOf(detected, by)
	}
	r.WorstWindows = worstWindowsOf(asked, lost)
	r.Burns = burnsOf(whole, before, l)
	r.Thrash = t.thrash.of(l, r.Requests.Settled())
	harmed := r.Blast.Populations
	r.Blast = blastOf(asked, lost, l)
	r.Blast.Populations = harmed
	for i := range t.fleets {
		r.Damage = append(r.Damage, t.fleets[i].figures(l.Regions[i]))
		t.own[i].advance(sim.Time(l.Length))
		t.zones[i].advance(sim.Time(l.Length))
		r.Own = append(r.Own, t.own[i].figures(l.Regions[i]))
		r.Zones = append(r.Zones, t.zones[i].figures(l.Regions[i]))
		r.Calls.add(&t.offices[i].counts)
	}
	return r
}

// work is what servers did, in nanoseconds.
type work struct{ given, wasted int64 }

// of returns the work for a population, and adds it to w.
func (w *work) of(c *crowd) work {
	w.given += c.given
	w.wasted += c.wasted
	return work{c.given, c.wasted}
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
	part.Requests.add(&part.FromOnset)
	m := &t.populations[p].minutes
	for i := range m.asked {
		part.UserMinutesAsked += float64(m.asked[i]) * t.layout.Weight
		part.UserMinutesLost += float64(m.Lost[i]) * t.layout.Weight
	}
	return part
}

// conclude computes the ratios of a part whose requests have been summed.
func (p *Part) conclude(c *course, l *Layout, before *history, latency *histogram, w work, gone sim.Time) {
	q := &p.Requests
	n := q.Settled()
	p.Availability = share(q.Succeeded(), n)
	p.AvailabilityFromOnset = share(p.FromOnset.Succeeded(), p.FromOnset.Settled())
	p.TimeWeighted = c.timeWeighted()
	p.ServerSide = share(q.Served, q.Taken)
	p.Goodput = share(q.Within, n)
	p.RetryAmplification = share(q.Attempts, n)
	p.FailedOver = share(q.Failover, n)
	p.OutageMinutes = float64(q.Failed()) / before.perMinute
	p.ErrorBudgetBurned = p.OutageMinutes / budgetMinutes(l.Availability)
	p.Growth = growthOf(c, l)
	p.Recovery = recoveryOf(c, l, p.Growth.mitigated, gone)
	if p.Recovery.State == NeverHarmed {
		p.Growth.forgetHarm()
	}
	p.LatencyP50, p.LatencyP99 = latency.quantile(0.5), nan
	if q.Succeeded() >= statistics.FewestForP99 {
		p.LatencyP99 = latency.quantile(0.99)
	}
	p.WastedShare = share(w.wasted, w.given)
	p.WastedPerRequest = time.Duration(w.wasted).Seconds() / float64(n)
	if n == 0 {
		p.WastedPerRequest = nan
	}
}

// metastable returns the seconds for which a part was harmed though the
// trigger was gone; NaN if the trigger was there to the end.
func (p *Part) metastable() float64 {
	if p.Recovery.Metastable < 0 {
		return nan
	}
	return p.Recovery.Metastable.Seconds()
}

// RecordsLost returns how many LB records of all regions were missing or wrong
// when the run ended.
func (r *Run) RecordsLost() float64 {
	sum := 0
	for _, d := range r.Damage {
		sum += d.RecordsLost
	}
	return float64(sum)
}
