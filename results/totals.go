package results

import (
	"time"

	"failsim/models/request"
)

// totals add up the timelines of the runs of a stratum.
type totals struct {
	runs            int
	settled, failed [][]int64                 // by population, window
	tries           []int64                   // by window, of all populations
	lost            [][][request.Causes]int64 // by population, LostStep
	damage          [][]int64                 // by region, window: LBs damaged times microseconds
	fleets          []int                     // by region
}

func newTotals(l *Layout) *totals {
	t := &totals{fleets: make([]int, len(l.Regions)), tries: make([]int64, l.windows())}
	for range l.Populations {
		t.settled = append(t.settled, make([]int64, l.windows()))
		t.failed = append(t.failed, make([]int64, l.windows()))
		t.lost = append(t.lost, make([][request.Causes]int64, lostSteps(l)))
	}
	for range l.Regions {
		t.damage = append(t.damage, make([]int64, l.windows()))
	}
	return t
}

func (t *totals) add(line *Timeline) {
	t.runs++
	for p := range t.settled {
		for w := range t.settled[p] {
			t.settled[p][w] += int64(line.settled[p][w])
			t.failed[p][w] += int64(line.failed[p][w])
			t.tries[w] += int64(line.tries[p][w])
		}
		for i := range t.lost[p] {
			for c := range t.lost[p][i] {
				t.lost[p][i][c] += int64(line.lost[p][i][c])
			}
		}
	}
	for i, column := range line.damage {
		t.fleets[i] = max(t.fleets[i], line.fleets[i])
		for w, n := range column {
			t.damage[i][w] += n
		}
	}
}

// total adds up a population's windows, or those of all if p is negative.
func (t *totals) total(p int, step span) (settled, failed int64) {
	for q := range t.settled {
		if p >= 0 && p != q {
			continue
		}
		for w := step.first; w < step.last; w++ {
			settled += t.settled[q][w]
			failed += t.failed[q][w]
		}
	}
	return settled, failed
}

// damaged returns the mean share of a region's LBs that is damaged in a step.
func (t *totals) damaged(l *Layout, region int, step span) float64 {
	if t.fleets[region] == 0 {
		return 0
	}
	damaged, length := int64(0), time.Duration(0)
	for w := step.first; w < step.last; w++ {
		damaged += t.damage[region][w]
		length += windowLength(l, w)
	}
	fleet := float64(t.fleets[region]) * float64(t.runs)
	return float64(damaged) / (float64(length/time.Microsecond) * fleet)
}

// mean returns the mean over runs of what a stratum adds up: weighted, so it is
// what a run is expected to show. Strata without a run count for nothing.
func (s *Sample) mean(total func(*totals) float64) float64 {
	sum, seen := 0.0, 0.0
	for h, w := range s.strata.weights() {
		if t := s.totals[h]; t.runs > 0 {
			sum += w * total(t) / float64(t.runs)
			seen += w
		}
	}
	return sum / seen
}
