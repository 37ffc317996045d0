package validate

import (
	"encoding/json"
	"math"
)

// Schema names the form of JSON.
const Schema = "failsim/validate/1"

type jsonReport struct {
	Schema       string     `json:"schema"`
	Replications int        `json:"replications"`
	Seed         int        `json:"seed"`
	Cases        []jsonCase `json:"cases"`
	Kinds        []jsonKind `json:"kinds"`
	Total        jsonKind   `json:"total"`
	FalseAlarms  float64    `json:"false_alarms_expected"`
	Published    any        `json:"published,omitempty"` // incidents compared with their accounts
	Coverage     []Coverage `json:"coverage,omitempty"`  // of printed intervals
}

type jsonCase struct {
	ID            string        `json:"id"`
	Kind          string        `json:"kind"`
	How           *How          `json:"how"` // null: in no way
	Status        Status        `json:"status"`
	WorstZ        any           `json:"worst_z"`              // null if not simulated
	WorstError    any           `json:"worst_relative_error"` // null if not computed
	Values        int           `json:"values"`               // judged, in all ways
	Passed        int           `json:"values_passed"`
	Failures      []jsonFailure `json:"failures,omitempty"`
	Inexpressible []jsonGap     `json:"inexpressible,omitempty"`
	Unsimulated   []jsonGap     `json:"computed_only,omitempty"` // in a kind that is simulated
	OneRule       []jsonGap     `json:"one_rule_only,omitempty"`
	Size          int           `json:"size,omitempty"` // of all replications together
}

type jsonFailure struct {
	Metric   string `json:"metric"`
	How      How    `json:"how"`
	Expected any    `json:"expected"`
	Got      any    `json:"got"`
	Z        any    `json:"z,omitempty"`
	Why      string `json:"why,omitempty"`
}

type jsonGap struct {
	Metric string `json:"metric,omitempty"` // none: the whole case
	Why    string `json:"why,omitempty"`
}

type jsonKind struct {
	Kind            string `json:"kind"`
	How             *How   `json:"how"`
	Cases           int    `json:"cases"`
	Passed          int    `json:"passed"`
	Failed          int    `json:"failed"`
	Inexpressible   int    `json:"inexpressible"`
	Computed        int    `json:"computed_values"`
	ComputedPassed  int    `json:"computed_passed"`
	Simulated       int    `json:"simulated_values"`
	SimulatedPassed int    `json:"simulated_passed"`
	NotJudged       int    `json:"values_not_judged"`
	WorstZ          any    `json:"worst_z"`
	WorstError      any    `json:"worst_relative_error"`
}

// JSON returns the report. It holds no time, so that the same binary and the
// same cases give the same bytes.
func JSON(results []Result, kinds []KindSummary, published any, coverage []Coverage) ([]byte, error) {
	r := jsonReport{Schema: Schema, Replications: Replications, Seed: Seed, Cases: []jsonCase{}, Kinds: []jsonKind{}, Total: kindJSON(Total(kinds)), Published: published, Coverage: coverage,
		FalseAlarms: FalseAlarms(Total(kinds).Simulated)}
	r.Total.How = nil
	for _, one := range results {
		r.Cases = append(r.Cases, caseJSON(one))
	}
	for _, k := range kinds {
		r.Kinds = append(r.Kinds, kindJSON(k))
	}
	b, err := json.MarshalIndent(r, "", " ")
	return append(b, '\n'), err
}

func caseJSON(r Result) jsonCase {
	z, off := r.worst()
	c := jsonCase{ID: r.Case.ID, Kind: r.Case.Kind, How: wayOf(r.How), Status: r.Status, Values: len(r.Verdicts)}
	if r.answered(Simulated) {
		c.WorstZ = finite(z)
	}
	if r.answered(Computed) {
		c.WorstError = finite(off)
	}
	for _, v := range r.Verdicts {
		if v.OK {
			c.Passed++
			continue
		}
		f := jsonFailure{Metric: v.Metric, How: v.How, Expected: finite(v.Expected), Got: finite(v.Got), Why: v.Why}
		if v.How == Simulated {
			f.Z = finite(v.Z)
		}
		c.Failures = append(c.Failures, f)
	}
	for _, g := range r.Gaps {
		c.Inexpressible = append(c.Inexpressible, jsonGap(g))
	}
	c.Size = r.Size
	for _, g := range r.OneRule {
		c.OneRule = append(c.OneRule, jsonGap(g))
	}
	for _, g := range r.Unsimulated {
		c.Unsimulated = append(c.Unsimulated, jsonGap(g))
	}
	return c
}

func kindJSON(s KindSummary) jsonKind {
	k := jsonKind{Kind: s.Kind, How: wayOf(s.How), Cases: s.Cases, Passed: s.Passed, Failed: s.Failed, Inexpressible: s.Cases - s.Passed - s.Failed,
		Computed: s.Computed, ComputedPassed: s.ComputedPassed, Simulated: s.Simulated, SimulatedPassed: s.SimulatedPassed, NotJudged: s.NotJudged}
	if s.Simulated > 0 {
		k.WorstZ = finite(s.WorstZ)
	}
	if s.Computed > 0 {
		k.WorstError = finite(s.WorstError)
	}
	return k
}

func wayOf(h How) *How {
	if h == Neither {
		return nil
	}
	return &h
}

// finite makes words of the numbers that JSON has none for.
func finite(v any) any {
	switch x := v.(type) {
	case float64:
		switch {
		case math.IsInf(x, 0):
			return "inf"
		case x != x:
			return "nan"
		}
	case []any:
		list := make([]any, len(x))
		for i := range x {
			list[i] = finite(x[i])
		}
		return list
	case []float64:
		list := make([]any, len(x))
		for i := range x {
			list[i] = finite(x[i])
		}
		return list
	case map[string]any:
		object := map[string]any{}
		for k := range x {
			object[k] = finite(x[k])
		}
		return object
	}
	return v
}
