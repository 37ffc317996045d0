package written

import (
	"fmt"
	"regexp"
	"strings"

	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
	"failsim/results/tables"
)

// footnotes explain the columns.
var footnotes = []string{
	"availability: answered of valid requests over the whole run, the mean over replications with its 95 % interval;",
	"  a replication weighs as much as its branch is likely; losses have no interval below 16 replications: none would hold",
	"no loss in n: with 95 % confidence fewer than about 3 in n replications lose anything (1 in 7, for n = 20)",
	"user-minutes lost: minutes in which a user asked and got nothing good",
	"times: medians since the fault began, of the harmed replications; of k: of k of them;",
	"  never: not by the end of the run; -: does not apply, as nothing was harmed, or as nothing differs",
	"detect: first alarm of a harmed name, the median of names; by: the tenant's probes, the provider's machines or people",
	"peak: when the worst five minutes begin; mitigate: from when on, for the hold time, no five minutes lose more than a",
	"  tenth of the peak, or than the objective allows where that is more",
	"recover first: the objective is met again, for the hold time and with no backlog; for good: it is not missed after that",
	"harmed of n: replications in which more failed than the objective allows and chance explains (1 % false in a run);",
	"  (k+): k of them had not recovered by the end",
	"beats the first: share of replications with a higher availability than the first design's, a tie counting half",
	"request: availability as above; goodput: in time too; server: answered right of the attempts that LBs took in,",
	"  which misses what nothing answered, counts retries, and counts answers to users who had hung up",
	"within RTO: never harmed, or recovered for good in time;",
	"  bad after trigger: mean time of harm once faults and damage were gone",
	"users hit, LBs hit: largest share of users, and of a region's LBs, at a time; USD/h: cost at rest",
	"servers: whole ones that result, in all regions (and once standbys have grown); summary.md and failsim check list them",
	"minutes of an incident: full-outage minutes; summary.md has all figures with their intervals",
}

// budgetNote explains minutes of a full outage by what the objective allows.
func budgetNote(s *results.Summary) []string {
	allowed := statistics.Number(60 * counted.BudgetMinutes(float64(s.Objectives.Availability)))
	return []string{"full-outage minutes: failed requests as minutes of the day's mean rate, whatever the run's length;",
		fmt.Sprintf("  the objective allows %s in %d days", tables.Spoken(allowed), counted.BudgetDays)}
}

// methods say how intervals are made.
var methods = []string{
	"intervals of means are Student's t, over strata with Satterthwaite's degrees of freedom; those of losses and differences, which may be",
	"  skewed, reach to the outer ends of it and of Hall's (1992); `failsim validate` prints how often they hold the mean of ten distributions",
	"intervals of medians and other quantiles are order statistics (over strata Woodruff's); a 95th per cent takes 72 values, a 99th takes 368",
	"intervals of probabilities P(...) are exact (Clopper and Pearson); a cell that says of k is of the k replications in which it happened",
	"all of them can be made again from replications.csv, where weight is what a replication counts for; counts of replications and",
	"  requests in summary.json are of the runs made, not weighted",
	"0 in all n, no loss in n: what no replication showed has a 95 % upper bound of 1 - 0.05^(1/n), not an interval of 0",
}

// sentences joins lines that go on where the one before ended.
func sentences(lists ...[]string) []string {
	var all []string
	for _, list := range lists {
		for _, line := range list {
			if rest, more := strings.CutPrefix(line, "  "); more {
				all[len(all)-1] += " " + rest
			} else {
				all = append(all, line)
			}
		}
	}
	return all
}

// verdictNote says how verdicts are spoken.
func verdictNote(i *results.IncidentSummary) string {
	const says = "settled: the difference is not 0 at the 5 % level"
	n := len(i.Designs)
	if n == 2 {
		return says
	}
	return fmt.Sprintf("%s, adjusted for the %d pairs of designs (Holm); summary.md has all pairs", says, n*(n-1)/2)
}

// printed are the intervals in a text.
var printed = regexp.MustCompile(`\[[^\[\]]*\d[^\[\]]*, [^\[\]]*\]`)

// manyIntervals says how many of the intervals in a text are expected to miss.
func manyIntervals(text string) string {
	switch n := len(printed.FindAllString(text, -1)); {
	case n == 0:
		return ""
	case n == 1:
		return "1 interval of 95 % stands above: one such interval in 20 misses the value that it estimates"
	case n < 20:
		return fmt.Sprintf("%d intervals of 95 %% stand above: one such interval in 20 misses the value that it estimates, and nothing says which", n)
	default:
		return fmt.Sprintf("%d intervals of 95 %% stand above: about %.0f of them will miss the value that they estimate, and nothing says which", n, float64(n)/20)
	}
}
