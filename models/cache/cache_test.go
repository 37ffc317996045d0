package cache_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/cache"
	"failsim/sim"
)

const s = time.Second

// origin answers each fetch after a while, right unless it is down then.
type origin struct {
	kernel sim.Kernel
	owner  sim.Owner
	cache  *cache.Cache
	takes  time.Duration
	down   bool
	errs   bool // when it is down
	acts   []func(now sim.Time)
	served []float64 // seconds at which somebody who waited was served
	failed int
	asked  uint64
}

func newOrigin(takes time.Duration, objects, keeps int, ttl time.Duration, r cache.Rules) *origin {
	o := &origin{takes: takes}
	o.owner = o.kernel.Register(o)
	o.cache = cache.New(cache.NewStore(objects, keeps, ttl), r, o, o)
	return o
}

func (o *origin) Handle(now sim.Time, e sim.Event) { o.acts[e.Arg](now) }

func (o *origin) at(t time.Duration, act func(now sim.Time)) {
	o.kernel.Schedule(sim.Time(t), sim.Change, o.owner, sim.Event{Arg: uint64(len(o.acts))})
	o.acts = append(o.acts, act)
}

func (o *origin) Fetch(now sim.Time, object int32, request uint64) {
	o.at(time.Duration(now)+o.takes, func(now sim.Time) { o.cache.Got(now, object, request, o.says()) })
}

func (o *origin) says() cache.Answer {
	switch {
	case !o.down:
		return cache.Right
	case o.errs:
		return cache.Failed
	}
	return cache.Silent
}

func (o *origin) Refresh(now sim.Time, object int32, request uint64) uint64 {
	o.asked++ // a number of its own
	o.Fetch(now, object, 1<<32+o.asked)
	return 1<<32 + o.asked
}

func (o *origin) Wait(until sim.Time, object int32, request uint64) {
	o.at(time.Duration(until), func(now sim.Time) { o.cache.Impatient(now, object, request) })
}

func (o *origin) Served(now sim.Time, _ uint64, ok bool) {
	if ok {
		o.served = append(o.served, time.Duration(now).Seconds())
	} else {
		o.failed++
	}
}

func (o *origin) ask(t time.Duration, object int32) {
	o.asked++
	request := o.asked
	o.at(t, func(now sim.Time) { o.cache.Ask(now, object, request) })
}

func (o *origin) run() { o.kernel.Run(sim.Time(1000 * time.Hour)) }

// By hand, of three objects, two of which are kept: 1 2 1 3 drops 2.
func TestTheOneNotAskedForTheLongestMakesRoom(t *testing.T) {
	st := cache.NewStore(4, 2, 0)
	for _, object := range []int32{1, 2, 1, 3} {
		if !st.Has(0, object) {
			st.Put(0, object)
		}
	}
	assert.Equal(t, []bool{false, true, false, true}, []bool{st.Holds(0), st.Holds(1), st.Holds(2), st.Holds(3)})
	assert.Equal(t, 2, st.Len())
	st.Clear()
	assert.Zero(t, st.Len())
}

// naiveLRU keeps a list, the last asked for at its end.
type naiveLRU struct {
	list  []int32
	keeps int
}

func (n *naiveLRU) ask(object int32) bool {
	i := slices.Index(n.list, object)
	if i >= 0 {
		n.list = slices.Delete(n.list, i, i+1)
	} else if len(n.list) == n.keeps {
		n.list = n.list[1:]
	}
	n.list = append(n.list, object)
	return i >= 0
}

func TestAStoreIsAListThatIsSearched(t *testing.T) {
	key := sim.NewKey(1, 0)
	st, n := cache.NewStore(50, 20, 0), &naiveLRU{keeps: 20}
	for i := range uint64(20_000) {
		object := int32(math.Pow(key.Float64(i), 2) * 50)
		has := st.Has(0, object)
		if !has {
			st.Put(0, object)
		}
		require.Equal(t, n.ask(object), has, "request %d", i)
	}
}

