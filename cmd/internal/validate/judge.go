package validate

import (
	"fmt"
	"math"
	"sort"

	"failsim/cmd/internal/validate/oracle"
	"failsim/sim/portable"
)

// nearZero is how far an answer may be from an expected value of 0.
const nearZero = 1e-12

// Verdict is what came of one metric in one way.
type Verdict struct {
	Metric   string
	How      How // Computed or Simulated
	OK       bool
	Expected any
	Got      any
	// Error is relative to the expected value (absolute where that is 0); of a
	// list the largest.
	Error float64
	// Z is how many combined standard errors a simulated estimate is off.
	Z float64
	// NoChance reports that rule b had nothing to say, and Noisy that rule a had.
	NoChance, Noisy bool
	// Why is a word on a failure that the figures do not show.
	Why string
}

// JudgeComputed judges a computed answer: it agrees within the relative
// tolerance, within 1e-12 of 0, and lies within bounds where there are any.
func JudgeComputed(metric string, e oracle.Expected, got any) Verdict {
	v := Verdict{Metric: metric, How: Computed, Expected: e.Value, Got: got}
	v.OK, v.Error = agree(e.Value, got, *e.CalcTolerance)
	if x, ok := asNumber(got); ok && len(e.Bounds) == 2 && !(x >= e.Bounds[0] && x <= e.Bounds[1]) {
		v.OK, v.Why = false, fmt.Sprintf("outside its bounds, %g to %g", e.Bounds[0], e.Bounds[1])
	}
	return v
}

// agree compares values of any form.
func agree(want, got any, tolerance float64) (ok bool, off float64) {
	switch w := want.(type) {
	case []any:
		list, is := asList(got)
		if !is || len(list) != len(w) {
			return false, math.Inf(1)
		}
		ok = true
		for i := range w {
			one, e := agree(w[i], list[i], tolerance)
			ok, off = ok && one, max(off, e)
		}
		return ok, off
	case map[string]any:
		object, is := got.(map[string]any)
		if !is || len(object) != len(w) {
			return false, math.Inf(1)
		}
		ok = true
		for k := range w {
			one, e := agree(w[k], object[k], tolerance)
			ok, off = ok && one, max(off, e)
		}
		return ok, off
	}
	x, known := asNumber(want)
	y, is := asNumber(got)
	if !known || !is || y != y {
		return false, math.Inf(1)
	}
	off = distance(x, y)
	if x == 0 {
		return off <= nearZero, off
	}
	return off <= tolerance, off
}

// distance is relative to want, or absolute where that is 0.
func distance(want, got float64) float64 {
	switch {
	case want == got:
		return 0
	case math.IsInf(want, 0) || math.IsInf(got, 0):
		return math.Inf(1)
	case want == 0:
		return math.Abs(got)
	}
	return math.Abs(got-want) / math.Abs(want)
}

func asNumber(v any) (float64, bool) {
	switch x := v.(type) {
	case float64:
		return x, true
	case int:
		return float64(x), true
	case bool:
		if x {
			return 1, true
		}
		return 0, true
	}
	return 0, false
}

func asList(v any) ([]any, bool) {
	switch x := v.(type) {
	case []any:
		return x, true
	case []float64:
		list := make([]any, len(x))
		for i := range x {
			list[i] = x[i]
		}
		return list, true
	}
	return nil, false
}

// JudgeSimulated judges an estimate over the replications: it is within the
// tolerance of the value (rule a), and within 4 of the standard errors of the
// replications and of the value, added in squares (rule b).
//
// Of an approximation rule b is not asked, nor where no two replications
// differ, as there is no standard error then. Where 4 standard errors exceed the tolerance though the
// run is as long as runs get, rule a cannot tell and rule b judges alone: the
// tolerance is widened to 4 standard errors. Values that name their size are
// judged by both, whatever comes of it, as are those that only a simulation
// can tell, unless the vector was itself simulated.
func JudgeSimulated(metric string, e oracle.Expected, s sample, approximate bool) Verdict {
	v := Verdict{Metric: metric, How: Simulated, Expected: e.Value, Got: s.mean}
	want, _ := asNumber(e.Value)
	if s.mean != s.mean {
		v.Error, v.Z, v.Why = math.Inf(1), math.Inf(1), "nothing was measured"
		return v
	}
	off := math.Abs(s.mean - want)
	if off <= nearZero*math.Abs(want) {
		off = 0 // rounding of the mean
	}
	v.Error = distance(want, s.mean)
	se := portable.Hypot(s.se, e.SE)
	room := tolerance(e)
	v.NoChance = se <= nearZero*math.Abs(want) && off > 0
	v.Noisy = 4*s.se > room && e.SimMinN == 0 && (e.CalcTolerance != nil || e.SE > 0)
	if off > 0 && !v.NoChance {
		v.Z = off / se
	}
	near := off <= room || v.Noisy
	v.OK = near && (approximate || v.Z <= 4)
	switch {
	case v.OK:
	case near:
		v.Why = fmt.Sprintf("%.1f standard errors off", v.Z)
	default:
		v.Why = "beyond its tolerance"
	}
	return v
}

// Where the vectors name no tolerance for a simulation, it is defaultTolerance
// of the value, and for shares above a half of what is missing to 1; of a run
// without chance it is the tolerance of computed values.
const defaultTolerance = 0.1

// tolerance returns how far an estimate may be from the value.
func tolerance(e oracle.Expected) float64 {
	want, _ := asNumber(e.Value)
	room := 0.0
	if e.SimTolerance != nil {
		room = *e.SimTolerance * math.Abs(want)
	}
	if e.SimUnavailability != nil {
		room = max(room, *e.SimUnavailability*math.Abs(1-want))
	}
	if e.Simulable() {
		return room
	}
	if e.Unit == "1" && want > 0.5 && want < 1 {
		return defaultTolerance * (1 - want)
	}
	return defaultTolerance * math.Abs(want)
}

// leaf is one number that a simulation can estimate: a metric, or a part of a
// nested one under its path.
type leaf struct {
	path     string
	expected oracle.Expected
}

// leaves returns what of a metric can be simulated: the metric itself if it is
// a finite number; of a nested object every part that is {value, se}. A bare
// number within an object is derived from its neighbours and stands for
// nothing of its own.
func leaves(metric string, e oracle.Expected) []leaf {
	switch v := e.Value.(type) {
	case float64:
		if math.IsInf(v, 0) {
			return nil // a mean that is infinite has no estimate
		}
		return []leaf{{metric, e}}
	case map[string]any:
		return nested(metric, v, e)
	}
	return nil
}

func nested(path string, object map[string]any, e oracle.Expected) []leaf {
	if value, ok := object["value"].(float64); ok {
		part := e
		part.Value = value
		part.SE, _ = object["se"].(float64)
		return []leaf{{path, part}}
	}
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	sort.Strings(names)
	var list []leaf
	for _, name := range names {
		if below, ok := object[name].(map[string]any); ok {
			list = append(list, nested(path+"/"+name, below, e)...)
		}
	}
	return list
}
