package written

import (
	"fmt"
	"math"
	"strconv"

	"failsim/results"
	"failsim/results/statistics"
	"failsim/results/tables"
)

// Signs of a time that the run did not see.
const (
	later  = "never"
	unseen = "never"
)

// quantileCell formats a median with its interval and number of values, and the
// 95th and 99th per cent where there are enough. A time that the run did not
// see has the given sign; where the figure does not apply stands none.
func quantileCell(q *statistics.Quantiles, notSeen string) string {
	if q.N == 0 {
		return tables.None
	}
	cell := timeCell(q.P50, notSeen)
	if ci := q.P50CI95; ci != nil {
		cell += fmt.Sprintf(" [%s, %s]", timeCell(ci[0], notSeen), timeCell(ci[1], notSeen))
	}
	cell += fmt.Sprintf(" of %d", q.N)
	if q.P95 != nil {
		cell += ", p95 " + timeCell(*q.P95, notSeen)
	}
	if q.P99 != nil {
		cell += ", p99 " + timeCell(*q.P99, notSeen)
	}
	return cell
}

// timeCell formats a time that the run may not have seen.
func timeCell(n statistics.Number, notSeen string) string {
	if !n.Known() {
		return notSeen
	}
	return tables.Spoken(n)
}

// medianCell formats a median with its number of values.
func medianCell(q *statistics.Quantiles, notSeen string) string {
	if q.N == 0 {
		return tables.None
	}
	return fmt.Sprintf("%s of %d", timeCell(q.P50, notSeen), q.N)
}

// harmedCell formats a median in a table whose first column says of how many
// harmed replications it is, and of how many where that is not so.
func harmedCell(q *statistics.Quantiles, d *results.DesignSummary, notSeen string) string {
	if q.N != d.TimeToRecover.Harmed {
		return medianCell(q, notSeen)
	}
	if q.N == 0 {
		return tables.None
	}
	return timeCell(q.P50, notSeen)
}

// detectCell adds to the times who raised the alarms.
func detectCell(d *results.DetectSummary) string {
	cell := quantileCell(&d.Quantiles, unseen)
	for i, by := range d.By {
		join := ", "
		if i == 0 {
			join = ": "
		}
		cell += join + by.By + " " + tables.ShortPercent(by.Share)
	}
	return cell
}

// meanSpan formats a mean of seconds with its interval.
func meanSpan(e statistics.Estimate) string {
	if e.CI95 == nil {
		return tables.Spoken(e.Mean)
	}
	return fmt.Sprintf("%s [%s, %s]", tables.Spoken(e.Mean), tables.Spoken(e.CI95[0]), tables.Spoken(e.CI95[1]))
}

// ratioCell formats a ratio near 1, with as many decimals as its interval
// supports.
func ratioCell(e statistics.Estimate) string {
	if !e.Mean.Known() || e.CI95 == nil {
		return triesCell(e.Mean)
	}
	low, high := float64(e.CI95[0]), float64(e.CI95[1])
	d := min(tables.Decimals(high-low, 1), 5)
	return fmt.Sprintf("%s [%s, %s]", tables.Fixed(float64(e.Mean), d), tables.Fixed(low, d), tables.Fixed(high, d))
}

// proportionCell formats a share of replications with its interval.
func proportionCell(p *statistics.Proportion) string {
	if p == nil || p.N == 0 || p.CI95 == nil {
		return tables.None
	}
	return fmt.Sprintf("%.2f [%.2f, %.2f]", float64(p.Share), float64(p.CI95[0]), float64(p.CI95[1]))
}

func withinCell(p *statistics.Proportion) string {
	if p == nil {
		return tables.None
	}
	return tables.Fixed(float64(p.Share), 2)
}

// upCell formats an availability without its interval, but never as 100 %.
func upCell(e statistics.Estimate) string {
	if e.Warning == statistics.NoFailureSeen {
		return "no loss"
	}
	if a := float64(e.Mean); a > 0.99999 {
		return "> 99.999"
	}
	return tables.Nines(float64(e.Mean))
}

func costCell(e statistics.Estimate) string {
	if e.Warning == statistics.NoFailureSeen {
		return fmt.Sprintf("0 in all %d", e.N)
	}
	return tables.Counted(e)
}

// harmedOf says how many replications were harmed, and how many of those had
// not recovered.
func harmedOf(r *results.RecoverySummary) string {
	n := r.Harmed + r.NeverHarmed
	cell := fmt.Sprintf("%d/%d", r.Harmed, n)
	if share := float64(r.HarmedShare.Share); math.Abs(float64(share*float64(n))-float64(r.Harmed)) > 0.5 {
		cell += " = " + tables.ShortPercent(r.HarmedShare.Share) // weighted
	}
	if r.Censored > 0 {
		cell += fmt.Sprintf(" (%d+)", r.Censored)
	}
	return cell
}

func triesCell(n statistics.Number) string {
	if !n.Known() {
		return tables.None
	}
	return tables.Fixed(float64(n), 2)
}

// serversCell adds up a design's servers, and those once standbys have grown.
func serversCell(d *results.DesignSummary) string {
	if len(d.Servers) == 0 {
		return tables.None
	}
	rest, grown := 0, 0
	for i := range d.Servers {
		rest, grown = rest+d.Servers[i].Servers, grown+d.Servers[i].Grown
	}
	if grown == rest {
		return strconv.Itoa(rest)
	}
	return fmt.Sprintf("%d (%d)", rest, grown)
}

// dollars formats a price an hour.
func dollars(c results.Cost) string {
	if !c.Mean.Known() {
		return "not priced"
	}
	return tables.Count(float64(c.Mean))
}
