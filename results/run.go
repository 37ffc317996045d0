package results

import (
	"time"

	"failsim/models/record"
	"failsim/models/request"
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
	RetryAmplification    float64 // attempts a request
	FailedOver            float64 // share of valid requests whose last attempt went elsewhere
	ErrorBudgetBurned     float64 // failures by those that the objective allows in this run
	UserMinutesLost       float64 // of real users: simulated ones times the weight
	UserMinutesAsked      float64
	Recovery              Recovery
	LatencyP50            float64 // seconds, of the answered
	LatencyP99            float64
	WastedPerRequest      float64 // seconds of work for clients who had left, by valid requests
}

// Run holds the figures of one replication of one design. Times are in seconds
// since the onset; NaN stands for what did not happen.
type Run struct {
	Part
	Fingerprint  sim.Fingerprint
	Populations  []Part
	TimeToDetect float64 // to the first true alarm
	Growth       Growth
	Blast        Blast
	Uptimes      Uptimes
	Burns        Burns
	// BadAfterFault is how long harm outlived its trigger, in seconds.
	BadAfterFault float64
	Damage        []RegionDamage
	Calls         CallCounts
	First         [record.Marks]sim.Time // first mark of each kind from the onset on
	Moments       []Moment               // all marks in order, up to a bound
	Timeline      *Timeline              // for Sample.Add, which lets go of it
}

// Run distils what was counted. The run must be over; counting goes on only
// after a Reset.
func (t *Tally) Run() *Run {
	l := &t.layout
	r := &Run{
		Fingerprint:  t.fingerprint,
		TimeToDetect: nan,
		First:        t.moments.first,
		Moments:      append([]Moment(nil), t.moments.list...),
		Timeline:     t.timeline(),
	}
	if at := r.First[record.Alarm]; at != sim.Never {
		r.TimeToDetect = at.Sub(l.Onset).Seconds()
	}
	var all histogram
	var asked, lost [][]uint32
	for p := range t.populations {
		c := &t.populations[p]
		c.minutes.flush()
		asked, lost = append(asked, c.minutes.asked), append(lost, c.minutes.lost)
		r.Populations = append(r.Populations, t.part(p))
		part := &r.Populations[p]
		part.conclude(r.Timeline.course(p), l, &c.latency, c.wasted)
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
	r.conclude(whole, l, &all, t.wasted())
	r.Growth = growthOf(whole, l)
	r.Uptimes = uptimesOf(asked, lost)
	r.Burns = burnsOf(whole, l)
	r.BadAfterFault = r.badAfterFault(l)
	harmed := r.Blast.Populations
	r.Blast = blastOf(asked, lost, l)
	r.Blast.Populations = harmed
	if r.Recovery.State == NeverHarmed {
		r.Growth.Mitigated, r.Growth.HalfPeak = nan, nan
	} else { // joined windows can reach beyond recovery where traffic is thin
		r.Growth.Mitigated = min(r.Growth.Mitigated, r.Recovery.Took.Seconds())
	}
	for i := range t.fleets {
		r.Damage = append(r.Damage, t.fleets[i].figures(l.Regions[i]))
		r.Calls.add(&t.offices[i].counts)
	}
	return r
}

func (t *Tally) wasted() (ns int64) {
	for p := range t.populations {
		ns += t.populations[p].wasted
	}
	return ns
}

// part sums the windows of a population.
func (t *Tally) part(p int) Part {
	var part Part
	onset := t.layout.onsetWindow()
	for w, k := range t.cells[p*t.windows : (p+1)*t.windows] {
		n, _ := k.settled()
		q := Requests{
			Arrived: int64(k.arrived), InFlight: int64(k.arrived - n), Within: int64(k.within),
			Attempts: int64(k.attempts), Failover: int64(k.failedOver),
		}
		for c, e := range k.ended {
			q.Ended[c] = int64(e)
		}
		part.Requests.add(&q)
		if w >= onset {
			part.FromOnset.add(&q)
		}
	}
	m := &t.populations[p].minutes
	for i := range m.asked {
		part.UserMinutesAsked += float64(m.asked[i]) * t.layout.Weight
		part.UserMinutesLost += float64(m.lost[i]) * t.layout.Weight
	}
	return part
}

// conclude computes the ratios of a part whose requests have been summed.
func (p *Part) conclude(c *course, l *Layout, latency *histogram, wasted int64) {
	q := &p.Requests
	n := q.Settled()
	p.Availability = share(q.Succeeded(), n)
	p.AvailabilityFromOnset = share(p.FromOnset.Succeeded(), p.FromOnset.Settled())
	p.TimeWeighted = c.timeWeighted()
	p.Goodput = share(q.Within, n)
	p.RetryAmplification = share(q.Attempts, n)
	p.FailedOver = share(q.Failover, n)
	p.ErrorBudgetBurned = share(q.Failed(), n) / (1 - l.Availability)
	p.Recovery = recoveryOf(c, l)
	p.LatencyP50, p.LatencyP99 = latency.quantile(0.5), latency.quantile(0.99)
	p.WastedPerRequest = time.Duration(wasted).Seconds() / float64(n)
	if n == 0 {
		p.WastedPerRequest = nan
	}
}

// WorstDamage returns the region whose fleet was damaged most at its peak; the
// first such, and a zero value if there are no regions.
func (r *Run) WorstDamage() RegionDamage {
	var worst RegionDamage
	for i, d := range r.Damage {
		if i == 0 || d.PeakShare > worst.PeakShare {
			worst = d
		}
	}
	return worst
}

// LBMinutesPerLB returns the minutes that an LB of the worst region was damaged,
// on average over its fleet.
func (r *Run) LBMinutesPerLB() float64 {
	d := r.WorstDamage()
	if d.Fleet == 0 {
		return 0
	}
	return d.LBMinutes / float64(d.Fleet)
}

// LBMinutes returns the minutes that LBs of all regions were damaged.
func (r *Run) LBMinutes() float64 {
	sum := 0.0
	for _, d := range r.Damage {
		sum += d.LBMinutes
	}
	return sum
}