// Poisson requests of rate a for an object that is fresh for T after a fetch that
// takes no time: each miss is followed by a T of hits, so a miss comes once in
// T + 1/a, and aT/(1+aT) of requests hit.
func TestTheHitsOfATTL(t *testing.T) {
	for _, c := range []struct{ rate, ttl float64 }{{0.1, 5}, {1, 5}, {4, 10}} {
		o := newOrigin(0, 1, cache.Unlimited, sim.FromSeconds(c.ttl), cache.Rules{})
		gaps, at := sim.NewKey(2, 0), 0.0
		const n = 40_000
		for i := range uint64(n) {
			at -= math.Log(1-gaps.Float64(i)) / c.rate
			o.ask(time.Duration(at*1e9), 0)
		}
		o.run()
		want := c.rate * c.ttl / (1 + c.rate*c.ttl)
		cycles := n / (1 + c.rate*c.ttl)
		// Requests in a cycle have variance aT; the error of the share is that of the mean cycle.
		tolerance := 4 * math.Sqrt(c.rate*c.ttl/cycles) / math.Pow(1+c.rate*c.ttl, 2) * 1.5
		assert.InDelta(t, want, float64(o.cache.Counts.Hits)/n, max(tolerance, 0.004), "%+v", c)
	}
}

// By hand: a fetch takes 10 s; four ask at 0, 1, 2 and 3. Together one fetch serves
// all at 10; each for itself takes four.
func TestWhoWantsTheSameMayWaitForOneFetch(t *testing.T) {
	for together, want := range map[bool][]float64{true: {10, 10, 10, 10}, false: {10, 11, 12, 13}} {
		o := newOrigin(10*s, 1, cache.Unlimited, 60*s, cache.Rules{CoalesceNew: together})
		for i := range 4 {
			o.ask(time.Duration(i)*s, 0)
		}
		o.ask(11*s, 0)
		o.run()
		assert.Equal(t, want, o.served)
		assert.Equal(t, 1, o.cache.Counts.Hits, "the object is there at 11")
	}
}

// Fetches under way and those of expired objects have switches of their own.
func TestExpiredObjectsAreFetchedTogetherOrNot(t *testing.T) {
	for together, fetches := range map[bool]int{true: 2, false: 3} {
		o := newOrigin(10*s, 1, cache.Unlimited, 60*s, cache.Rules{CoalesceNew: true, CoalesceExpired: together})
		o.ask(0, 0)
		o.ask(100*s, 0)
		o.ask(105*s, 0)
		o.run()
		assert.Equal(t, fetches, o.cache.Counts.Fetches)
	}
}

// By hand: fetched at 0, fresh until 60, stale for ten minutes. The origin fails from
// 30 on: what is asked for at 100 is answered stale, at 700 with an error.
func TestWhatIsStaleIsTheAnswerWhereTheOriginFails(t *testing.T) {
	o := newOrigin(0, 2, cache.Unlimited, 60*s, cache.Rules{Stale: 10 * time.Minute})
	o.ask(0, 0)
	o.at(30*s, func(sim.Time) { o.down = true })
	o.ask(100*s, 0)
	o.ask(100*s, 1) // never seen
	o.ask(700*s, 0)
	o.run()
	assert.Equal(t, []float64{0, 100}, o.served)
	assert.Equal(t, cache.Counts{Misses: 4, Fetches: 4, Stale: 1, Failed: 2}, o.cache.Counts)
}

// Two switches: what nobody answers may be stale, and what is answered with an error not,
// as nginx's with stale-if-error, or both, as Squid's.
func TestStaleOnSilenceAndOnErrorsAreTwoSwitches(t *testing.T) {
	for _, c := range []struct {
		silence, errors time.Duration
		errs            bool
		stale           int
	}{
		{300 * s, 0, false, 3}, {300 * s, 0, true, 0}, {300 * s, 300 * s, true, 3}, {0, 300 * s, false, 0}, {10 * s, 10 * s, false, 2},
	} {
		o := newOrigin(0, 1, cache.Unlimited, s, cache.Rules{Stale: c.silence, StaleOnError: c.errors})
		o.errs = c.errs
		o.ask(0, 0)
		o.at(s, func(sim.Time) { o.down = true })
		for _, at := range []time.Duration{2 * s, 3 * s, 12 * s} {
			o.ask(at, 0)
		}
		o.run()
		assert.Equal(t, c.stale, o.cache.Counts.Stale, "%+v", c)
		assert.Equal(t, 3-c.stale, o.failed, "%+v", c)
	}
}

// varnish is how Varnish 7.1 does by default, with its grace of 10 s.
var varnish = cache.Rules{CoalesceNew: true, CoalesceExpired: true, Updating: true, Background: true, Rests: 250 * time.Millisecond, Stale: 10 * s}

