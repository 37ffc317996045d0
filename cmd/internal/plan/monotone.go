package plan

import "slices"

// Look looks along every axis of a group, at one candidate's other values, whether a
// stricter value ever does worse, and marks the axes along which one does.
func (s *Search) Look(from int) (found bool, err error) {
	s.prepare()
	c := &s.Candidates[from]
	for axis := range c.At {
		if s.Uneven[[2]int{c.Group, axis}] {
			continue
		}
		uneven, err := s.fallsAlong(from, axis)
		if err != nil {
			return found, err
		}
		if uneven {
			s.Uneven[[2]int{c.Group, axis}], found = true, true
		}
	}
	return found, nil
}

// fallsAlong compares an axis's ends and middle, and the candidate, each with the
// next stricter one.
func (s *Search) fallsAlong(from, axis int) (bool, error) {
	c := &s.Candidates[from]
	last := 0
	for _, other := range s.Candidates {
		if other.Group == c.Group {
			last = max(last, other.At[axis])
		}
	}
	places := []int{0, last / 2, c.At[axis], last}
	slices.Sort(places)
	var before *Evidence
	for _, place := range slices.Compact(places) {
		point := slices.Clone(c.At)
		point[axis] = place
		k := s.at(c.Group, point)
		if k < 0 {
			continue
		}
		e := s.tested[k]
		var err error
		if e == nil {
			e, err = s.Test(k, s.First)
		}
		if err == nil && e.mayMeet() > s.Error && e.N < 2*s.First { // more only where it matters
			e, err = s.Test(k, 2*s.First)
		}
		if err != nil {
			return false, err
		}
		s.tested[k] = e
		// Where the laxer one misses anyhow, it does not matter by how much.
		if before != nil && before.mayMeet() > s.Error && falls(before, e) {
			return true, nil
		}
		before = e
	}
	return false, nil
}
