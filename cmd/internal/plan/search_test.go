package plan

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"failsim/sim"
)

// known is a world whose answer is known: a run of a candidate recovers in time with
// a chance that follows from its values, and 95 % of runs have to.
type known struct {
	sizes  []int
	chance func(at []int) float64
	cost   func(at []int) float64
	key    sim.Key
	runs   int
	made   map[int]int
}

const mustRecover = 0.95

func (k *known) candidates() []Candidate {
	list := []Candidate{{}}
	for _, size := range k.sizes {
		var more []Candidate
		for _, c := range list {
			for v := range size {
				more = append(more, Candidate{At: append(append([]int{}, c.At...), v)})
			}
		}
		list = more
	}
	for i := range list {
		list[i].Cost = k.cost(list[i].At)
	}
	return list
}

// test draws replication r of every candidate from the same number, as a study does.
func (k *known) test(list []Candidate) func(c, n int) (*Evidence, error) {
	return func(c, n int) (*Evidence, error) {
		e := &Evidence{N: n, Values: [][]float64{make([]float64, n)}}
		good := 0.0
		for r := range n {
			if k.key.Float64(uint64(r)) < k.chance(list[c].At) {
				e.Values[0][r] = 1
				good++
			}
		}
		e.P = []float64{1 - distuv.Beta{Alpha: good + 0.5, Beta: float64(n) - good + 0.5}.CDF(mustRecover)}
		k.runs += n - min(n, k.made[c])
		k.made[c] = max(n, k.made[c])
		return e, nil
	}
}

func (k *known) search() (*Search, []int) {
	k.made, k.runs = map[int]int{}, 0
	list := k.candidates()
	all := make([]int, len(list))
	for i := range all {
		all[i] = i
	}
	return &Search{Candidates: list, Test: k.test(list), First: 6, Most: 400, Error: 0.02}, all
}

// right is the cheapest candidate that meets: worked out, not searched for.
func (k *known) right() int {
	list, best := k.candidates(), -1
	for i, c := range list {
		if k.chance(c.At) >= mustRecover && (best < 0 || c.Cost < list[best].Cost) {
			best = i
		}
	}
	return best
}

// fullGrid is what one does without a method: n runs of every candidate, and the
// cheapest that looks right.
func (k *known) fullGrid(n int) int {
	list := k.candidates()
	best := -1
	for i, c := range list {
		good := 0.0
		for r := range n {
			if k.key.Float64(uint64(r)) < k.chance(c.At) {
				good++
			}
		}
		if good/float64(n) >= mustRecover && (best < 0 || c.Cost < list[best].Cost) {
			best = i
		}
	}
	return best
}

// smooth is a world of 8 x 8 x 5 candidates in which every axis helps. The nearest
// candidate below the bound recovers in 91 % of runs, the nearest above in 98 %.
func smooth() *known {
	return &known{sizes: []int{8, 8, 5},
		chance: func(at []int) float64 {
			return 1 / (1 + math.Exp(-(1.6*float64(at[0]+at[1]) + 1.6*float64(at[2]) - 14 - 0.05)))
		},
		cost: func(at []int) float64 { return 3*float64(at[0]) + 2.03*float64(at[1]) + 4.1*float64(at[2]) + 10 }}
}

func TestATenthOfTheRunsOfTheFullGridIsRightAsOften(t *testing.T) {
	const trials = 40
	ours, grid, runs, sure := 0, 0, 0, 0.0
	k := smooth()
	right := k.right()
	require.Positive(t, right)
	size := len(k.candidates())
	for trial := range trials {
		k.key = sim.NewKey(uint64(trial), 0).Named("luck")
		s, all := k.search()
		a, err := s.Find(all)
		require.NoError(t, err)
		if a.Best == right {
			ours++
		}
		runs, sure = runs+k.runs, sure+a.Sure
		perCandidate := 10 * k.runs / size // what the full grid gets with ten times our runs
		if perCandidate > 0 && k.fullGrid(perCandidate) == right {
			grid++
		}
	}
	t.Logf("right in %d of %d trials with %d runs; the grid of %d candidates in %d with ten times as many; said to be sure by %.3f",
		ours, trials, runs/trials, size, grid, sure/trials)
	assert.GreaterOrEqual(t, ours, 34)
	assert.GreaterOrEqual(t, ours, grid, "the full grid is not right more often")
	assert.LessOrEqual(t, sure/trials, float64(ours)/trials+0.05, "it is right at least as often as it says")
	assert.Greater(t, sure/trials, 0.75)
}

// Along the second axis more is worse from the middle on, as a probe that is too
// hasty is: who believes that all axes are monotone tests the strictest corner, sees
// that it misses, and says that nothing meets.
func TestAnAxisThatIsNotMonotoneIsSeen(t *testing.T) {
	k := &known{sizes: []int{6, 6},
		chance: func(at []int) float64 {
			return 1 / (1 + math.Exp(-(2*float64(at[0]) - 3*math.Abs(float64(at[1])-2) - 2.5)))
		},
		cost: func(at []int) float64 { return float64(at[0]) + 0.1*float64(at[1]) }}
	right := k.right()
	found, seen := 0, 0
	for trial := range 40 {
		k.key = sim.NewKey(uint64(trial), 1)
		s, all := k.search()
		corner, err := s.Strictest(0)
		require.NoError(t, err)
		assert.Less(t, k.chance(s.Candidates[corner].At), mustRecover)
		_, err = s.Look(corner)
		require.NoError(t, err)
		if s.Uneven[[2]int{0, 1}] {
			seen++
		}
		a, err := s.Find(all)
		require.NoError(t, err)
		if a.Best == right {
			found++
		}
	}
	t.Logf("seen in %d of 40, right in %d", seen, found)
	assert.GreaterOrEqual(t, seen, 36)
	assert.GreaterOrEqual(t, found, 34)
}

func TestWhereNothingMeetsThatIsSaidAfterFewRuns(t *testing.T) {
	k := smooth()
	inner := k.chance
	k.chance = func(at []int) float64 { return 0.5 * inner(at) }
	s, all := k.search()
	a, err := s.Find(all)
	require.NoError(t, err)
	assert.Equal(t, -1, a.Best)
	assert.Greater(t, a.Sure, 0.8)
	assert.Less(t, k.runs, 100, "the few that exclude all others")
}
