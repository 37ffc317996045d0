package counted

import (
	"time"

	"failsim/models/record"
	"failsim/sim"
)

// fleet follows the damage of one region's LBs: a step function of time, its
// exact integral per window, and its peak.
type fleet struct {
	width     sim.Time
	now       record.Fleet
	since     sim.Time
	integral  []int64 // per window: LB-nanoseconds misconfigured
	peak      float64 // share
	peakAt    sim.Time
	missing   float64  // largest share of LBs whose record is missing
	contained float64  // share misconfigured when workflows were switched off; NaN before
	whole     sim.Time // when it was last mended; 0 if nothing was ever misconfigured
}

func (f *fleet) reset(l *Layout) {
	*f = fleet{
		width:     sim.Time(l.Window),
		integral:  zeroed(f.integral, l.Windows()),
		peakAt:    sim.Never,
		contained: nan,
	}
}

func (f *fleet) change(at sim.Time, d record.Fleet) {
	f.advance(at)
	was := f.broken()
	f.now = d
	if was && !f.broken() {
		f.whole = at
	}
	if s := f.share(); s > f.peak {
		f.peak, f.peakAt = s, at
	}
	if d.LBs > 0 {
		f.missing = max(f.missing, float64(d.MissingState)/float64(d.LBs))
	}
}

// broken reports whether an LB is misconfigured or a record missing.
func (f *fleet) broken() bool { return f.now.Misconfigured > 0 || f.now.MissingState > 0 }

// share returns the share of the fleet that is misconfigured now.
func (f *fleet) share() float64 {
	if f.now.LBs == 0 {
		return 0
	}
	return float64(f.now.Misconfigured) / float64(f.now.LBs)
}

// advance integrates up to an instant.
func (f *fleet) advance(to sim.Time) {
	if f.now.Misconfigured == 0 {
		f.since = max(f.since, to)
		return
	}
	for f.since < to {
		w := min(int(f.since/f.width), len(f.integral)-1)
		end := to
		if w < len(f.integral)-1 {
			end = min(to, sim.Time(w+1)*f.width)
		}
		f.integral[w] += int64(f.now.Misconfigured) * int64(end-f.since)
		f.since = end
	}
}

// minutes returns the LB-minutes misconfigured up to now.
func (f *fleet) minutes() float64 {
	sum := 0.0
	for _, ns := range f.integral {
		sum += float64(ns)
	}
	return sum / float64(time.Minute)
}

// RegionFleet is what a run did to one region's fleet.
type RegionFleet struct {
	Region         string
	Fleet          int
	PeakShare      float64
	PeakAt         sim.Time // sim.Never if nothing was misconfigured
	LBMinutes      float64  // misconfigured LBs integrated over time
	MissingPeak    float64  // largest share of LBs without a record
	ContainedShare float64  // misconfigured when workflows were switched off; NaN if they never were
	RecordsLost    int      // records missing or wrong when the run ended
}

func (f *fleet) figures(region string) RegionFleet {
	return RegionFleet{
		Region: region, Fleet: f.now.LBs, PeakShare: f.peak, PeakAt: f.peakAt, LBMinutes: f.minutes(),
		MissingPeak: f.missing, ContainedShare: f.contained, RecordsLost: f.now.MissingState + f.now.WrongState,
	}
}

// Damages is what a run did to the fleets of all regions.
type Fleets []RegionFleet

// Worst returns the region that was misconfigured most at its peak; the first such,
// and a zero value if there are no regions.
func (list Fleets) Worst() RegionFleet {
	var worst RegionFleet
	for i, d := range list {
		if i == 0 || d.PeakShare > worst.PeakShare {
			worst = d
		}
	}
	return worst
}

// LBMinutes adds up the minutes that LBs of all regions were misconfigured.
func (list Fleets) LBMinutes() float64 {
	sum := 0.0
	for _, d := range list {
		sum += d.LBMinutes
	}
	return sum
}

// LBMinutesPerLB returns the minutes that an LB of the worst region was misconfigured,
// on average over its fleet.
func (list Fleets) LBMinutesPerLB() float64 {
	d := list.Worst()
	if d.Fleet == 0 {
		return 0
	}
	return d.LBMinutes / float64(d.Fleet)
}

// RecordsLost returns how many LB records of all regions were missing or wrong
// when the run ended.
func (list Fleets) RecordsLost() float64 {
	sum := 0
	for _, d := range list {
		sum += d.RecordsLost
	}
	return float64(sum)
}
