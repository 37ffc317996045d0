package stored

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"failsim/results"
	"failsim/results/tables"
)

// Figure is one figure of one design in one incident.
type Figure struct {
	Incident, Design, Population string // no population: the whole
	Name                         string // availability, time_to_recover_s.final.p95
	Value, Low, High             float64
	N                            int
	Exact                        bool   // follows from the scenario: there is nothing to estimate
	Estimated                    bool   // Low and High are the ends of its 95 % interval
	Why                          string // there is none, or what it should be read with
	Unasked                      bool   // no request fell into the fault, so that it tells nothing of it
}

// IsTime reports whether it is a quantile, of the runs that have such a time.
func (f *Figure) IsTime() bool { return IsQuantile(f.Name) }

// IsQuantile reports the name of a figure whether it is a quantile.
func IsQuantile(name string) bool {
	return slices.ContainsFunc(Quantiles, func(q string) bool { return strings.HasSuffix(name, "."+q) })
}

// Quantiles are what follows the name of a figure that has no mean.
var Quantiles = []string{"p50", "p95", "p99"}

// exact are the figures that have no interval as they follow from the scenario.
var exact = []string{"cost_per_hour_usd", "cost_per_failover_hour_usd", "headroom", "server_per_s", "p_trigger_passes", "out_of_reach"}

// Figures returns every figure of a summary, in its order of incidents and
// designs, by name.
func Figures(s *results.Summary) ([]Figure, error) {
	data, err := s.JSON()
	if err != nil {
		return nil, err
	}
	return FiguresIn(data)
}

// FiguresIn returns the figures of a summary.json.
func FiguresIn(data []byte) ([]Figure, error) {
	var sum struct {
		Schema    string
		Incidents []struct {
			Name    string
			Onset   any `json:"onset_s"`
			Designs []map[string]any
		}
	}
	if err := json.Unmarshal(data, &sum); err != nil {
		return nil, fmt.Errorf("it is not JSON as failsim writes it: %w", err)
	}
	if sum.Schema != results.SummarySchema && sum.Schema != older {
		return nil, fmt.Errorf("its schema is %q, not %q", sum.Schema, results.SummarySchema)
	}
	var list []Figure
	for _, i := range sum.Incidents {
		for _, d := range i.Designs {
			w := walker{at: Figure{Incident: i.Name, Design: text(d["name"]), Unasked: i.Onset != nil && unasked(d)}}
			w.fields("", d)
			list = append(list, w.list...)
		}
	}
	return list, nil
}

// unasked reports whether no request of a design came once the fault had begun.
func unasked(design map[string]any) bool {
	after, known := design["availability_from_onset"].(map[string]any)
	return known && after["mean"] == nil
}

// older is a schema that is still read: some of its figures had other names.
const older = "failsim/summary/1"

// walker gathers the figures of a design.
type walker struct {
	at   Figure
	list []Figure
}

func (w *walker) fields(path string, m map[string]any) {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		w.value(strings.TrimPrefix(path+"."+name, "."), m[name])
	}
}

func (w *walker) value(path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		w.object(path, v)
	case []any:
		for _, item := range v {
			if m, ok := item.(map[string]any); ok {
				w.item(path, m)
			}
		}
	case float64, nil:
		if first, _, _ := strings.Cut(path, "."); slices.Contains(exact, first) {
			w.add(Figure{Name: path, Value: orNaN(v), Exact: true})
		}
	}
}

// object reads an estimate, a proportion, quantiles, or what is made of them.
func (w *walker) object(path string, m map[string]any) {
	_, interval := m["ci95"]
	switch {
	case has(m, "mean") && !interval:
		w.add(Figure{Name: path, Value: orNaN(m["mean"]), Exact: true})
	case has(m, "mean"):
		w.estimate(path, "mean", m)
	case has(m, "share") && interval:
		w.estimate(path, "share", m)
	default:
		if has(m, "p50") {
			w.quantiles(path, m)
		}
		w.fields(path, m)
	}
}

// item reads what a list holds, by what tells it from its like.
func (w *walker) item(path string, m map[string]any) {
	switch {
	case path == "populations":
		inner := walker{at: w.at}
		inner.at.Population = text(m["name"])
		inner.fields("", m)
		w.list = append(w.list, inner.list...)
	case has(m, "window_s"):
		w.object(path+"."+tables.Digits(orNaN(m["window_s"]), 9)+"s", m)
	case has(m, "rate"):
		w.object(path+"."+tables.Digits(orNaN(m["rate"]), 6)+"x", m)
	case has(m, "mark"):
		w.object(path+"."+text(m["mark"])+"_s", m)
	}
}

func (w *walker) estimate(path, of string, m map[string]any) {
	f := Figure{Name: path, Value: orNaN(m[of]), N: int(orNaN(m["n"])), Why: warning(m)}
	if ends, ok := m["ci95"].([]any); ok && len(ends) == 2 {
		f.Estimated, f.Low, f.High = true, orNaN(ends[0]), orNaN(ends[1])
		if math.IsNaN(f.Low) {
			f.Low = -inf
		}
		if math.IsNaN(f.High) {
			f.High = inf
		}
	}
	w.add(f)
}

// quantiles reads times. One that falls among those that a run did not see is
// null: later than its end.
func (w *walker) quantiles(path string, m map[string]any) {
	late := func(v any) float64 {
		if v == nil {
			return inf
		}
		return orNaN(v)
	}
	n := int(orNaN(m["n"]))
	for _, q := range Quantiles {
		f := Figure{Name: path + "." + q, Value: nan, N: n}
		if v, ok := m[q]; ok && n > 0 {
			f.Value = late(v)
		}
		if ends, ok := m[q+"_ci95"].([]any); ok && len(ends) == 2 && n > 0 {
			f.Estimated, f.Low, f.High = true, late(ends[0]), late(ends[1])
		} else if n > 0 {
			f.Why = fmt.Sprintf("of %d runs; it takes %d that have such a time", n, fewest[q])
		}
		w.add(f)
	}
}

// fewest is how many values a quantile takes to have an interval.
var fewest = map[string]int{"p50": 6, "p95": 72, "p99": 368}

func (w *walker) add(f Figure) {
	f.Incident, f.Design, f.Population, f.Unasked = w.at.Incident, w.at.Design, w.at.Population, w.at.Unasked
	w.list = append(w.list, f)
}

func warning(m map[string]any) string {
	if s := text(m["warning"]); s != "" {
		return strings.ReplaceAll(s, "-", " ")
	}
	return ""
}

func has(m map[string]any, key string) bool { _, ok := m[key]; return ok }

func text(v any) string { s, _ := v.(string); return s }

func orNaN(v any) float64 {
	if x, ok := v.(float64); ok {
		return x
	}
	return nan
}
