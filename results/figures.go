package results

import (
	"fmt"
	"strings"

	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/results/words"
)

// figureRow is one figure of every design, with its interval.
type figureRow struct {
	name string
	cell func(*DesignSummary) string
}

// figureRows are all figures of a design but those by population, cause and
// phase, in the order of their questions: what users saw, for how long, how
// far it reached, what it cost.
func (s *Summary) figureRows(i *IncidentSummary) []figureRow {
	share := func(name string, e func(*DesignSummary) *statistics.Estimate) figureRow {
		return figureRow{name, func(d *DesignSummary) string { return tables.Percent(*e(d)) }}
	}
	number := func(name string, e func(*DesignSummary) *statistics.Estimate) figureRow {
		return figureRow{name, func(d *DesignSummary) string { return tables.Counted(*e(d)) }}
	}
	span := func(name string, q func(*DesignSummary) *statistics.Quantiles) figureRow {
		return figureRow{name, func(d *DesignSummary) string { return quantileCell(q(d), later) }}
	}
	rows := []figureRow{
		number("minutes of a full outage", func(d *DesignSummary) *statistics.Estimate { return &d.OutageMinutes }),
		number(fmt.Sprintf("error budget of 30 days burned (1 is all: %s)", tables.Spoken(statistics.Number(60*budgetMinutes(float64(s.Objectives.Availability))))),
			func(d *DesignSummary) *statistics.Estimate { return &d.ErrorBudgetBurned }),
		share("availability, client-side, by request", func(d *DesignSummary) *statistics.Estimate { return &d.Availability }),
		share("the same, by minute (time-weighted)", func(d *DesignSummary) *statistics.Estimate { return &d.TimeWeighted }),
		share("the same from the fault on", func(d *DesignSummary) *statistics.Estimate { return &d.FromOnset }),
		share("goodput: answered within "+tables.Spoken(s.Objectives.LatencyS), func(d *DesignSummary) *statistics.Estimate { return &d.Goodput }),
		share("availability, server-side", func(d *DesignSummary) *statistics.Estimate { return &d.ServerSide }),
		number("user-minutes lost", func(d *DesignSummary) *statistics.Estimate { return &d.UserMinutesLost }),
		share("user-minutes lost, of those asked for", func(d *DesignSummary) *statistics.Estimate { return &d.UserMinutesShare }),
		{"time to detect, by whom", func(d *DesignSummary) string { return detectCell(&d.TimeToDetect) }},
		span("time to peak", func(d *DesignSummary) *statistics.Quantiles { return &d.TimeToPeak }),
		span("time to mitigate", func(d *DesignSummary) *statistics.Quantiles { return &d.TimeToMitigate }),
		span("time to half of peak harm", func(d *DesignSummary) *statistics.Quantiles { return &d.TimeToHalfHarm }),
		span("time to recover, first", func(d *DesignSummary) *statistics.Quantiles { return &d.TimeToRecover.Quantiles }),
		span("time to recover, for good", func(d *DesignSummary) *statistics.Quantiles { return &d.TimeToRecover.Final }),
		{"restricted mean time to recover", func(d *DesignSummary) string { return meanSpan(d.TimeToRecover.Restricted) }},
		{"never harmed / harmed / not recovered", func(d *DesignSummary) string {
			r := &d.TimeToRecover
			return fmt.Sprintf("%d / %d / %d", r.NeverHarmed, r.Harmed, r.Censored)
		}},
		{"P(recovery <= " + tables.Spoken(s.Objectives.RecoveryS) + ")", func(d *DesignSummary) string { return proportionCell(d.TimeToRecover.WithinObjective) }},
		{"P(harm after the trigger had gone)", func(d *DesignSummary) string { return proportionCell(&d.Metastable.Share) }},
		span("time in that metastable state", func(d *DesignSummary) *statistics.Quantiles { return &d.Metastable.Quantiles }),
		number("LB records lost for good", func(d *DesignSummary) *statistics.Estimate { return &d.RecordsLost }),
		{fmt.Sprintf("P(records lost <= %d)", int(s.Objectives.LostRecords)), func(d *DesignSummary) string { return proportionCell(&d.LossWithin) }},
		share("users hit, peak", func(d *DesignSummary) *statistics.Estimate { return &d.BlastRadiusPeak }),
		number("users hit, integral (minutes of all)", func(d *DesignSummary) *statistics.Estimate { return &d.BlastMinutes }),
		share("LBs damaged, peak of the worst region", func(d *DesignSummary) *statistics.Estimate { return &d.LBDamagedPeak }),
		number("LB-minutes lost", func(d *DesignSummary) *statistics.Estimate { return &d.LBMinutes }),
		number("the same for each LB of the worst region", func(d *DesignSummary) *statistics.Estimate { return &d.LBMinutesPerLB }),
		share("the tenant's own LBs damaged, peak", func(d *DesignSummary) *statistics.Estimate { return &d.OwnDamagedPeak }),
		number("LB-minutes lost of the tenant's own", func(d *DesignSummary) *statistics.Estimate { return &d.OwnMinutes }),
		share("zones lost, peak of the worst region", func(d *DesignSummary) *statistics.Estimate { return &d.ZonesLostPeak }),
		number("zone-minutes lost", func(d *DesignSummary) *statistics.Estimate { return &d.ZoneMinutes }),
		{"retry amplification (attempts a request)", func(d *DesignSummary) string { return ratioCell(d.Retries) }},
		share("wasted work, of all that servers did", func(d *DesignSummary) *statistics.Estimate { return &d.WastedShare }),
		number("moves of a name's load, a day", func(d *DesignSummary) *statistics.Estimate { return &d.Thrash.MovesPerDay }),
		share("requests moved", func(d *DesignSummary) *statistics.Estimate { return &d.Thrash.Moved }),
		share("requests moved in vain", func(d *DesignSummary) *statistics.Estimate { return &d.Thrash.InVain }),
		share("answered away from home", func(d *DesignSummary) *statistics.Estimate { return &d.FailedOver }),
		{"headroom at rest / in failover / grown", func(d *DesignSummary) string { return d.Headroom.String() }},
		{"USD an hour / more in failover", func(d *DesignSummary) string { return dollars(d.CostPerHour) + " / " + dollars(d.CostPerFailover) }},
		{"P(trigger passes the gates)", func(d *DesignSummary) string { return tables.ShortPercent(d.SlipPasses) }},
	}
	if len(i.Designs) > 0 {
		rows = append(rows, windowRows(&i.Designs[0])...)
	}
	return rows
}

