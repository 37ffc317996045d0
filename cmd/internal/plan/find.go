package plan

// Answer is what a search found.
type Answer struct {
	Best int // -1: none meets
	Sure float64
}

// Find searches among candidates of one group or several.
func (s *Search) Find(among []int) (Answer, error) {
	s.prepare()
	for {
		left := s.left(among)
		if len(left) > 0 {
			if _, err := s.judge(s.next(left)); err != nil {
				return Answer{}, err
			}
			continue
		}
		best := s.likely(among)
		if best < 0 {
			return Answer{Best: -1, Sure: s.sure(-1, among)}, nil
		}
		v, err := s.confirm(best)
		if err != nil {
			return Answer{}, err
		}
		if v != Meets {
			continue
		}
		again, err := s.Look(best)
		if err != nil {
			return Answer{}, err
		}
		if !again {
			return Answer{best, s.sure(best, among)}, nil
		}
	}
}

// sure is the least chance that the answer is right.
func (s *Search) sure(best int, among []int) float64 {
	p := 1.0
	if best >= 0 {
		p = s.tested[best].meets()
	}
	by := map[int]bool{} // those by which the cheaper ones are excluded
	for _, c := range among {
		if c == best || best >= 0 && !s.cheaper(c, best) {
			continue
		}
		if b := s.excluded(c); b >= 0 {
			by[b] = true
		}
	}
	for b := range s.Candidates { // in order, so that the sum is the same
		if by[b] && s.state[b] == Misses {
			p -= s.tested[b].mayMeet()
		}
	}
	return max(0, p)
}
