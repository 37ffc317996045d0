package results

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"failsim/models/request"
	"failsim/results/counted"
	"failsim/results/statistics"
	"failsim/results/tables"
)

// minutesPerMonth is 730 hours, as providers' SLAs count.
const minutesPerMonth = 730 * 60

// PaperSummary holds a design's availability on paper against what the
// incident cost. Minutes are those of a full outage (Part.OutageMinutes): a
// loss of a tenth of all requests for an hour is six.
type PaperSummary struct {
	Availability statistics.Number   `json:"availability"`
	Formula      string              `json:"formula"`
	Allows       statistics.Number   `json:"minutes_a_month"`
	Costs        statistics.Estimate `json:"minutes_this_incident"`
	Gap          statistics.Number   `json:"gap_minutes"` // what the incident costs beyond what a month allows
	Months       statistics.Number   `json:"months_of_allowance"`
	Why          []PaperReason       `json:"why"` // minutes add up to those of the incident
	Sentence     string              `json:"sentence"`
}

// PaperReason is something that arithmetic on paper leaves out, and what it
// cost in the incident.
type PaperReason struct {
	Reason  string            `json:"reason"`
	Minutes statistics.Number `json:"minutes"`
	Share   statistics.Number `json:"share"`         // of the incident's lost requests
	Causes  CauseMeans        `json:"lost_by_cause"` // a run
}

// reason numbers what arithmetic on paper leaves out.
type reason int

const (
	noSubstitute reason = iota
	sameFate
	notAtOnce
	staleNames
	shared
	noRoom
	cannotScale
	patience
	reasons // how many there are
)

var reasonNames = [reasons]string{
	"nothing could take over, and the outage was longer than a refund rule foresees",
	"what should have taken over hung on what failed",
	"users were still sent to the failed part: taking over is not instant",
	"resolvers held the old address after DNS had changed",
	"providers share a dependency: they do not fail independently",
	"what was left had no room for all, or waited in queues",
	"load balancers could not grow with demand while their control plane was off",
	"answers were too slow for the users' patience",
}

// short names for a table.
var reasonWords = [reasons]string{"no substitute", "same fate", "not yet moved", "old addresses", "shared dependency", "no room", "LBs cannot scale", "patience"}

// reasonOf reports what of paper's arithmetic a lost request contradicts. A lost
// zone or backend leaves others.
func reasonOf(c request.Cause, w Way) reason {
	switch c {
	case request.ZoneDown, request.BackendDown:
		return notAtOnce
	case request.StaleAddress:
		return staleNames
	case request.CommonMode:
		return shared
	case request.SurgeQueueFull, request.OverloadPrimary, request.OverloadSurvivor, request.TimedOutInQueue, request.TimedOutInSurgeQueue:
		return noRoom
	case request.CannotScale:
		return cannotScale
	case request.SlowResponse, request.GaveUp:
		return patience
	}
	return [...]reason{Alone: noSubstitute, SameFate: sameFate, Elsewhere: notAtOnce}[w]
}

// onPaper compares a design's arithmetic on paper with its runs; nil if there
// is no such arithmetic.
func (s *Sample) onPaper(costs statistics.Estimate) *PaperSummary {
	p := &s.Design.Paper
	if p.Availability == 0 {
		return nil
	}
	allows := (1 - p.Availability) * minutesPerMonth
	sum := &PaperSummary{
		Availability: statistics.Number(p.Availability), Formula: p.Formula, Allows: statistics.Number(allows), Costs: costs,
		Gap: costs.Mean - statistics.Number(allows), Months: costs.Mean / statistics.Number(allows), Why: s.whyNotAsOnPaper(costs.Mean),
	}
	sum.Sentence = sum.sentence(s.Design.Name, counted.BudgetMinutes(s.layout.Availability))
	return sum
}

// whyNotAsOnPaper sorts a sample's lost requests by what paper leaves out,
// without what cost nothing.
func (s *Sample) whyNotAsOnPaper(minutes statistics.Number) []PaperReason {
	var by [reasons]CauseMeans
	var lost [reasons]float64
	all := 0.0
	for p := range s.layout.Populations {
		q := s.lostByCause(func(r *counted.Run) *counted.Requests { return &r.Populations[p].Requests })
		way := Alone
		if p < len(s.Design.Paper.Ways) {
			way = s.Design.Paper.Ways[p]
		}
		for c := request.None + 1; c < request.Causes; c++ {
			r := reasonOf(c, way)
			by[r][c] += q[c]
			lost[r] += q[c]
			all += q[c]
		}
	}
	list := []PaperReason{}
	for r := range reasons {
		if lost[r] > 0 {
			share := statistics.Number(lost[r] / all)
			list = append(list, PaperReason{reasonNames[r], share * minutes, share, by[r]})
		}
	}
	return list
}

// sentence says in words what the figures say; allowed are the minutes of a full
// outage that the objective allows.
func (p *PaperSummary) sentence(design string, allowed float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "on paper %s is up %s %% of a month (%s); ", design, tables.Nines(float64(p.Availability)), p.Formula)
	if p.Costs.Mean == 0 {
		fmt.Fprintf(&b, "this incident cost it nothing in %d replications", p.Costs.N)
		return b.String()
	}
	fmt.Fprintf(&b, "this incident alone cost %s", tables.Minutes(p.Costs.Mean))
	if times := float64(p.Costs.Mean) / allowed; times >= 1 {
		fmt.Fprintf(&b, ", %s times what the objective allows in %d days", tables.Count(times), counted.BudgetDays)
	} else {
		fmt.Fprintf(&b, ", %s of what the objective allows in %d days", tables.ShortPercent(statistics.Number(times)), counted.BudgetDays)
	}
	for i, w := range p.Why {
		join := ", because "
		if i > 0 {
			join = "; "
		}
		fmt.Fprintf(&b, "%s%s (%s)", join, w.Reason, tables.ShortPercent(w.Share))
	}
	return b.String()
}

// Words names the reasons for a table, the largest first: at most two, and
// none below a hundredth but the first.
func (p *PaperSummary) Words() string {
	why := slices.Clone(p.Why)
	slices.SortStableFunc(why, func(a, b PaperReason) int { return cmp.Compare(b.Share, a.Share) })
	var parts []string
	for i, w := range why[:min(len(why), 2)] {
		if i > 0 && w.Share < 0.01 {
			break
		}
		parts = append(parts, fmt.Sprintf("%s %s", reasonWords[slices.Index(reasonNames[:], w.Reason)], tables.ShortPercent(w.Share)))
	}
	return strings.Join(parts, ", ")
}
