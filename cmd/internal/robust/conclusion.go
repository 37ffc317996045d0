package robust

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"failsim/models/file"
)

// Says says a conclusion, or its opposite.
func (c Conclusion) Says(holds bool) string {
	switch {
	case c.B == "" && holds:
		return c.A + " meets the availability objective"
	case c.B == "":
		return c.A + " misses the availability objective"
	case holds:
		return c.A + " loses less than " + c.B
	}
	return c.B + " loses less than " + c.A
}

// turned are the conclusions that surely hold at one point and surely not at another.
func (p *point) turned(q *point) []key {
	var list []key
	for k, v := range p.holds {
		if w, ok := q.holds[k]; ok && v.sure && w.sure && v.margin > 0 != (w.margin > 0) {
			list = append(list, k)
		}
	}
	slices.SortFunc(list, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.incident, b.incident), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return list
}

// Was says what the scenario concludes.
func (s *Study) Was(t *Turn) string {
	return t.Says(s.base.holds[key{t.Incident, t.Conclusion}].margin > 0)
}

// Becomes says what is concluded beyond the turn.
func (s *Study) Becomes(t *Turn) string {
	return t.Says(s.base.holds[key{t.Incident, t.Conclusion}].margin <= 0)
}

// Swanson's weights of the tenth, fiftieth and ninetieth per cent.
var swanson = [3]float64{0.3, 0.4, 0.3}

// worth is the expected value of knowing which of three points it is. Where one could
// not be tried the one in the middle stands for it.
func worth(low, base, high *point) float64 {
	points := [3]*point{low, base, high}
	for i := range points {
		if points[i] == nil {
			points[i] = base
		}
	}
	var designs []string
	for d := range base.lost {
		designs = append(designs, d)
	}
	slices.Sort(designs)
	best, informed := math.Inf(1), 0.0
	for _, d := range designs {
		mean := 0.0
		for i, p := range points {
			mean += float64(swanson[i] * p.lost[d])
		}
		best = math.Min(best, mean)
	}
	for i, p := range points {
		least := math.Inf(1)
		for _, d := range designs {
			least = math.Min(least, p.lost[d])
		}
		informed += float64(swanson[i] * least)
	}
	if len(designs) == 0 {
		return 0
	}
	return math.Max(0, best-informed)
}

// From is what asks for a value, for messages.
const From = "robust"

func edit(m *file.Marked, value string) []file.Edit {
	return []file.Edit{{Path: m.Path, Value: value, From: From}}
}

// Text says where a conclusion turns.
func (t *Turn) Text() string { return fmt.Sprintf("between %s and %s", t.From, t.To) }
