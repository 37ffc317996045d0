package results

import (
	"fmt"
	"math"
	"strings"

	"failsim/models/record"
	"failsim/results/statistics"
	"failsim/results/tables"
)

// column is one column of the table of designs.
type column struct {
	title string
	cell  func(*DesignSummary) string
}

// columns of the first table, but for the comparison that ends it. Widths are
// such that a table with names of 22 letters fits 120.
var columns = []column{
	{"design", func(d *DesignSummary) string { return d.Name }},
	{"full-outage\nminutes", func(d *DesignSummary) string { return tables.Counted(d.OutageMinutes) }},
	{"availability %\n[95 %]", func(d *DesignSummary) string { return strings.Replace(tables.Percent(d.Availability), " %", "", 1) }},
	{"user-minutes\nlost", func(d *DesignSummary) string { return tables.Counted(d.UserMinutesLost) }},
	{"recovered\nfor good", func(d *DesignSummary) string { return medianCell(&d.TimeToRecover.Final, later) }},
	{"harmed\nof n", func(d *DesignSummary) string { return harmedOf(&d.TimeToRecover) }},
}

// timeColumns, in a second table: medians of the harmed replications.
var timeColumns = []column{
	{"design", func(d *DesignSummary) string { return d.Name }},
	{"harmed\nof n", func(d *DesignSummary) string { return harmedOf(&d.TimeToRecover) }},
	{"detect", func(d *DesignSummary) string { return harmedCell(&d.TimeToDetect.Quantiles, d, unseen) }},
	{"by", func(d *DesignSummary) string { return detectorWords[d.TimeToDetect.mostly()] }},
	{"peak", func(d *DesignSummary) string { return harmedCell(&d.TimeToPeak, d, later) }},
	{"mitigate", func(d *DesignSummary) string { return harmedCell(&d.TimeToMitigate, d, later) }},
	{"recover\nfirst", func(d *DesignSummary) string { return harmedCell(&d.TimeToRecover.Quantiles, d, later) }},
	{"for\ngood", func(d *DesignSummary) string { return harmedCell(&d.TimeToRecover.Final, d, later) }},
	{"within\nRTO", func(d *DesignSummary) string { return withinCell(d.TimeToRecover.WithinObjective) }},
	{"bad after\ntrigger", func(d *DesignSummary) string { return tables.Spoken(d.Metastable.Restricted.Mean) }},
}

// detectorWords are short names for the table of times.
var detectorWords = map[string]string{"": tables.None, nobody: tables.None, record.TenantProbes.String(): "probes",
	record.ProviderMachine.String(): "machine", record.ProviderPeople.String(): "people"}

// more columns, in a third table, without intervals.
var more = []column{
	{"design", func(d *DesignSummary) string { return d.Name }},
	{"request\n%", func(d *DesignSummary) string { return upCell(d.Availability) }},
	{"goodput\n%", func(d *DesignSummary) string { return upCell(d.Goodput) }},
	{"server\n%", func(d *DesignSummary) string { return upCell(d.ServerSide) }},
	{"users\nhit", func(d *DesignSummary) string { return tables.ShortPercent(d.BlastRadiusPeak.Mean) }},
	{"LBs\nhit", func(d *DesignSummary) string { return tables.ShortPercent(d.LBDamagedPeak.Mean) }},
	{"tries/\nreq", func(d *DesignSummary) string { return triesCell(d.Retries.Mean) }},
	{"servers\n(grown)", serversCell},
	{"USD/h", func(d *DesignSummary) string { return dollars(d.CostPerHour) }},
}

// paper columns, in a fourth table, where the scenario states SLAs.
var paper = []column{
	{"design", func(d *DesignSummary) string { return d.Name }},
	{"on paper\n%", func(d *DesignSummary) string { return nines(float64(d.OnPaper.Availability)) }},
	{"allows\na month", func(d *DesignSummary) string { return paperMinutes(d.OnPaper.Allows) }},
	{"this incident\nminutes", func(d *DesignSummary) string { return costCell(d.OnPaper.Costs) }},
	{"months'\nworth", func(d *DesignSummary) string { return tables.Count(float64(d.OnPaper.Months)) }},
	{"because", func(d *DesignSummary) string { return d.OnPaper.words() }},
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
	return nines(float64(e.Mean))
}

func costCell(e statistics.Estimate) string {
	if e.Warning == statistics.NoFailureSeen {
		return fmt.Sprintf("0 in all %d", e.N)
	}
	return tables.Counted(e)
}

// harmedOf says how many replications were harmed, and how many of those had
// not recovered.
func harmedOf(r *RecoverySummary) string {
	n := r.Harmed + r.NeverHarmed
	cell := fmt.Sprintf("%d/%d", r.Harmed, n)
	if share := float64(r.HarmedShare.Share); math.Abs(share*float64(n)-float64(r.Harmed)) > 0.5 {
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

// betterCell says how likely the design is better than the baseline.
func betterCell(i *IncidentSummary, d int) string {
	if d == 0 {
		return "base"
	}
	if p := i.between(i.Designs[d].Name, i.Designs[0].Name); p != nil && p.PABetter.Known() {
		if p.Same {
			return "same"
		}
		return tables.Fixed(float64(p.PABetter), 2)
	}
	return tables.None
}

// dollars formats a price an hour.
func dollars(c Cost) string {
	if !c.Mean.Known() {
		return "not priced"
	}
	return tables.Count(float64(c.Mean))
}
