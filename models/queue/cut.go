package queue

import "failsim/models/figures"

// cut leaves out the segments that MSER-5 finds to be warm-up, by the number
// in the whole system in each window.
func (r *ledger) cut() {
	series := make([]float64, 0, windows)
	before := 0.0
	for _, marks := range r.marks {
		area := 0.0
		for _, m := range marks {
			area += m.area
		}
		series = append(series, area-before)
		before = area
	}
	r.keep = (figures.MSER5(series) + perSegment - 1) / perSegment
}
