package year

import (
	"math"
	"sort"

	"failsim/results/statistics"
	"failsim/sim"
)

// yearSpread is how years differ: each calendar with an episode of the right
// stratum, drawn at random from those simulated, for each that it holds. So
// the years of two designs have the same incidents.
type yearSpread struct {
	lost  [][]float64 // by design and year: real requests lost to incidents
	worst [][]int32   // by design and year: the simulated episode that cost most, -1 if none did
}

// bootstraps is how often the simulated episodes are drawn anew for intervals
// of what is said of years; each time with so many calendars (assumption: the
// ends of the intervals then vary by a tenth of their length).
const (
	bootstraps     = 400
	bootstrapYears = 1000
)

// decks are the episodes of each stratum that years are made of.
type decks [][]int

func (s *Study) allDrawn() decks {
	d := make(decks, len(s.Strata))
	for k := range d {
		for i := range s.Strata[k].Drawn {
			d[k] = append(d[k], i)
		}
	}
	return d
}

// redrawn returns n-1 of the n episodes of each stratum, with replacement: so
// the bootstrap has the variance of the estimate (Rao and Wu 1988).
func (s *Study) redrawn(key sim.Key) decks {
	d := make(decks, len(s.Strata))
	for k := range d {
		n := len(s.Strata[k].Drawn)
		for i := range max(min(n, 1), n-1) {
			d[k] = append(d[k], key.At(uint64(k)).IntN(uint64(i), n))
		}
	}
	return d
}

// spread makes years of calendars.
func (s *Study) spread(key sim.Key, d decks, calendars []int) *yearSpread {
	y := &yearSpread{lost: make([][]float64, len(s.Designs)), worst: make([][]int32, len(s.Designs))}
	for i := range y.lost {
		y.lost[i], y.worst[i] = make([]float64, len(calendars)), make([]int32, len(calendars))
	}
	first := make([]int, len(s.Strata)) // number of a stratum's first episode
	for k := 1; k < len(first); k++ {
		first[k] = first[k-1] + len(s.Strata[k-1].Drawn)
	}
	most := make([]float64, len(s.Designs))
	for n, c := range calendars {
		for i := range most {
			most[i], y.worst[i][n] = 0, -1
		}
		draw := key.At(uint64(n))
		for e, k := range s.Calendar[c] {
			drawn := d[k][draw.IntN(uint64(e), len(d[k]))]
			for i, r := range s.Strata[k].Drawn[drawn].Runs {
				y.lost[i][n] += r.Harm.Requests
				if r.Harm.Requests > most[i] {
					most[i], y.worst[i][n] = r.Harm.Requests, int32(first[k]+drawn)
				}
			}
		}
	}
	return y
}

func (s *Study) everyCalendar() []int {
	list := make([]int, len(s.Calendar))
	for i := range list {
		list[i] = i
	}
	return list
}

// years returns the years as they are, and as redrawn for intervals.
func (s *Study) years(key sim.Key) (whole *yearSpread, redrawn []*yearSpread) {
	whole = s.spread(key.Named("years"), s.allDrawn(), s.everyCalendar())
	for b := range bootstraps {
		k := key.Named("redrawn").At(uint64(b))
		calendars := make([]int, bootstrapYears)
		for i := range calendars {
			calendars[i] = k.IntN(uint64(i), len(s.Calendar))
		}
		redrawn = append(redrawn, s.spread(k.Named("years"), s.redrawn(k.Named("episodes")), calendars))
	}
	return whole, redrawn
}

// interval returns the middle 95 % of a statistic over redrawn years; none if
// it never varies, because what was not simulated cannot be redrawn.
func interval(redrawn []*yearSpread, r statistics.Range, statistic func(*yearSpread) float64) *statistics.Interval {
	x := make([]float64, len(redrawn))
	for i, y := range redrawn {
		x[i] = statistic(y)
	}
	sort.Float64s(x)
	if x[0] == x[len(x)-1] {
		return nil
	}
	return r.Clip(statistics.QuantileOf(x, 0.025), statistics.QuantileOf(x, 0.975))
}

// atMost returns the share of years in which a design loses no more.
func atMost(lost []float64, bound float64) float64 {
	n := 0
	for _, x := range lost {
		if x <= bound {
			n++
		}
	}
	return float64(n) / float64(len(lost))
}

// quantile returns what a share of years does not exceed.
func (y *yearSpread) quantile(d int, p float64) float64 {
	sorted := append([]float64(nil), y.lost[d]...)
	sort.Float64s(sorted)
	return sorted[min(int(math.Ceil(p*float64(len(sorted))))-1, len(sorted)-1)]
}

// behind returns how many simulated episodes are the costliest of those years
// that lose as much as a bound, or more.
func (y *yearSpread) behind(d int, bound float64) int {
	seen := make(map[int32]bool)
	for n, x := range y.lost[d] {
		if x >= bound && y.worst[d][n] >= 0 {
			seen[y.worst[d][n]] = true
		}
	}
	return len(seen)
}

// better returns the shares of years in which design a loses less than b, and
// as much.
func (y *yearSpread) better(a, b int) (better, tied float64) {
	n := float64(len(y.lost[a]))
	for i, x := range y.lost[a] {
		switch {
		case x == y.lost[b][i]:
			tied += 1 / n
		case x < y.lost[b][i]:
			better += 1 / n
		}
	}
	return better, tied
}
