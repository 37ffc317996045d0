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

// coin answers probes at random, by key.
type coin struct {
	answer int
	key    sim.Key
	probes uint64
}

func (c *coin) Answer() int { return c.answer }

func (c *coin) Probe(int) bool {
	c.probes++
	return c.key.Uint64(c.probes)&1 == 0
}

func TestARankedListNeverLeavesTheList(t *testing.T) {
	strategy := with(t, "ranked-list", map[string]string{"probe-after": "3s"}).(policy.Sending)
	for client := range uint64(2000) {
		key := sim.NewKey(1, 0).At(client)
		endpoints := 1 + key.IntN(0, 5)
		c := policy.Choice{Client: client, Endpoints: endpoints, Memory: new(policy.Memory)}
		prober := &coin{key: key.Named("probes")}
		visited := map[int]bool{}
		for i := range uint64(100) {
			c.Now = c.Now.Add(time.Second)
			c.Attempt = key.IntN(3*i+1, 3)
			prober.answer = key.IntN(3*i+2, endpoints)
			chosen := strategy.Choose(&c, prober)
			if chosen == policy.ByName {
				chosen = prober.answer // a list of one is a name
			}
			require.GreaterOrEqual(t, chosen, 0)
			require.Less(t, chosen, endpoints)
			visited[chosen] = true
			if key.Uint64(3*i+3)&1 == 1 {
				strategy.Failed(&c, chosen)
			}
		}
		require.Len(t, visited, endpoints, "a client that fails often sees all of its list")
	}
}

// TestClientsThatRememberNothingChooseAsBefore is what policy.Sending promises,
// and who is never asked again relies on.
func TestClientsThatRememberNothingChooseAsBefore(t *testing.T) {
	for _, s := range All() {
		strategy, ok := s.New(defaults(t, s)).(policy.Sending)
		if !ok {
			continue
		}
		kept := 0
		for client := range uint64(500) {
			key := sim.NewKey(2, 0).At(client)
			c := policy.Choice{Client: client, Endpoints: 1 + key.IntN(0, 5), Memory: new(policy.Memory)}
			prober := &coin{key: key}
			first := strategy.Choose(&c, prober)
			for i := uint64(1); i < 10 && *c.Memory == (policy.Memory{}); i++ {
				c.Now, prober.answer = c.Now.Add(time.Hour), key.IntN(i, c.Endpoints)
				require.Equal(t, first, strategy.Choose(&c, prober), s.Name)
				kept++
			}
		}
		assert.Positive(t, kept, s.Name)
	}
}

func TestARankedListVisitsAllBeforeItComesRound(t *testing.T) {
	strategy := with(t, "ranked-list", map[string]string{"supported": "100%"}).(policy.Sending)
	for client := range uint64(100) {
		for endpoints := 2; endpoints <= 6; endpoints++ {
			c := policy.Choice{Client: client, Endpoints: endpoints, Memory: new(policy.Memory)}
			var order []int
			for c.Attempt = range endpoints {
				chosen := strategy.Choose(&c, &coin{})
				order = append(order, chosen)
				strategy.Failed(&c, chosen)
			}
			require.Equal(t, order[0], strategy.Choose(&c, &coin{}), "the round ends where it began")
			slices.Sort(order)
			require.Len(t, slices.Compact(order), endpoints)
		}
	}
}

func TestSharesOfClientsAreAsDeclaredAndNested(t *testing.T) {
	const clients = 100_000
	for _, p := range []purpose{purposeSupported, purposeSecondFirst} {
		for _, share := range []float64{0, 0.1, 0.5, 0.8, 1} {
			n, outside := 0.0, 0
			for c := range uint64(clients) {
				if drawn(c, p, parts(share)) {
					n++
				}
				if drawn(c, p, parts(share/2)) && !drawn(c, p, parts(share)) {
					outside++
				}
			}
			assert.InDelta(t, share, n/clients, 4*math.Sqrt(share*(1-share)/clients))
			assert.Zero(t, outside, "a larger share keeps everyone whom a smaller one had")
		}
	}
}

