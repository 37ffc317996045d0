package station_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"failsim/models/distribution"
	"failsim/models/station"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// queue is a Poisson stream of customers at a station.
type queue struct {
	perSecond float64
	service   distribution.Distribution
	servers   int
	capacity  int
}

func exponential(perSecond float64) distribution.Distribution {
	l, err := distribution.NewExponential(sim.FromSeconds(1 / perSecond))
	if err != nil {
		panic(err)
	}
	return l
}

// waits are what customers of one replication met, after a warm-up.
type waits struct {
	mean    float64 // seconds, of those accepted
	waiting float64 // share of those accepted that waited at all
	blocked float64 // share refused
}

func (q queue) run(key sim.Key, customers int) waits {
	s := station.New(q.servers, q.capacity)
	gaps, works := key.Named("gaps"), key.Named("works")
	warm := customers / 5
	var w waits
	accepted, now := 0.0, 0.0
	for i := range uint64(customers) {
		now += -math.Log(gaps.Float64(i)) / q.perSecond
		at := sim.Time(now * 1e9)
		start, finish, ok := s.Offer(at, q.service.Quantile(works.Float64(i)))
		if int(i) < warm {
			continue
		}
		if !ok {
			w.blocked++
			continue
		}
		accepted++
		w.mean += start.Sub(at).Seconds()
		if start > at {
			w.waiting++
		}
		if finish < start {
			panic("a service ends before it starts")
		}
	}
	w.mean /= accepted
	w.waiting /= accepted
	w.blocked /= float64(customers - warm)
	return w
}

// estimate is a mean over independent replications, with its standard error.
type estimate struct{ mean, error float64 }

func estimated(xs []float64) estimate {
	var sum, squares float64
	for _, x := range xs {
		sum += x
	}
	mean := sum / float64(len(xs))
	for _, x := range xs {
		squares += (x - mean) * (x - mean)
	}
	n := float64(len(xs))
	return estimate{mean, math.Sqrt(squares / (n - 1) / n)}
}

// Expected values are those of oracles/queueing.json (mm1, mmc_erlang_c, mmcK
// and mg1_fcfs; formulas below), which were checked by brute force.
func TestWaitsAreThoseOfTheory(t *testing.T) {
	deterministic := distribution.Constant(10 * time.Millisecond)
	for _, c := range []struct {
		says                   string
		queue                  queue
		wait, waiting, blocked float64
		widest                 float64 // relative standard error of the mean wait that the test still tells something with
	}{
		// M/M/1: Wq = rho/(mu-lambda).
		{"one server, half busy", queue{50, exponential(100), 1, station.Unlimited}, 0.01, 0.5, 0, 0.02},
		{"one server, four fifths busy", queue{80, exponential(100), 1, station.Unlimited}, 0.04, 0.8, 0, 0.03},
		// M/M/c: Erlang C.
		{"ten servers, four fifths busy", queue{8, exponential(1), 10, station.Unlimited}, 0.20459007539822177, 0.40918015079644354, 0, 0.03},
		{"two servers, nine tenths busy", queue{180, exponential(100), 2, station.Unlimited}, 0.042631578947368416, 0.8526315789473683, 0, 0.05},
		{"a hundred servers, nine tenths busy", queue{90, exponential(1), 100, station.Unlimited}, 0.021694048090636645, 0.21694048090636645, 0, 0.1},
		// M/D/1: Pollaczek and Khinchine, Wq = rho/(2 mu (1-rho)).
		{"one server, constant work", queue{80, deterministic, 1, station.Unlimited}, 0.02, 0.8, 0, 0.03},
		// M/M/c/K: K counts places including those in service.
		{"one server, nine places", queue{80, exponential(100), 1, 9}, 0.027970975039832778, 0.775941950079665, 0.023492857579905463, 0.02},
		{"ten servers, twenty places, overloaded", queue{12, exponential(1), 10, 20}, 1.534560194053425, 0.9877667756918737, 0.1686372445518891, 0.02},
		{"one server, nineteen places, overloaded", queue{150, exponential(100), 1, 19}, 0.17006016382495068, 0.999849590437623, 0.33340017532527283, 0.02},
		// Erlang B, for any distribution of service.
		{"two servers and no place to wait", queue{2, exponential(1), 2, 0}, 0, 0, 0.4, 0},
		{"two servers, no place, constant work", queue{200, deterministic, 2, 0}, 0, 0, 0.4, 0},
	} {
		const replications, customers = 25, 40_000
		var means, waiting, blocked []float64
		for r := range replications {
			w := c.queue.run(sim.NewKey(1, r).Named(c.says), customers)
			means, waiting, blocked = append(means, w.mean), append(waiting, w.waiting), append(blocked, w.blocked)
		}
		check := func(what string, xs []float64, want float64) {
			e := estimated(xs)
			assert.InDelta(t, want, e.mean, 4*e.error+1e-9, "%s: %s, standard error %.2g", c.says, what, e.error)
		}
		check("mean wait", means, c.wait)
		check("share that waits", waiting, c.waiting)
		check("share refused", blocked, c.blocked)
		assert.LessOrEqual(t, estimated(means).error, c.widest*c.wait, "%s: the test is sharp", c.says)
	}
}

// naive is the same queue as a list of events, handled one at a time.
type naive struct {
	servers, capacity int
	busy              []customer // in service
	line              []customer // waiting
	done              map[int]customer
}

type customer struct {
	id            int
	work          time.Duration
	start, finish sim.Time
}

