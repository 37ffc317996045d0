package plan

import (
	"cmp"
	"slices"
)

// Candidate is a point of a grid.
type Candidate struct {
	Group int   // the grid: a design
	At    []int // by axis: which value, from lax to strict
	Cost  float64
}

// Evidence is what n replications say of a candidate.
type Evidence struct {
	N int
	// P is by requirement the chance that it is met.
	P []float64
	// Values are by requirement and replication what it is judged by, the more the
	// better: for paired comparisons.
	Values [][]float64
}

// meets is at least how likely all requirements are met.
func (e *Evidence) meets() float64 {
	p := 1.0
	for _, q := range e.P {
		p -= 1 - q
	}
	return max(0, p)
}

// mayMeet is at most how likely all are met.
func (e *Evidence) mayMeet() float64 { return slices.Min(e.P) }

// Verdict is what became of a candidate.
type Verdict string

// The verdicts.
const (
	Meets  Verdict = "meets"
	Likely Verdict = "likely meets" // not confirmed by enough runs
	Misses Verdict = "misses"
	Close  Verdict = "too close to tell"
)

// Search is one search.
type Search struct {
	Candidates []Candidate
	// Test makes replications of a candidate until there are n in all.
	Test func(candidate, n int) (*Evidence, error)
	// First is how many replications a candidate has at least, Most at most.
	First, Most int
	// Error is the chance of a wrong verdict that one candidate may have.
	Error float64

	tested map[int]*Evidence
	state  map[int]Verdict
	// Uneven are axes, by group, along which a stricter value may do worse.
	Uneven map[[2]int]bool
}

// judge tests a candidate until its verdict is likely enough.
func (s *Search) judge(c int) (Verdict, error) {
	s.prepare()
	if v, ok := s.state[c]; ok {
		return v, nil
	}
	v, err := s.until(c, s.First, s.Error, 0.75)
	s.state[c] = v
	return v, err
}

// even is how likely one has to meet that the most replications leave open: then how
// sure the answer is says that it is close.
const even = 0.5

// until makes replications until a candidate surely misses, or likely meets.
func (s *Search) until(c, n int, miss, meet float64) (Verdict, error) {
	for ; ; n = min(2*n, s.Most) {
		e, err := s.Test(c, n)
		if err != nil {
			return "", err
		}
		s.tested[c] = e
		switch {
		case e.mayMeet() <= miss:
			return Misses, nil
		case e.meets() >= meet && n >= 2*s.First, n >= s.Most && e.meets() >= even:
			return Likely, nil
		case n >= s.Most:
			return Close, nil
		}
	}
}

// sureEnough is how likely the candidate that is found has to meet.
const sureEnough = 0.95

// confirm makes more replications of one that likely meets.
func (s *Search) confirm(c int) (Verdict, error) {
	v, err := s.until(c, max(2*s.First, s.tested[c].N), s.Error, sureEnough)
	if v == Likely {
		v = Meets
	}
	s.state[c] = v
	return v, err
}

// within reports whether a candidate is nowhere stricter than another, and alike on
// axes that are not monotone: then it misses if the other does.
func (s *Search) within(a, b int) bool {
	x, y := &s.Candidates[a], &s.Candidates[b]
	if x.Group != y.Group {
		return false
	}
	for i := range x.At {
		if x.At[i] > y.At[i] || x.At[i] != y.At[i] && s.Uneven[[2]int{x.Group, i}] {
			return false
		}
	}
	return true
}

// cheaper orders candidates by cost; of equal ones the laxer comes first, as it asks
// for less.
func (s *Search) cheaper(a, b int) bool {
	x, y := &s.Candidates[a], &s.Candidates[b]
	return cmp.Or(cmp.Compare(x.Cost, y.Cost), cmp.Compare(sum(x.At), sum(y.At)), cmp.Compare(a, b)) < 0
}

func sum(list []int) (n int) {
	for _, x := range list {
		n += x
	}
	return n
}

// left are the candidates that may still be the cheapest that meets.
func (s *Search) left(among []int) []int {
	best := s.likely(among)
	var list []int
	for _, c := range among {
		if _, ok := s.state[c]; ok || best >= 0 && !s.cheaper(c, best) || s.excluded(c) >= 0 {
			continue
		}
		list = append(list, c)
	}
	return list
}

// likely is the cheapest that likely meets; -1 if none does.
func (s *Search) likely(among []int) int {
	best := -1
	for _, c := range among {
		if v := s.state[c]; (v == Likely || v == Meets) && (best < 0 || s.cheaper(c, best)) {
			best = c
		}
	}
	return best
}

// excluded is one that misses and is nowhere laxer; -1 if there is none.
func (s *Search) excluded(c int) int {
	for b := range s.Candidates {
		if v := s.state[b]; (v == Misses || v == Close) && s.within(c, b) {
			return b
		}
	}
	return -1
}

// next is the candidate whose test leaves least, whatever it shows.
func (s *Search) next(left []int) int {
	best, score := left[0], -1
	for _, c := range left {
		ifMet, ifMissed := 0, 0
		for _, d := range left {
			if !s.cheaper(d, c) {
				ifMet++
			}
			if s.within(d, c) {
				ifMissed++
			}
		}
		if n := min(ifMet, ifMissed); n > score {
			best, score = c, n
		}
	}
	return best
}

func (s *Search) prepare() {
	if s.tested == nil {
		s.tested, s.state, s.Uneven = map[int]*Evidence{}, map[int]Verdict{}, map[[2]int]bool{}
	}
}

// Evidence returns what is known of a candidate; nil if it was not tested.
func (s *Search) Evidence(c int) *Evidence { return s.tested[c] }

// Verdict returns what became of a candidate; "" if it was not tested.
func (s *Search) Verdict(c int) Verdict { return s.state[c] }

// Tested returns the candidates that were tested, in order.
func (s *Search) Tested() []int {
	var list []int
	for c := range s.Candidates {
		if s.tested[c] != nil {
			list = append(list, c)
		}
	}
	return list
}
