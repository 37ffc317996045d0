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

// Lost is what each design that the tenant can buy loses as the scenario stands, in
// user-minutes, summed over incidents.
func (s *Study) Lost() map[string]float64 { return s.base.lost }

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

// worthOfThree is worth of values by Swanson's weights. Where one could not be tried the
// one in the middle stands for it.
func worthOfThree(low, base, high *point) float64 {
	points := []*point{low, base, high}
	for i := range points {
		if points[i] == nil {
			points[i] = base
		}
	}
	return worth(points, swanson[:])
}

// worthOfWords is worth of words, of which each is believed as much as the others.
func worthOfWords(points []*point) float64 {
	return worth(points, slices.Repeat([]float64{1 / float64(len(points))}, len(points)))
}

// worth is the expected value of knowing which of some points it is, which have these
// probabilities.
func worth(points []*point, weights []float64) float64 {
	var designs []string
	for d := range points[0].lost {
		designs = append(designs, d)
	}
	slices.Sort(designs)
	best, informed := math.Inf(1), 0.0
	for _, d := range designs {
		mean := 0.0
		for i, p := range points {
			mean += float64(weights[i] * p.lost[d])
		}
		best = math.Min(best, mean)
	}
	for i, p := range points {
		least := math.Inf(1)
		for _, d := range designs {
			least = math.Min(least, p.lost[d])
		}
		informed += float64(weights[i] * least)
	}
	if len(designs) == 0 {
		return 0
	}
	return math.Max(0, best-informed)
}

// From is what asks for a value, for messages.
const From = "robust"

func edit(m *file.Marked, value string) (list []file.Edit) {
	for _, path := range append([]string{m.Path}, m.Also...) {
		list = append(list, file.Edit{Path: path, Value: value, From: From})
	}
	return list
}

// Text says where a conclusion turns.
func (t *Turn) Text() string {
	if t.Word {
		return fmt.Sprintf("with %s instead of %s", t.To, t.From)
	}
	return fmt.Sprintf("between %s and %s", t.From, t.To)
}