// until ends every service up to an instant and lets the next in line start.
func (n *naive) until(now sim.Time) {
	for len(n.busy) > 0 {
		slices.SortStableFunc(n.busy, func(a, b customer) int { return int(a.finish - b.finish) })
		first := n.busy[0]
		if first.finish > now {
			return
		}
		n.busy = n.busy[1:]
		n.done[first.id] = first
		if len(n.line) > 0 {
			n.begin(n.line[0], first.finish)
			n.line = n.line[1:]
		}
	}
}

func (n *naive) begin(c customer, now sim.Time) {
	c.start, c.finish = now, now.Add(c.work)
	n.busy = append(n.busy, c)
}

func (n *naive) arrive(now sim.Time, c customer) bool {
	n.until(now)
	switch {
	case len(n.busy) < n.servers:
		n.begin(c, now)
	case len(n.line) < n.capacity:
		n.line = append(n.line, c)
	default:
		return false
	}
	return true
}

// Instants are whole and few, so that many arrivals and ends coincide.
func TestStartsAndFinishesAreThoseOfAnEventList(t *testing.T) {
	for world := range uint64(60) {
		key := sim.NewKey(3, 0).At(world)
		servers, places := 1+key.IntN(0, 12), key.IntN(1, 30)
		s := station.New(servers, places)
		n := &naive{servers: servers, capacity: places, done: map[int]customer{}}
		offered := map[int]customer{}
		now := sim.Time(0)
		for i := range 3000 {
			k := key.At(uint64(i))
			now += sim.Time(k.IntN(0, 8))
			work := time.Duration(1 + k.IntN(1, 7*servers))
			if k.Float64(3) < 0.0005 { // a backend is lost with all it holds
				s.Clear()
				n.until(now)
				for _, c := range append(slices.Clone(n.busy), n.line...) {
					delete(offered, c.id)
				}
				n.busy, n.line = nil, nil
			}
			n.until(now)
			require.Equal(t, len(n.line), s.Waiting(now), "waiting before arrival %d", i)
			accepted := n.arrive(now, customer{id: i, work: work})
			start, finish, ok := s.Offer(now, work)
			require.Equal(t, accepted, ok, "arrival %d of world %d", i, world)
			require.Equal(t, len(n.line), s.Waiting(now))
			require.Equal(t, len(n.line)+len(n.busy), s.InSystem(now))
			if ok {
				offered[i] = customer{i, work, start, finish}
			}
		}
		n.until(math.MaxInt64)
		require.Equal(t, n.done, offered, "world %d", world)
	}
}

func TestNoMoreWaitThanThereArePlaces(t *testing.T) {
	for _, c := range []struct{ servers, capacity int }{{1, 0}, {1, 1}, {3, 2}, {7, 100}} {
		s := station.New(c.servers, c.capacity)
		taken := 0
		for range 2 * (c.servers + c.capacity) {
			if _, _, ok := s.Offer(5, time.Second); ok {
				taken++
			}
		}
		assert.Equal(t, c.servers+c.capacity, taken, "%+v", c)
		assert.Equal(t, c.capacity, s.Waiting(5))
		assert.Equal(t, c.servers+c.capacity, s.InSystem(5))
		assert.Equal(t, max(0, c.capacity-c.servers), s.Waiting(5+1e9), "those who start at an instant wait no longer")
	}
}

func TestAClearedStationIsIdle(t *testing.T) {
	s := station.New(2, 5)
	for range 7 {
		s.Offer(0, time.Hour)
	}
	s.Clear()
	assert.Zero(t, s.InSystem(1))
	for range 2 {
		start, finish, ok := s.Offer(1, time.Second)
		assert.True(t, ok)
		assert.Equal(t, []sim.Time{1, 1 + 1e9}, []sim.Time{start, finish})
	}
	start, _, _ := s.Offer(1, time.Second)
	assert.Equal(t, sim.Time(1+1e9), start, "nothing is left of the line before")
}

func TestAStationNeedsAServer(t *testing.T) {
	for _, c := range [][2]int{{0, 1}, {-1, 1}, {1, -1}} {
		assert.Panics(t, func() { station.New(c[0], c[1]) }, fmt.Sprint(c))
	}
}

func TestAnOfferDoesNotAllocate(t *testing.T) {
	s, now := station.New(4, 100), sim.Time(0)
	offer := func() {
		now += 10
		s.Offer(now, 45) // overloaded: the line is full
	}
	for range 10_000 {
		offer()
	}
	assert.Zero(t, testing.AllocsPerRun(1000, offer))
}

func BenchmarkOffer(b *testing.B) {
	for _, servers := range []int{1, 4, 120} {
		b.Run(fmt.Sprint(servers, "-servers"), func(b *testing.B) {
			s, key := station.New(servers, 100), sim.NewKey(1, 0)
			b.ReportAllocs()
			now := sim.Time(0)
			for i := range uint64(b.N) {
				now += 10
				s.Offer(now, time.Duration(key.IntN(i, 19*servers)))
			}
		})
	}
}

func TestNoClosedFormIsGivenWhereNobodyKnowsOnArrival(t *testing.T) {
	assert.NotPanics(t, func() { station.InClosedForm(station.Spec{Servers: 3, QueueCapacity: station.Unlimited}) })
	for _, s := range []station.Spec{{Servers: 1, Open: true}, {Servers: 1, Ruled: true}, {Servers: 1, Order: station.Sharing}, {Servers: 2, Change: true}, {Servers: 2, Leave: true}, {Servers: station.Unlimited}} {
		assert.Panics(t, func() { station.InClosedForm(s) }, fmt.Sprint(s))
	}
}
