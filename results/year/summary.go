package year

import (
	"encoding/json"
	"fmt"

	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/sim"
)

// Schema names the summary of a year of operation.
const Schema = "failsim/year/1"

// Summary is what a year of operation costs each design.
type Summary struct {
	Schema          string            `json:"schema"`
	Version         string            `json:"version,omitempty"` // of failsim, with its commit
	Scenario        string            `json:"scenario"`
	About           string            `json:"about,omitempty"`
	Seed            uint64            `json:"seed"`
	Fingerprint     string            `json:"fingerprint"`
	YearS           statistics.Number `json:"year_s"`
	RequestsPerYear statistics.Number `json:"requests_per_year"`
	Objective       statistics.Number `json:"objective"`
	Kinds           []Rate            `json:"incidents"`
	Strata          []Class           `json:"strata"`
	Episodes        int               `json:"episodes"` // simulated under every design
	Calendars       int               `json:"calendars"`
	Unseen          statistics.Number `json:"several_per_year"` // episodes a year of more than one incident
	Outlived        int               `json:"runs_not_calm_in_time"`
	LongestQuietS   statistics.Number `json:"longest_until_calm_s"` // after the last fault, the margin included
	Designs         []Figures         `json:"designs"`
	Paired          []Pair            `json:"paired"` // with the first design
	Inputs          []results.Input   `json:"inputs"`
	Notes           []string          `json:"notes,omitempty"`

	study *Study // for what is written beside the summary
	years *yearSpread
}

// Rate is how often an incident happens.
type Rate struct {
	Name    string            `json:"name"`
	Title   string            `json:"title"`
	PerYear statistics.Number `json:"per_year"`
}

// Class is a stratum: how many episodes of it a year has, and how many
// were simulated.
type Class struct {
	Name    string            `json:"name"`
	PerYear statistics.Number `json:"per_year"`
	N       int               `json:"n"`
}

// Figures are one design's. Everything is a year's, of real requests.
type Figures struct {
	Name          string              `json:"name"`
	About         string              `json:"about,omitempty"`
	Buyer         string              `json:"buyer"`
	Availability  statistics.Estimate `json:"availability"` // 1 - expected requests lost by those expected
	LostShare     statistics.Estimate `json:"lost_share"`
	Lost          statistics.Estimate `json:"requests_lost"`
	BadMinutes    statistics.Estimate `json:"bad_minutes"`
	UserMinutes   statistics.Estimate `json:"user_minutes_lost"`
	CostUSD       statistics.Estimate `json:"cost_usd"` // at rest and failed over; null if not priced
	ByKind        []Part              `json:"by_incident"`
	Years         Spread              `json:"years"`
	Effort        Effort              `json:"effort"`
	QuietLost     int64               `json:"quiet_lost"` // simulated requests that were lost without an incident
	QuietOf       int64               `json:"quiet_of"`
	QuietBound    statistics.Number   `json:"quiet_lost_share_bound"` // 95 % upper bound where none was lost
	QuietDiffer   int                 `json:"quiet_differ_at_end"`    // pairs whose last hour lost other requests
	QuietRuns     int                 `json:"quiet_runs"`
	LongestLagS   statistics.Number   `json:"longest_lag_s"` // from the last fault's end to the last request that a pair does not share
	FailedByCause map[string]int      `json:"simulated_failures_by_cause"`
}

// Part is what the episodes of one kind of incident cost.
type Part struct {
	Incident  string              `json:"incident"` // empty: episodes of several; "no incident": the steady between them
	LostShare statistics.Estimate `json:"lost_share"`
	OfAll     statistics.Number   `json:"share_of_loss"`
}

// Effort compares the estimate with years simulated from end to end.
type Effort struct {
	Simulated          statistics.Number `json:"requests_simulated"`
	StandardError      statistics.Number `json:"standard_error"`       // of lost_share
	BruteForceYears    statistics.Number `json:"brute_force_years"`    // for the same standard error
	BruteForceRequests statistics.Number `json:"brute_force_requests"` // that those years hold
	Speedup            statistics.Number `json:"speedup"`              // of requests, for the same standard error
}

// Summary summarises a study of a year. It may be called once.
func (s *Study) Summary() (*Summary, error) {
	if len(s.Designs) == 0 || len(s.Calendar) < 2 {
		return nil, fmt.Errorf("a year needs a design and two calendars")
	}
	s.steady()
	sum := &Summary{Schema: Schema, Scenario: s.Scenario, About: s.About, Seed: s.Seed, YearS: statistics.Number(s.Length.Seconds()),
		RequestsPerYear: statistics.Number(s.Requests), Objective: statistics.Number(s.Availability), Calendars: len(s.Calendar), Outlived: s.Outlived,
		LongestQuietS: statistics.Number(s.LongestQuiet.Seconds()), Inputs: append([]results.Input{}, s.Inputs...), Notes: s.Notes, study: s}
	for _, k := range s.Kinds {
		sum.Kinds = append(sum.Kinds, Rate{k.Name, k.Title, statistics.Number(k.PerYear)})
	}
	for k := range s.Strata {
		n := len(s.Strata[k].Drawn)
		sum.Strata = append(sum.Strata, Class{s.Strata[k].Name, statistics.Number(s.perYear(k)), n})
		sum.Episodes += n
		if s.Strata[k].Kind < 0 {
			sum.Unseen += statistics.Number(s.perYear(k))
		}
	}
	whole, redrawn := s.years(sim.NewKey(s.Seed, 0).Named("year"))
	sum.years = whole
	for d := range s.Designs {
		sum.Designs = append(sum.Designs, s.figures(d, whole, redrawn))
	}
	sum.Paired = []Pair{}
	for d := 1; d < len(s.Designs); d++ {
		sum.Paired = append(sum.Paired, s.pair(d, whole, redrawn))
	}
	sum.Fingerprint = s.fingerprint()
	return sum, nil
}