func TestBackoffStaysWithinItsBoundsAndItsPurse(t *testing.T) {
	const attempts, base, ceiling = 9, 500 * time.Millisecond, 20 * time.Second
	strategy := with(t, "backoff", map[string]string{"attempts": "9"}).(policy.Retrying)
	key := sim.NewKey(1, 0)
	budget := policy.Budget{}
	sent, retries := 0, 0
	for i := range uint64(100_000) {
		if key.Uint64(3*i)%3 == 0 {
			strategy.Sent(&budget)
			sent++
		}
		r := policy.Retry{Attempt: 1 + key.IntN(3*i+1, attempts), Budget: &budget}
		wait, again := strategy.Again(&r, key.Float64(3*i+2))
		require.GreaterOrEqual(t, budget.Tokens, 0.0)
		require.LessOrEqual(t, budget.Tokens, 100.0)
		if !again {
			continue
		}
		retries++
		require.Less(t, r.Attempt, attempts)
		require.GreaterOrEqual(t, wait, time.Duration(0))
		require.LessOrEqual(t, wait, min(ceiling, base<<(r.Attempt-1)))
	}
	assert.LessOrEqual(t, float64(retries), 10+0.2*float64(sent), "retries are a fifth of what was sent, and the first purse")
	assert.Greater(t, float64(retries), 0.2*float64(sent)-1, "and no less, when all fail")
}

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
			for _, u := range []uint64{0, math.MaxUint64, key.Uint64(200)} {
				require.Contains(t, targets.Healthy, strategy.Pick(&targets, u), s.Name)
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

// TestBalancingIsFairAmongEquals counts picks over evenly loaded backends.
func TestBalancingIsFairAmongEquals(t *testing.T) {
	const backends, picks = 7, 70_000
	for name, given := range map[string]map[string]string{
		"random": {}, "round-robin": {}, "least-outstanding": {}, "least-request": {"pair": "distinct"},
		"power-of-d": {}, "weighted-random": {}, "weighted-round-robin": {}, "weighted-least-request": {},
	} {
		strategy := with(t, name, given).(policy.Balancing)
		targets := policy.Targets{InFlight: make([]int32, backends), Cursor: new(uint32)}
		remember(strategy, &targets)
		for b := range id.Member(backends) {
			targets.Healthy = append(targets.Healthy, b)
		}
		var counts [backends]float64
		for i := range uint64(picks) {
			counts[strategy.Pick(&targets, sim.NewKey(3, 0).Uint64(i))]++
		}
		for _, n := range counts {
			assert.InDelta(t, picks/backends, n, 5*math.Sqrt(picks/backends), name)
		}
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

func TestTheRequestPathDoesNotAllocate(t *testing.T) {
	for _, s := range All() {
		made := s.New(defaults(t, s))
		var path func()
		switch strategy := made.(type) {
		case policy.Sending:
			c := policy.Choice{Endpoints: 3, Memory: new(policy.Memory)}
			prober := &coin{key: 1}
			path = func() {
				c.Client, c.Now = c.Client+1, c.Now.Add(time.Minute)
				strategy.Failed(&c, strategy.Choose(&c, prober))
			}
		case policy.Retrying:
			r := policy.Retry{Attempt: 1, Budget: new(policy.Budget)}
			path = func() {
				strategy.Sent(r.Budget)
				strategy.Again(&r, 0.5)
			}
		case policy.Balancing:
			targets := policy.Targets{Healthy: []id.Member{0, 2, 3}, InFlight: []int32{1, 0, 1, 2}, Cursor: new(uint32)}
			remember(strategy, &targets)
			path = func() { strategy.Pick(&targets, 1<<40|1) }
		default:
			continue
		}
		assert.Zero(t, testing.AllocsPerRun(1000, path), s.Name)
	}
}

func TestSteeringAsksOnlyTheView(t *testing.T) {
	strategy := with(t, "dns-failover", nil).(policy.Steering)
	p := &steeringPlayer{strategy: strategy, names: [][]policy.Endpoint{{{Region: 0, Rank: 1, Weight: 1}, {Region: 1, Rank: 2, Weight: 1}}}}
	p.sick = map[[2]int]bool{{0, 0}: true}
	p.start()
	strategy.Steer(0, p, p)
	first := slices.Clone(p.orders)
	p.orders = nil
	strategy.Steer(0, p, p)
	assert.Equal(t, first, p.orders, "asking twice gives the same orders")
}
