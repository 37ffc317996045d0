package dns_test

import (
	"math"
	"testing"

	"failsim/models/dns"
	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

func TestAnswersSplitAsTheyAreWeighted(t *testing.T) {
	for _, c := range []struct {
		says      string
		endpoints []policy.Endpoint
		publish   []float64 // nil: what the endpoints say
		want      []float64
	}{
		{"a single endpoint gets all", []policy.Endpoint{{Rank: 1, Weight: 3}}, nil, []float64{1}},
		{"endpoints of the best rank share by weight", []policy.Endpoint{{Rank: 1, Weight: 50}, {Rank: 1, Weight: 50}}, nil, []float64{0.5, 0.5}},
		{"weights are relative", []policy.Endpoint{{Rank: 1, Weight: 1}, {Rank: 1, Weight: 3}, {Rank: 1, Weight: 4}}, nil, []float64{0.125, 0.375, 0.5}},
		{"a worse rank gets nothing", []policy.Endpoint{{Rank: 1, Weight: 1}, {Rank: 2, Weight: 9}}, nil, []float64{1, 0}},
		{"home need not have the best rank", []policy.Endpoint{{Rank: 2, Weight: 1}, {Rank: 1, Weight: 9}, {Rank: 1, Weight: 1}}, nil, []float64{0, 0.9, 0.1}},
		{"a published answer replaces all that", []policy.Endpoint{{Rank: 1, Weight: 1}, {Rank: 2, Weight: 1}, {Rank: 3, Weight: 1}}, []float64{0, 1, 3}, []float64{0, 0.25, 0.75}},
		{"a last endpoint without weight gets nothing", []policy.Endpoint{{Rank: 1, Weight: 1}, {Rank: 1, Weight: 1}, {Rank: 1, Weight: 1}}, []float64{0.1, 0.2, 0}, []float64{1.0 / 3, 2.0 / 3, 0}},
	} {
		a := dns.NewAuthority([]sim.Key{sim.NewKey(1, 0).Named(c.says)}, [][]policy.Endpoint{c.endpoints})
		if c.publish != nil {
			a.Publish(0, 1, c.publish)
		}
		const resolvers, questions = 200, 100
		counts := make([]float64, len(c.want))
		for r := range resolvers {
			for q := range uint64(questions) {
				counts[a.Resolve(0, r, 2, q)] += 1.0 / resolvers / questions
			}
		}
		for i, want := range c.want {
			assert.InDelta(t, want, counts[i], 4*math.Sqrt(want*(1-want)/resolvers/questions)+1e-9, "%s: endpoint %d", c.says, i)
			assert.Equal(t, want > 0, a.Ordered(0, i), "%s: endpoint %d is listed", c.says, i)
		}
	}
}

func TestAnAnswerStaysTheSameUntilAResolverAsksAgain(t *testing.T) {
	a := dns.NewAuthority([]sim.Key{sim.NewKey(1, 0)}, [][]policy.Endpoint{{{Rank: 1, Weight: 1}, {Rank: 1, Weight: 1}}})
	differ := 0
	for r := range 1000 {
		assert.Equal(t, a.Resolve(0, r, 5, 7), a.Resolve(0, r, 5, 7))
		if a.Resolve(0, r, 5, 7) != a.Resolve(0, r, 5, 8) {
			differ++
		}
	}
	assert.InDelta(t, 500, differ, 4*math.Sqrt(250), "each question draws anew")
}

func TestWhatAResolverHoldsIsWhatWasPublishedWhenItAsked(t *testing.T) {
	a := dns.NewAuthority([]sim.Key{1, 2}, [][]policy.Endpoint{{{Rank: 1, Weight: 1}, {Rank: 2, Weight: 1}, {Rank: 3, Weight: 1}},
		{{Rank: 1, Weight: 1}, {Rank: 2, Weight: 1}}})
	assert.True(t, a.Publish(0, 100, []float64{0, 1, 0}))
	assert.True(t, a.Publish(0, 200, []float64{0, 0, 2}))
	assert.True(t, a.Publish(0, 300, []float64{7, 0, 0}))
	for _, c := range []struct {
		asked sim.Time
		want  int
	}{{-50, 0}, {0, 0}, {99, 0}, {100, 1}, {150, 1}, {199, 1}, {200, 2}, {299, 2}, {300, 0}, {1e18, 0}} {
		assert.Equal(t, c.want, a.Resolve(0, 3, c.asked, 1), "asked at %d", c.asked)
		assert.Equal(t, 0, a.Resolve(1, 3, c.asked, 1), "the other name never changed")
	}
	assert.False(t, a.Publish(0, 400, []float64{1, 0, 0}), "the same answer in other weights is no change")
	assert.False(t, a.Publish(0, 400, []float64{0, 0, 0}), "an empty answer is refused")
	assert.Equal(t, []bool{true, false, false}, []bool{a.Ordered(0, 0), a.Ordered(0, 1), a.Ordered(0, 2)})
}

func TestResolvingDoesNotAllocate(t *testing.T) {
	a := dns.NewAuthority([]sim.Key{sim.NewKey(1, 0)}, [][]policy.Endpoint{{{Rank: 1, Weight: 1}, {Rank: 1, Weight: 1}}})
	r := dns.NewResolvers(sim.NewKey(1, 0), 100, 60e9, nil)
	now := sim.Time(0)
	assert.Zero(t, testing.AllocsPerRun(1000, func() {
		now += 1e9
		asked, question := r.Asked(int(now/1e9)%100, now)
		a.Resolve(0, 5, asked, question)
	}))
}
