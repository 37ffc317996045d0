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
	assert.LessOrEqual(t, float64(retries), 10+0.2*float64(sent), "retries are a fifth of what was sent, and the first budget")
	assert.Greater(t, float64(retries), 0.2*float64(sent)-1, "and no less, when all fail")
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
		case policy.Filtering:
			healthy := []id.Member{0, 2, 3}
			targets := policy.Targets{Healthy: make([]id.Member, 0, 4), InFlight: []int32{1, 0, 1, 2}, Members: 4, Weights: make([]float64, 4), Since: make([]sim.Time, 4), Zones: make([]id.Zone, 4), Cursor: new(uint32)}
			if r, ok := made.(policy.Remembering); ok {
				targets.Memory = r.Fresh(&targets, sim.NewKey(4, 0))
			}
			path = func() {
				targets.Now = targets.Now.Add(time.Second)
				targets.Healthy = append(targets.Healthy[:0], healthy...)
				for b := range targets.Weights {
					targets.Weights[b] = 1
				}
				strategy.Filter(&targets)
			}
		default:
			c := policy.Call{Endpoint: 1}
			if r, ok := made.(policy.CallerRemembering); ok {
				c.Memory = r.Fresh(0, sim.Key(1))
			}
			breaks, isBreaking := made.(policy.Breaking)
			hedges, isHedging := made.(policy.Hedging)
			learns, isLearning := made.(policy.CallerLearning)
			if !isBreaking && !isHedging {
				continue
			}
			path = func() {
				c.Now = c.Now.Add(time.Second)
				if isBreaking {
					breaks.Passes(&c)
				}
				if isHedging {
					hedges.Wait(&c)
					hedges.Hedge(&c)
				}
				if isLearning {
					learns.Learn(&c, c.Now.Add(-time.Millisecond), policy.Succeeded)
				}
			}
		}
		assert.Zero(t, testing.AllocsPerRun(1000, path), "%s allocates on the path of a request", s.Name)
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
