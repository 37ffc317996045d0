package counted

import (
	"time"

	"failsim/models/figures"
	"failsim/results/statistics"
	"failsim/sim"
)

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

// conclude computes the ratios of a part whose requests have been summed.
func (p *Part) conclude(c *course, l *Layout, before *history, latency *figures.Histogram, w work, gone sim.Time) {
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
	p.ErrorBudgetBurned = p.OutageMinutes / BudgetMinutes(l.Availability)
	p.Growth = growthOf(c, l)
	p.Recovery = recoveryOf(c, l, p.Growth.MitigatedIn, gone)
	if p.Recovery.State == NeverHarmed {
		p.Growth.forgetHarm()
	}
	p.LatencyP50, p.LatencyP99 = latency.Middle(0.5)/1e9, nan
	if q.Succeeded() >= statistics.FewestForP99 {
		p.LatencyP99 = latency.Middle(0.99) / 1e9
	}
	p.WastedShare = share(w.wasted, w.given)
	p.WastedPerRequest = time.Duration(w.wasted).Seconds() / float64(n)
	if n == 0 {
		p.WastedPerRequest = nan
	}
}

// MetastableSeconds returns the seconds for which a part was harmed though the
// trigger was gone; NaN if the trigger was there to the end.
func (p *Part) MetastableSeconds() float64 {
	if p.Recovery.Metastable < 0 {
		return nan
	}
	return p.Recovery.Metastable.Seconds()
}

// work is what servers did, in nanoseconds.
type work struct{ given, wasted int64 }

func (w *work) add(v work) {
	w.given += v.given
	w.wasted += v.wasted
}