// Varnish 7.1.1, max-age=1, measured: three requests 1 s after the copy has expired, and one
// 12 s after. Refused: the old one to the three, then an error. Where the origin answers 503
// the first has the old one and the others the error, which took its place.
func TestAFetchInTheBackgroundKeepsNobodyWaiting(t *testing.T) {
	for _, c := range []struct {
		errs bool
		says []bool
	}{{false, []bool{true, true, true, false}}, {true, []bool{true, false, false, false}}} {
		o := newOrigin(10*time.Millisecond, 1, cache.Unlimited, s, varnish)
		o.errs, o.down = c.errs, true
		o.cache.Store.Put(0, 0)
		var says []bool
		for i, at := range []time.Duration{2 * s, 2100 * time.Millisecond, 2200 * time.Millisecond, 13 * s} {
			o.at(at, func(now sim.Time) { says = append(says, o.cache.Ask(now, 0, uint64(i))) })
		}
		o.run()
		assert.Equal(t, c.says, says, "errors %t", c.errs)
		assert.Empty(t, o.served)
	}
}

// By hand: fresh until 1 s; asked for at 2.0, 2.2, 2.4 and 4 s, an origin of 0.5 s. All four
// are answered at once, and two fetches are made: that of 2.0 s brings a copy that is good
// from 2.5 to 3.5 s. Where nobody answers within these 0.5 s, none is made until 2.75 s.
func TestTheBackgroundFetchOfVarnish(t *testing.T) {
	for down, want := range map[bool]cache.Counts{false: {Misses: 4, Joined: 2, Stale: 4, Fetches: 2}, true: {Misses: 5, Joined: 2, Stale: 5, Fetches: 2}} {
		o := newOrigin(500*time.Millisecond, 1, cache.Unlimited, s, varnish)
		o.down = down
		o.cache.Store.Put(0, 0)
		at := []time.Duration{2 * s, 2200 * time.Millisecond, 2400 * time.Millisecond, 4 * s}
		if down {
			at = append(at, 2700*time.Millisecond)
		}
		for _, d := range at {
			o.ask(d, 0)
		}
		o.run()
		assert.Equal(t, want, o.cache.Counts, "down %t", down)
		assert.Zero(t, o.failed)
	}
}

// Measured with 1,000 clients of one object, requests that reached the origin, of 0.5 s;
// with 200 and an origin of 7 s those after whose patience is over ask themselves.
func TestRealCachesAskTheOriginSoOften(t *testing.T) {
	varnish := varnish
	nginx := cache.Rules{}
	locked := cache.Rules{CoalesceNew: true, GivesUp: 5 * s}
	updating := cache.Rules{CoalesceExpired: true, Updating: true, Stale: time.Hour}
	squid := cache.Rules{CoalesceNew: true, CoalesceExpired: true}
	ats := cache.Rules{CoalesceNew: true, CoalesceExpired: true, GivesUp: s}
	for _, c := range []struct {
		name               string
		rules              cache.Rules
		cold, expired, far int
	}{
		{"Varnish 7.1", varnish, 1, 1, 1}, {"nginx 1.22", nginx, 1000, 1000, 200}, {"nginx, proxy_cache_lock", locked, 1, 1000, 200},
		{"nginx, use_stale updating", updating, 1000, 1, 200}, {"Squid 5.7, collapsed_forwarding", squid, 1, 1, 1}, {"Traffic Server 9.2", ats, 1, 1, 200},
	} {
		asks := func(clients int, takes time.Duration, expired bool) int {
			o := newOrigin(takes, 1, cache.Unlimited, s, c.rules)
			if expired {
				o.cache.Store.Put(0, 0)
			}
			for range clients {
				o.ask(2*s, 0)
			}
			o.run()
			return o.cache.Counts.Fetches
		}
		assert.Equal(t, c.cold, asks(1000, 500*time.Millisecond, false), "%s, cold", c.name)
		assert.Equal(t, c.expired, asks(1000, 500*time.Millisecond, true), "%s, expired", c.name)
		assert.Equal(t, c.far, asks(200, 7*s, false), "%s, cold and far", c.name)
	}
}

func TestACacheWarmsByACurve(t *testing.T) {
	w := cache.Warming{From: 0.1, To: 0.9, Over: time.Minute}
	assert.Equal(t, 0.9, w.Hits(-time.Second))
	assert.InDelta(t, 0.1, w.Hits(0), 1e-12)
	assert.InDelta(t, 0.9-0.8/math.E, w.Hits(time.Minute), 1e-12)
}
