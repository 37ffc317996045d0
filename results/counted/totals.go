package counted

import (
	"time"

	"failsim/models/request"
)

// Totals add up the timelines of the runs of a stratum.
type Totals struct {
	Runs            int
	Settled, Failed [][]int64                 // by population, window
	Attempts        []int64                   // by window, of all populations
	Lost            [][][request.Causes]int64 // by population, LostStep
	Calls           [][]Tried                 // by region, window
	Near            [][3]int64                // by second near an event: settled, failed, attempts
	Capacity        []float64                 // by window, of the runs that were followed: requests a second
	Followed        int                       // how many those are
	damage          [][]int64                 // by region, window: LBs misconfigured times microseconds
	fleets          []int                     // by region
}

// NewTotals returns the totals of no runs.
func NewTotals(l *Layout) *Totals {
	t := &Totals{fleets: make([]int, len(l.Regions)), Attempts: make([]int64, l.Windows()), Capacity: make([]float64, l.Windows())}
	for range l.Populations {
		t.Settled = append(t.Settled, make([]int64, l.Windows()))
		t.Failed = append(t.Failed, make([]int64, l.Windows()))
		t.Lost = append(t.Lost, make([][request.Causes]int64, l.LostSteps()))
	}
	t.Near = make([][3]int64, l.seconds())
	for range l.Regions {
		t.Calls = append(t.Calls, make([]Tried, l.Windows()))
		t.damage = append(t.damage, make([]int64, l.Windows()))
	}
	return t
}

// Add adds a run.
func (t *Totals) Add(line *Timeline) {
	t.Runs++
	for p := range t.Settled {
		for w := range t.Settled[p] {
			t.Settled[p][w] += int64(line.settled[p][w])
			t.Failed[p][w] += int64(line.failed[p][w])
			t.Attempts[w] += int64(line.tries[p][w])
		}
		for i := range t.Lost[p] {
			for c := range t.Lost[p][i] {
				t.Lost[p][i][c] += int64(line.lost[p][i][c])
			}
		}
	}
	for i, column := range line.damage {
		t.fleets[i] = max(t.fleets[i], line.fleets[i])
		for w, n := range column {
			t.damage[i][w] += n
			c, all := &line.calls[i][w], &t.Calls[i][w]
			all.OK, all.Failed = all.OK+int64(c.OK), all.Failed+int64(c.Failed)
		}
	}
	t.addCapacity(line)
	for k, s := range line.near {
		for j, n := range [...]uint32{s.Settled, s.Failed, s.Attempts} {
			t.Near[k][j] += int64(n)
		}
	}
}

// Count adds up a population's windows, or those of all if p is negative.
func (t *Totals) Count(p int, step Span) (settled, failed int64) {
	for q := range t.Settled {
		if p >= 0 && p != q {
			continue
		}
		for w := step.First; w < step.Last; w++ {
			settled += t.Settled[q][w]
			failed += t.Failed[q][w]
		}
	}
	return settled, failed
}

// Misconfigured returns the mean share of a region's LBs that is misconfigured in a step.
func (t *Totals) Misconfigured(l *Layout, region int, step Span) float64 {
	if t.fleets[region] == 0 {
		return 0
	}
	misconfigured, length := int64(0), time.Duration(0)
	for w := step.First; w < step.Last; w++ {
		misconfigured += t.damage[region][w]
		length += windowLength(l, w)
	}
	fleet := float64(t.fleets[region]) * float64(t.Runs)
	return float64(misconfigured) / (float64(length/time.Microsecond) * fleet)
}

// MeanCapacity returns the mean of a step over runs, in simulated requests a second;
// false if no run was followed all the way.
func (t *Totals) MeanCapacity(step Span) (perSecond float64, ok bool) {
	if t.Followed == 0 || step.First == step.Last {
		return 0, false
	}
	for w := step.First; w < step.Last; w++ {
		perSecond += t.Capacity[w]
	}
	return perSecond / float64(t.Followed) / float64(step.Last-step.First), true
}

func (t *Totals) addCapacity(line *Timeline) {
	if len(line.capacity) < len(t.Capacity) {
		return
	}
	t.Followed++
	for w := range t.Capacity {
		t.Capacity[w] += line.capacity[w]
	}
}
