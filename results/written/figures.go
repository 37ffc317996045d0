package written

import (
	"fmt"
	"strings"

	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/results/words"
)

// figureRows are all figures of a design but those by population, cause and
// phase, in the order of their questions: what users saw, for how long, how
// far it reached, what it cost.
func figureRows(s *results.Summary, i *results.IncidentSummary) []figureRow {
	share := func(name string, e func(*results.DesignSummary) *statistics.Estimate) figureRow {
		return figureRow{name, func(d *results.DesignSummary) string { return tables.Percent(*e(d)) }}
	}
	number := func(name string, e func(*results.DesignSummary) *statistics.Estimate) figureRow {
		return figureRow{name, func(d *results.DesignSummary) string { return tables.Counted(*e(d)) }}
	}
	span := func(name string, q func(*results.DesignSummary) *statistics.Quantiles) figureRow {
		return figureRow{name, func(d *results.DesignSummary) string { return quantileCell(q(d), later) }}
	}
	rows := []figureRow{
		number("minutes of a full outage", func(d *results.DesignSummary) *statistics.Estimate { return &d.OutageMinutes }),
		number(fmt.Sprintf("error budget of 30 days burned (1 is all: %s)", tables.Spoken(statistics.Number(60*counted.BudgetMinutes(float64(s.Objectives.Availability))))),
			func(d *results.DesignSummary) *statistics.Estimate { return &d.ErrorBudgetBurned }),
		share("availability, client-side, by request", func(d *results.DesignSummary) *statistics.Estimate { return &d.Availability }),
		share("the same, by minute (time-weighted)", func(d *results.DesignSummary) *statistics.Estimate { return &d.TimeWeighted }),
		share("the same from the fault on", func(d *results.DesignSummary) *statistics.Estimate { return &d.FromOnset }),
		share("goodput: answered within "+tables.Spoken(s.Objectives.LatencyS), func(d *results.DesignSummary) *statistics.Estimate { return &d.Goodput }),
		share("availability, server-side", func(d *results.DesignSummary) *statistics.Estimate { return &d.ServerSide }),
		number("user-minutes lost", func(d *results.DesignSummary) *statistics.Estimate { return &d.UserMinutesLost }),
		share("user-minutes lost, of those asked for", func(d *results.DesignSummary) *statistics.Estimate { return &d.UserMinutesShare }),
		{"time to detect, by whom", func(d *results.DesignSummary) string { return detectCell(&d.TimeToDetect) }},
		span("time to peak", func(d *results.DesignSummary) *statistics.Quantiles { return &d.TimeToPeak }),
		span("time to mitigate", func(d *results.DesignSummary) *statistics.Quantiles { return &d.TimeToMitigate }),
		span("time to half of peak harm", func(d *results.DesignSummary) *statistics.Quantiles { return &d.TimeToHalfHarm }),
		span("until 95 % are answered again", func(d *results.DesignSummary) *statistics.Quantiles { return &d.TimeTo95 }),
		span("until 99 % are answered again", func(d *results.DesignSummary) *statistics.Quantiles { return &d.TimeTo99 }),
		span("time to recover, first", func(d *results.DesignSummary) *statistics.Quantiles { return &d.TimeToRecover.Quantiles }),
		span("time to recover, for good", func(d *results.DesignSummary) *statistics.Quantiles { return &d.TimeToRecover.Final }),
		{"restricted mean time to recover", func(d *results.DesignSummary) string { return meanSpan(d.TimeToRecover.Restricted) }},
		{"never harmed / harmed / not recovered", func(d *results.DesignSummary) string {
			r := &d.TimeToRecover
			return fmt.Sprintf("%d / %d / %d", r.NeverHarmed, r.Harmed, r.Censored)
		}},
		{"P(recovery <= " + tables.Spoken(s.Objectives.RecoveryS) + ")", func(d *results.DesignSummary) string { return proportionCell(d.TimeToRecover.WithinObjective) }},
		{"P(harm after the trigger had gone)", func(d *results.DesignSummary) string { return proportionCell(&d.Metastable.Share) }},
		span("time in that metastable state", func(d *results.DesignSummary) *statistics.Quantiles { return &d.Metastable.Quantiles }),
		number("LB records lost for good", func(d *results.DesignSummary) *statistics.Estimate { return &d.RecordsLost }),
		{fmt.Sprintf("P(records lost <= %d)", int(s.Objectives.LostRecords)), func(d *results.DesignSummary) string { return proportionCell(&d.LossWithin) }},
		share("users hit, peak", func(d *results.DesignSummary) *statistics.Estimate { return &d.BlastRadiusPeak }),
		number("users hit, integral (minutes of all)", func(d *results.DesignSummary) *statistics.Estimate { return &d.BlastMinutes }),
		share("LBs misconfigured, peak of the worst region", func(d *results.DesignSummary) *statistics.Estimate { return &d.LBMisconfiguredPeak }),
		number("LB-minutes lost", func(d *results.DesignSummary) *statistics.Estimate { return &d.LBMinutes }),
		number("the same for each LB of the worst region", func(d *results.DesignSummary) *statistics.Estimate { return &d.LBMinutesPerLB }),
		share("the tenant's own LBs misconfigured, peak", func(d *results.DesignSummary) *statistics.Estimate { return &d.OwnMisconfiguredPeak }),
		number("LB-minutes lost of the tenant's own", func(d *results.DesignSummary) *statistics.Estimate { return &d.OwnMinutes }),
		share("zones lost, peak of the worst region", func(d *results.DesignSummary) *statistics.Estimate { return &d.ZonesLostPeak }),
		number("zone-minutes lost", func(d *results.DesignSummary) *statistics.Estimate { return &d.ZoneMinutes }),
		{"retry amplification (attempts a request)", func(d *results.DesignSummary) string { return ratioCell(d.Retries) }},
		share("wasted work, of all that servers did", func(d *results.DesignSummary) *statistics.Estimate { return &d.WastedShare }),
		number("moves of a name's load, a day", func(d *results.DesignSummary) *statistics.Estimate { return &d.Thrash.MovesPerDay }),
		share("requests moved", func(d *results.DesignSummary) *statistics.Estimate { return &d.Thrash.Moved }),
		share("requests moved in vain", func(d *results.DesignSummary) *statistics.Estimate { return &d.Thrash.InVain }),
		share("answered outside the primary region", func(d *results.DesignSummary) *statistics.Estimate { return &d.FailedOver }),
		{"headroom at rest / in failover / grown", func(d *results.DesignSummary) string { return d.Headroom.String() }},
		{"USD an hour / more in failover", func(d *results.DesignSummary) string {
			return dollars(d.CostPerHour) + " / " + dollars(d.CostPerFailover)
		}},
		{"P(trigger passes the gates)", func(d *results.DesignSummary) string { return tables.ShortPercent(d.ErrorPasses) }},
	}
	if len(i.Designs) > 0 {
		rows = append(rows, dataRows(s, &i.Designs[0])...)
		rows = append(rows, windowRows(&i.Designs[0])...)
	}
	return rows
}