// windowRows are the figures that have a window each.
func windowRows(like *DesignSummary) []figureRow {
	var rows []figureRow
	for u, w := range like.WorstWindows {
		rows = append(rows, figureRow{"user-minutes answered, worst " + tables.Spoken(w.WindowS),
			func(d *DesignSummary) string { return tables.Percent(d.WorstWindows[u].Estimate) }})
	}
	for a, b := range like.BurnAlerts {
		name := fmt.Sprintf("alert at %.3gx budget over %s and %s", float64(b.Rate), tables.Spoken(b.LongS), tables.Spoken(b.ShortS))
		rows = append(rows, figureRow{name, func(d *DesignSummary) string { return quantileCell(&d.BurnAlerts[a].Quantiles, later) }})
	}
	return rows
}

// Signs of a time that the run did not see.
const (
	later  = "> run"
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
func harmedCell(q *statistics.Quantiles, d *DesignSummary, notSeen string) string {
	if q.N != d.TimeToRecover.Harmed {
		return medianCell(q, notSeen)
	}
	if q.N == 0 {
		return tables.None
	}
	return timeCell(q.P50, notSeen)
}

// detectCell adds to the times who raised the alarms.
func detectCell(d *DetectSummary) string {
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

// String formats the three headrooms in per cent.
func (h HeadroomSummary) String() string {
	var parts []string
	for _, n := range []statistics.Number{h.AtRest, h.Failover, h.Grown} {
		if !n.Known() {
			return tables.None
		}
		parts = append(parts, fmt.Sprintf("%+.0f %%", 100*float64(n)))
	}
	return strings.Join(parts, " / ")
}

// writeFigures writes every figure of every design.
func (i *IncidentSummary) writeFigures(b *strings.Builder, s *Summary) {
	b.WriteString("| figure |")
	rule := "| --- |"
	for d := range i.Designs {
		fmt.Fprintf(b, " %s |", words.Markdown(i.Designs[d].Name))
		rule += " ---: |"
	}
	b.WriteString("\n" + rule + "\n")
	for _, row := range s.figureRows(i) {
		fmt.Fprintf(b, "| %s |", words.Markdown(row.name))
		for d := range i.Designs {
			fmt.Fprintf(b, " %s |", strings.ReplaceAll(row.cell(&i.Designs[d]), "*", `\*`))
		}
		b.WriteString("\n")
	}
}

// writePaper writes what each design promises on paper and why it was not so.
func (i *IncidentSummary) writePaper(b *strings.Builder) {
	for d := range i.Designs {
		if p := i.Designs[d].OnPaper; p != nil {
			fmt.Fprintf(b, "- %s.\n", strings.ReplaceAll(p.Sentence, "*", `\*`))
		}
	}
}

// onPaper tells whether the scenario states SLAs.
func (i *IncidentSummary) onPaper() bool { return len(i.Designs) > 0 && i.Designs[0].OnPaper != nil }