// fingerprint sums the harm of every run.
func (s *Study) fingerprint() string {
	var f sim.Fingerprint
	for k := range s.Strata {
		for i, e := range s.Strata[k].Drawn {
			for d, r := range e.Runs {
				f.Fact(counted.FactLine, uint64(k)<<32|uint64(i), uint64(d)<<48|uint64(r.Arrived), uint64(int64(r.Harm.Requests*1e3)))
			}
		}
	}
	return f.String()
}

// figures are those of one design.
func (s *Study) figures(d int, whole *yearSpread, redrawn []*yearSpread) Figures {
	design, quiet := &s.Designs[d], s.quietYear(d)
	n := 0
	for k := range s.Strata {
		n += len(s.Strata[k].Drawn)
	}
	of := func(figure func(Harm) float64) yearMean {
		return s.mean(all, func(r []Run) float64 { return figure(r[d].Harm) }).plus(figure(quiet))
	}
	lost := s.lost(all, d).plus(quiet.Requests)
	share := lost.times(1 / s.Requests)
	f := Figures{Name: design.Name, About: design.About, Buyer: design.Buyer,
		Lost: lost.estimate(statistics.NotNegative, n), LostShare: share.estimate(statistics.Shares, n), Availability: share.times(-1).plus(1).estimate(statistics.Shares, n),
		BadMinutes:  of(func(h Harm) float64 { return h.BadMinutes }).estimate(statistics.NotNegative, n),
		UserMinutes: of(func(h Harm) float64 { return h.UserMinutes }).estimate(statistics.NotNegative, n),
		CostUSD: of(func(h Harm) float64 { return h.AwayHours }).times(design.CostPerFailoverHour).
			plus(design.CostPerHour*s.Length.Hours()).estimate(statistics.NotNegative, n),
		QuietLost: design.Quiet.Lost, QuietOf: design.Quiet.Arrived, QuietBound: statistics.Number(nan), QuietDiffer: design.Quiet.Differ,
		QuietRuns: design.Quiet.Runs, LongestLagS: statistics.Number(design.Quiet.LongestLag.Seconds()), FailedByCause: map[string]int{}}
	f.Availability.Warning, f.Lost.Warning = f.LostShare.Warning, f.LostShare.Warning
	if design.Quiet.Lost == 0 {
		f.QuietBound = statistics.Number(statistics.NeverSeen(design.Quiet.Arrived))
	}
	for c, k := range design.Causes {
		if k > 0 {
			f.FailedByCause[causeName(c)] = int(k)
		}
	}
	f.ByKind = s.parts(d, lost.Mean)
	f.Years = s.spreadOf(d, quiet.Requests, whole, redrawn)
	f.Effort = s.effort(d, share, float64(f.Years.Variance))
	return f
}

// steadyPart names what a year loses without an incident.
const steadyPart = "no incident"

// parts splits the loss by kind of incident, and what is lost without any: the
// parts add up to all.
func (s *Study) parts(d int, lost float64) []Part {
	var list []Part
	for k := -1; k < len(s.Kinds); k++ {
		n := 0
		for i := range s.Strata {
			if s.Strata[i].Kind == k {
				n += len(s.Strata[i].Drawn)
			}
		}
		if n == 0 {
			continue
		}
		m := s.lost(k, d)
		p := Part{LostShare: m.times(1/s.Requests).estimate(statistics.NotNegative, n), OfAll: statistics.Number(m.Mean / lost)}
		if k >= 0 {
			p.Incident = s.Kinds[k].Name
		}
		list = append(list, p)
	}
	if steady := s.quietYear(d).Requests; s.Designs[d].Quiet.Arrived > 0 {
		list = append(list, Part{Incident: steadyPart, LostShare: statistics.Estimate{Mean: statistics.Number(steady / s.Requests), N: s.Designs[d].Quiet.Runs},
			OfAll: statistics.Number(steady / lost)})
	}
	return list
}

// effort says what it would take to know as much from years simulated from
// end to end, whose variance is that of the years made of episodes.
func (s *Study) effort(d int, share yearMean, variance float64) Effort {
	years := variance / share.Variance
	simulated := float64(s.Designs[d].Simulated)
	requests := years * s.Requests / s.Weight
	return Effort{Simulated: statistics.Number(simulated), StandardError: statistics.Number(share.error()), BruteForceYears: statistics.Number(years),
		BruteForceRequests: statistics.Number(requests), Speedup: statistics.Number(requests / simulated)}
}

// JSON returns the summary as summary.json holds it.
func (s *Summary) JSON() ([]byte, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("summary: %w", err)
	}
	return tables.Indented(b), nil
}
