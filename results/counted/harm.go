package counted

import (
	"failsim/sim/portable"
)

// falseHarm is the chance, at most, that a population is called harmed in a
// run in which it is as well as the objective asks and no better: every
// request fails with just the share that is allowed, independently of others
// (assumption: one run in a hundred may be wrong, so that "never harmed" and
// "harmed" can be counted over replications).
const falseHarm = 0.01

// wider is how many stretches make one of the next length.
const wider = 4

// harms returns the shortest stretches of windows, from one on, in which more
// requests failed than an objective allows and chance explains.
//
// Stretches are of 1, 4, 16, ... windows up to all of them: a blackout shows
// in a minute, a loss of twice what is allowed only over hours. A stretch that
// holds a shorter one with harm is left out, since that explains it. Each is
// judged by the exact binomial tail at falseHarm divided by the number of
// stretches, so that all of them together are wrong as seldom as falseHarm
// says (Bonferroni).
func harms(c *course, l *Layout, from int) []Span {
	size, stretches := 1, c.windows()-from
	for n := stretches; n > 1; size *= wider {
		n = (n + wider - 1) / wider
		stretches += n
	}
	if stretches <= 0 {
		return nil
	}
	return c.harms(nil, Span{from, c.windows()}, size, 1-l.Availability, falseHarm/float64(stretches))
}

// harms searches a stretch of at most size windows, and adds to those found before.
func (c *course) harms(found []Span, s Span, size int, allowed, level float64) []Span {
	n, failed := c.count(s)
	if failed == 0 {
		return found
	}
	before := len(found)
	if size > 1 {
		for first := s.First; first < s.Last; first += size / wider {
			part := Span{first, min(first+size/wider, s.Last)}
			found = c.harms(found, part, size/wider, allowed, level)
		}
	}
	if len(found) == before && moreThanChance(n, failed, allowed, level) {
		found = append(found, s)
	}
	return found
}

// moreThanChance reports whether at least so many of n requests fail with a
// probability below level if each fails with probability p, independently.
func moreThanChance(n, failed int64, p, level float64) bool {
	share := float64(failed) / float64(n)
	if share <= p {
		return false
	}
	// Chernoff's bound is above the exact tail and decides most cases.
	bound := float64(share * portable.Log(share/p))
	if share < 1 {
		bound += float64((1 - share) * portable.Log((1-share)/(1-p)))
	}
	if float64(n)*bound > -portable.Log(level) {
		return true
	}
	return portable.RegIncBeta(float64(failed), float64(n-failed+1), p) < level
}