// windowRows are the figures that have a window each.
func windowRows(like *results.DesignSummary) []figureRow {
	var rows []figureRow
	for u, w := range like.WorstWindows {
		rows = append(rows, figureRow{"user-minutes answered, worst " + tables.Spoken(w.WindowS),
			func(d *results.DesignSummary) string { return tables.Percent(d.WorstWindows[u].Estimate) }})
	}
	for a, b := range like.BurnAlerts {
		name := fmt.Sprintf("alert at %.3gx budget over %s and %s", float64(b.Rate), tables.Spoken(b.LongS), tables.Spoken(b.ShortS))
		rows = append(rows, figureRow{name, func(d *results.DesignSummary) string { return quantileCell(&d.BurnAlerts[a].Quantiles, later) }})
	}
	return rows
}

// writeFigures writes every figure of every design.
func writeFigures(i *results.IncidentSummary, b *strings.Builder, s *results.Summary) {
	b.WriteString("| figure |")
	rule := "| --- |"
	for d := range i.Designs {
		fmt.Fprintf(b, " %s |", words.Markdown(i.Designs[d].Name))
		rule += " ---: |"
	}
	b.WriteString("\n" + rule + "\n")
	for _, row := range figureRows(s, i) {
		fmt.Fprintf(b, "| %s |", words.Markdown(row.name))
		for d := range i.Designs {
			fmt.Fprintf(b, " %s |", strings.ReplaceAll(row.cell(&i.Designs[d]), "*", `\*`))
		}
		b.WriteString("\n")
	}
}

// writePaper writes what each design promises on paper and why it was not so.
func writePaper(i *results.IncidentSummary, b *strings.Builder) {
	for d := range i.Designs {
		if p := i.Designs[d].OnPaper; p != nil {
			fmt.Fprintf(b, "- %s.\n", strings.ReplaceAll(p.Sentence, "*", `\*`))
		}
	}
}

// onPaper reports whether the scenario states SLAs.
func onPaper(i *results.IncidentSummary) bool {
	return len(i.Designs) > 0 && i.Designs[0].OnPaper != nil
}
