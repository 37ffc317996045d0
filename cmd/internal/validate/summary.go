package validate

import (
	"fmt"
	"math"
	"strings"
	"time"

	"failsim/sim/portable"
)

// KindSummary adds up the results of one kind.
type KindSummary struct {
	Kind               string
	How                How
	Cases, Passed      int
	Failed             int
	Computed           int // values judged
	ComputedPassed     int
	Simulated          int
	SimulatedPassed    int
	NotJudged          int // metrics
	WorstZ, WorstError float64
	Took               time.Duration
}

// FalseAlarms returns how many of so many right values are expected to lie
// more than 4 standard errors off: the error is estimated from the
// replications, so that it is Student's t distribution that tells.
func FalseAlarms(values int) float64 {
	return 2 * float64(values) * portable.StudentSurvival(Replications-1, 4)
}

// Summarise adds up results by kind, in the order in which kinds are declared;
// unknown ones follow as they come.
func Summarise(results []Result, kinds []Kind) []KindSummary {
	at := map[string]int{}
	var all []KindSummary
	for _, k := range kinds {
		at[k.Name] = len(all)
		all = append(all, KindSummary{Kind: k.Name, How: k.How()})
	}
	for _, r := range results {
		i, known := at[r.Case.Kind]
		if !known {
			i = len(all)
			at[r.Case.Kind] = i
			all = append(all, KindSummary{Kind: r.Case.Kind, How: r.How})
		}
		all[i].add(r)
	}
	met := all[:0]
	for _, s := range all {
		if s.Cases > 0 {
			met = append(met, s)
		}
	}
	return met
}

func (s *KindSummary) add(r Result) {
	s.Cases++
	switch r.Status {
	case Passed:
		s.Passed++
	case Failed:
		s.Failed++
	}
	for _, v := range r.Verdicts {
		judged, passed := &s.Computed, &s.ComputedPassed
		if v.How == Simulated {
			judged, passed = &s.Simulated, &s.SimulatedPassed
			s.WorstZ = max(s.WorstZ, v.Z)
		} else {
			s.WorstError = max(s.WorstError, v.Error)
		}
		*judged++
		if v.OK {
			*passed++
		}
	}
	for _, g := range r.Gaps {
		if g.Metric == "" {
			s.NotJudged += len(r.Case.Expected)
		} else {
			s.NotJudged++
		}
	}
	s.Took += r.Took
}

// Total adds up all kinds.
func Total(kinds []KindSummary) KindSummary {
	sum := KindSummary{Kind: "all"}
	for _, s := range kinds {
		sum.Cases += s.Cases
		sum.Passed += s.Passed
		sum.Failed += s.Failed
		sum.Computed += s.Computed
		sum.ComputedPassed += s.ComputedPassed
		sum.Simulated += s.Simulated
		sum.SimulatedPassed += s.SimulatedPassed
		sum.NotJudged += s.NotJudged
		sum.WorstZ = math.Max(sum.WorstZ, s.WorstZ)
		sum.WorstError = math.Max(sum.WorstError, s.WorstError)
		sum.Took += s.Took
	}
	return sum
}

// Inexpressible names the cases of which nothing can be said, up to ten;
// empty: there is none.
func Inexpressible(results []Result) string {
	var names []string
	for _, r := range results {
		if r.Status == NotExpressible {
			names = append(names, r.Case.ID)
		}
	}
	switch n := len(names); {
	case n == 0:
		return ""
	case n > 10:
		return fmt.Sprintf("inexpressible: %s and %d more", strings.Join(names[:10], ", "), n-10)
	}
	return "inexpressible: " + strings.Join(names, ", ")
}

// worst returns the largest z and the largest relative error of a result.
func (r Result) worst() (z, off float64) {
	for _, v := range r.Verdicts {
		if v.How == Simulated {
			z = max(z, v.Z)
		} else {
			off = max(off, v.Error)
		}
	}
	return z, off
}

// answered tells in which ways anything of a result was judged.
func (r Result) answered(h How) bool { return r.How == h || r.How == Both }
