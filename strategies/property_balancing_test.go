package strategies

import (
	"math"
	"slices"
	"testing"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBalancingReturnsAHealthyBackend(t *testing.T) {
	for _, s := range All() {
		if s.Socket != policy.BalancingSocket {
			continue
		}
		values := defaults(t, s)
		if _, ok := values["table"]; ok {
			values["table"] = policy.Value{Number: 251} // or a table of thousands of places is filled each time
		}
		strategy := s.New(values).(policy.Balancing)
		var cursor uint32 = math.MaxUint32 - 100 // turns must survive its wrap
		for i := range uint64(20_000) {
			key := sim.NewKey(2, 0).At(i)
			targets := policy.Targets{InFlight: make([]int32, 12), Cursor: &cursor, Key: key.Uint64(300)}
			if i%2 == 0 {
				targets.Weights = make([]float64, 12)
			}
			remember(strategy, &targets)
			for b := range targets.InFlight {
				targets.InFlight[b] = int32(key.IntN(uint64(b), 4))
				if targets.Weights != nil {
					targets.Weights[b] = 0.5 + key.Float64(uint64(b)+400)
				}
				if key.Uint64(uint64(b)+100)&1 == 0 {
					targets.Healthy = append(targets.Healthy, id.Member(b))
				}
			}
			if len(targets.Healthy) == 0 {
				continue
			}
			for j := uint64(0); len(targets.Healthy) > 0; j++ { // whoever is picked falls sick then, and may be remembered
				u := []uint64{0, math.MaxUint64, key.Uint64(200 + j)}[j%3]
				got := strategy.Pick(&targets, u)
				require.Contains(t, targets.Healthy, got, "%s picks a backend that is not in t.Healthy: what it remembers may have fallen sick since", s.Name)
				targets.Healthy = slices.DeleteFunc(targets.Healthy, func(b id.Member) bool { return b == got })
			}
		}
	}
}

// remember gives an LB the memory that a strategy keeps there.
func remember(strategy policy.Balancing, targets *policy.Targets) {
	if r, ok := strategy.(policy.Remembering); ok {
		targets.Memory = r.Fresh(targets, sim.NewKey(4, 0))
	}
}

// uneven are the balancing strategies that do not spread requests of many clients evenly
// over backends that are alike, and why not.
var uneven = map[string]string{
	"consistent-hash": "a ring of so many points a backend has arcs of different lengths: that is its hazard",
}

// Requests of many clients come to backends that are alike and never busy: each strategy
// gives each backend its share, or says above why not.
func TestBalancingIsFairAmongEquals(t *testing.T) {
	const backends, picks = 7, 70_000
	for _, s := range All() {
		if s.Socket != policy.BalancingSocket {
			continue
		}
		strategy := with(t, s.Name, nil).(policy.Balancing)
		targets := policy.Targets{InFlight: make([]int32, backends), Weights: slices.Repeat([]float64{1}, backends), Since: make([]sim.Time, backends), Members: backends, Cursor: new(uint32)}
		for b := range id.Member(backends) {
			targets.Healthy = append(targets.Healthy, b)
		}
		remember(strategy, &targets)
		var counts [backends]float64
		for i := range uint64(picks) {
			targets.Now, targets.Key = sim.Time(i)*sim.Time(time.Millisecond), sim.Mix(i)
			counts[strategy.Pick(&targets, sim.NewKey(3, 0).Uint64(i))]++
		}
		most := 0.0
		for _, n := range counts {
			most = max(most, math.Abs(n-picks/backends))
		}
		why, is := uneven[s.Name]
		assert.Equal(t, is, most > 5*math.Sqrt(picks/backends), "%s: %v %s", s.Name, counts, why)
	}
}

// TestWeightsAreSharesOfPicks counts picks over backends of different sizes.
func TestWeightsAreSharesOfPicks(t *testing.T) {
	const picks = 70_000
	weights := []float64{1, 2, 4}
	for _, name := range []string{"weighted-random", "weighted-round-robin"} {
		strategy := with(t, name, nil).(policy.Balancing)
		targets := policy.Targets{Healthy: []id.Member{0, 1, 2}, InFlight: make([]int32, 3), Weights: weights}
		remember(strategy, &targets)
		var counts [3]float64
		for i := range uint64(picks) {
			counts[strategy.Pick(&targets, sim.NewKey(3, 1).Uint64(i))]++
		}
		for b, n := range counts {
			assert.InDelta(t, picks*weights[b]/7, n, 5*math.Sqrt(picks), "%s %d", name, b)
		}
	}
}

// A strategy is one value for all LBs, whose picks must not disturb each other:
// what it keeps is the LB's.
func TestOneLBsPicksLeaveAnothersAlone(t *testing.T) {
	for _, s := range All() {
		if s.Socket != policy.BalancingSocket {
			continue
		}
		picks := func(disturbed bool) (list []id.Member) {
			strategy := s.New(defaults(t, s)).(policy.Balancing)
			var lbs [2]policy.Targets
			for i := range lbs {
				lbs[i] = policy.Targets{Healthy: []id.Member{0, 1, 2, 3}, InFlight: make([]int32, 4), Cursor: new(uint32), Weights: []float64{1, 3, 2, 1}}
				remember(strategy, &lbs[i])
			}
			for i := range uint64(200) {
				u := sim.NewKey(6, 0).Uint64(i)
				lbs[0].Key = u
				list = append(list, strategy.Pick(&lbs[0], u))
				if disturbed && i%3 == 0 {
					strategy.Pick(&lbs[1], u)
				}
			}
			return list
		}
		require.Equal(t, picks(false), picks(true), s.Name)
	}
}

func TestAFewBackendsArePickedFromAsManyAre(t *testing.T) {
	key := sim.NewKey(5, 0)
	for i := range uint64(20_000) {
		draw := key.At(i)
		backends := 1 + draw.IntN(0, 17)
		targets := policy.Targets{InFlight: make([]int32, backends), Cursor: new(uint32)}
		for b := range backends {
			targets.InFlight[b] = int32(draw.IntN(uint64(4+b), 1+draw.IntN(1, 4)))
			if b == 0 || draw.IntN(2, 2) == 0 || draw.IntN(uint64(100+b), 4) > 0 {
				targets.Healthy = append(targets.Healthy, id.Member(b))
			}
		}
		u := draw.Uint64(3)
		require.Equal(t, leastOfMany(&targets, u), (&leastOutstanding{}).Pick(&targets, u), "%v of %v open", targets.Healthy, targets.InFlight)
	}
}

// TestWhoIgnoresOutstandingPicksTheSameWhateverIsOpen holds those to their word who
// have LBs count nothing.
func TestWhoIgnoresOutstandingPicksTheSameWhateverIsOpen(t *testing.T) {
	found := 0
	for _, s := range All() {
		if s.Socket != policy.BalancingSocket {
			continue
		}
		strategy := s.New(defaults(t, s)).(policy.Balancing)
		if _, ok := strategy.(policy.Indifferent); !ok {
			continue
		}
		found++
		k := sim.NewKey(31, found)
		var turns, others uint32
		for i := range uint64(500) {
			v := policy.Targets{Healthy: []id.Member{0, 1, 2, 4}, InFlight: make([]int32, 5), Weights: []float64{1, 2, 3, 4, 5}, Cursor: &turns}
			u := k.Uint64(9 * i)
			picked := strategy.Pick(&v, u)
			for b := range v.InFlight {
				v.InFlight[b] = int32(k.IntN(9*i+1+uint64(b), 9))
			}
			v.Cursor = &others
			require.Equal(t, picked, strategy.Pick(&v, u), s.Name)
		}
	}
	require.GreaterOrEqual(t, found, 2)
}
