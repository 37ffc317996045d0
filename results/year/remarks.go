package year

import (
	"fmt"

	"failsim/results/statistics"
	"failsim/results/tables"
)

// Remarks say how the figures of a year came about, what they rest on and
// where they must not be trusted.
func (s *Summary) Remarks() []string {
	list := []string{
		fmt.Sprintf("%d episodes were simulated request by request under every design, drawn from those of %d years of incidents; a year has %s of several incidents",
			s.Episodes, s.Calendars, plural(float64(s.Unseen), "episode")),
		s.quiet(),
		s.steadied(),
	}
	heavy := false
	for d := range s.Designs {
		f := &s.Designs[d]
		for _, e := range []statistics.Estimate{f.LostShare, f.BadMinutes, f.UserMinutes} {
			heavy = heavy || e.Warning == Heavy
		}
		for _, p := range f.ByKind {
			heavy = heavy || p.LostShare.Warning == Heavy
		}
		if f.LostShare.Warning == statistics.NoFailureSeen {
			list = append(list, fmt.Sprintf("%s: no simulated episode lost a request; that bounds nothing beyond these %d", f.Name, s.Episodes))
		}
		if !f.Years.Worst10.Value.Known() {
			list = append(list, f.Name+": "+f.Years.Worst10.Why)
		}
	}
	if heavy {
		list = append(list, "* a single simulated episode carries more than a fifth of it, or too few vary: the interval may cover less than 95 %")
	}
	return append(append(list, s.Notes...), yearFootnotes...)
}

// quiet says what was lost without an incident.
func (s *Summary) quiet() string {
	lost, of, runs := int64(0), int64(0), 0
	for d := range s.Designs {
		lost, of, runs = lost+s.Designs[d].QuietLost, of+s.Designs[d].QuietOf, runs+s.Designs[d].QuietRuns
	}
	if of == 0 {
		return "no run has a twin without incidents: what a steady year loses is not known, and left out"
	}
	if lost == 0 {
		return fmt.Sprintf("%d runs have a twin without incidents: of its %s requests none was lost, so a steady stretch loses at most %.2g of its requests (95 %%), and is left out",
			runs, tables.Count(float64(of)), statistics.NeverSeen(of))
	}
	return fmt.Sprintf("%d runs have a twin without incidents: of its %s requests %d were lost; that rate is taken out of each episode and put in for the whole year",
		runs, tables.Count(float64(of)), lost)
}

// steadied says how soon the incidents had no more effect.
func (s *Summary) steadied() string {
	differ, lag := 0, 0.0
	for d := range s.Designs {
		differ, lag = differ+s.Designs[d].QuietDiffer, max(lag, float64(s.Designs[d].LongestLagS))
	}
	text := fmt.Sprintf("every run went on until no fault was on, no LB misconfigured, no record missing or wrong, and no request lost for an hour: at most %s after its last fault",
		tables.Spoken(s.LongestQuietS))
	if s.Outlived > 0 {
		text = fmt.Sprintf("CAUTION: %d runs were not steady when the world should have forgotten their incidents; what came later is left out", s.Outlived)
	}
	if differ > 0 {
		return text + fmt.Sprintf("; CAUTION: %d runs lost other requests in their last hour than their twins", differ)
	}
	return text + fmt.Sprintf("; the last request that a run lost and its twin did not came at most %s after the last fault", tables.Spoken(statistics.Number(lag)))
}

func plural(x float64, word string) string {
	return tables.Count(x) + " " + word + "s"
}

// yearFootnotes explain the columns.
var yearFootnotes = []string{
	"availability: 1 - requests lost by requests of the year, both as expected; full outage: as many lost requests, as minutes of a year",
	"bad minutes: minutes in which more than 5 % of the requests were lost; user-minutes: minutes in which a user asked and got nothing good",
	"with what providers share: incidents of a provider or its regions that take along what providers share; they are not in the rows above",
	"several at once: episodes of several incidents, each before the world has forgotten the one before",
	"years of x %: share of years that are at least so available [95 %]; %?: the simulated episodes show no other, which bounds nothing; 1 year in 10 is below: the tenth percentile of the availability of years",
	"beats base (ties): share of years in which a design loses less than the first (or the same, as a rule nothing), in the same incidents",
	"a year's intervals hold the chance of which episodes were simulated; they know nothing of the error of the rates, which are the scenario's",
	"USD/h: at rest, and failed over for as long as traffic was answered outside the primary region",
	"speed-up: requests in so many years from end to end as have the same standard error, by those simulated here; the variance of a year is that of years put together from episodes",
}
