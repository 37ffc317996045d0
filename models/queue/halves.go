package queue

import (
	"slices"

	"failsim/models/figures"
)

// halve keeps the means of both halves of what should be steady, and which
// figures are those of whom.
func (r *ledger) halve(out *figures.Report) {
	s := r.spec
	for i := range s.Stations {
		if s.Stations[i].Group < 0 {
			r.halveTarget(out, "station "+s.Stations[i].Name, i, []int{i})
		} else {
			out.RecordShared("station "+s.Stations[i].Name, []string{"station " + s.Stations[i].Name})
		}
	}
	for g := range s.Groups {
		r.halveTarget(out, "group "+s.Groups[g].Name, len(s.Stations)+g, s.Groups[g].Members)
	}
}

func (r *ledger) halveTarget(out *figures.Report, of string, target int, members []int) {
	var whose []string
	for _, m := range members {
		for _, name := range r.spec.affected(m) {
			if !slices.Contains(whose, name) {
				whose = append(whose, name)
			}
		}
	}
	out.RecordShared(of, whose)
	if !r.watched && !r.halved || r.spec.rateVaries(members[0]) {
		return
	}
	first, second, span := r.areas(target)
	out.RecordHalves(of, first/span, second/span)
}

// areas returns the request-nanoseconds of both halves, and how long a half is.
func (r *ledger) areas(target int) (first, second, span float64) {
	if r.halved {
		for c := 0; c+2 < len(r.marks); c += 3 {
			begin, middle, end := r.marks[c][target].area, r.marks[c+1][target].area, r.marks[c+2][target].area
			first += middle - begin
			second += end - middle
		}
		return first, second, float64(r.spec.Length) / 2 * float64(r.spec.Cycles)
	}
	extra := len(r.marks) - windows // 1 where a mark ends the warm-up
	upTo := func(window int) float64 {
		if i := window - 1 + extra; i >= 0 {
			return r.marks[i][target].area
		}
		return 0
	}
	from := 0
	if r.spec.WarmUp.MSER {
		from = r.keep * perSegment
	}
	middle := (from + windows) / 2
	return upTo(middle) - upTo(from), upTo(windows) - upTo(middle),
		float64(r.spec.Length) * float64(windows-middle) / windows
}

// unserved returns which share of those who came and found a place are still
// there in the end.
func (r *ledger) unserved(t *segmentTally, stations []int) float64 {
	left := 0.0
	for _, s := range stations {
		left += r.left[s]
	}
	return left / (left + t.served + t.abandoned)
}
